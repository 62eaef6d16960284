#include <map>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"
#include "cli/commands/all.hpp"
#include "cli/doubtful_entries.hpp"
#include "cli/event_words.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/sealed_texts.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"
#include "cli/unit_end.hpp"

namespace cli {
namespace {

using ledger::Language;
using ledger::LedgerReader;
using nlohmann::json;

struct Options {
  std::string id, language = "en";
  std::int64_t last = 1000;
  bool notes = false;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"CODE", "", "a unit's code, a lot (OPERATOR/NO) or an operator", &options.id, true},
          {"--last", "N", "at most so many entries, the newest ones (1000)", &options.last},
          {"--notes", "", "the sealed texts as well, as far as they are kept here", &options.notes},
          {"--lang", "LANG", "of headings", &options.language, false, {"en", "zh"}}};
}

/// What the trail leads to: the state now.
struct Subject {
  std::optional<ledger::UnitView> unit;
  std::optional<ledger::LotState> lot;
  std::optional<ledger::OperatorState> company;

  [[nodiscard]] bool is_unknown() const { return !unit && !lot && !company; }
};

std::string upper_case(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

Subject find_subject(const LedgerReader& ledger, const std::string& id) {
  Subject subject;
  subject.unit = ledger.unit(id);
  if (!subject.unit) subject.lot = ledger.lot(id);
  if (!subject.unit && !subject.lot) subject.company = ledger.find_operator(id);
  return subject;
}

/// Events may name a unit by any of its codes.
std::vector<std::string> names_of(const Subject& subject, const std::string& id) {
  std::vector<std::string> names{id};
  if (subject.unit)
    for (const ledger::CodeState& code : subject.unit->codes) names.push_back(code.code);
  return names;
}

void write_unit(std::ostream& out, const ledger::UnitView& unit, const std::optional<UnitEnd>& end,
                Language l) {
  const ledger::UnitState& state = unit.state;
  out << word("unit", l) << ' ' << state.code << "  " << text(state.level) << ' '
      << text(state.chemistry) << ' ' << text(state.origin) << '\n'
      << "  " << word("place", l) << ": " << word(text(state.place), l)
      << (unit.holder.empty() ? "" : " (" + unit.holder + ")");
  if (end)
    out << ' ' << word("end", l) << ' ' << grouped(end->entry) << '\n'
        << "  " << word("before", l) << ": " << kilograms(end->mass_g) << '\n';
  else
    out << '\n'
        << "  " << word("mass", l) << ": " << kilograms(state.mass_g) << "  " << word("counted", l)
        << ": " << kilograms(state.spent_g) << '\n';
  std::string others;
  for (const ledger::CodeState& code : unit.codes)
    if (code.code != state.code) others += ' ' + code.code;
  if (!others.empty()) out << "  " << word("codes", l) << ':' << others << '\n';
  if (end) write_made(out, *end, l);
}

void write_lot(std::ostream& out, const ledger::LotState& lot, Language l) {
  out << word("lot", l) << ' ' << lot.name << "  " << text(lot.material) << lot.other_name << ' '
      << text(lot.chemistry) << ' ' << text(lot.origin) << '\n';
  for (const ledger::Holding& holding : lot.holdings)
    out << "  " << word(text(holding.place), l) << ": " << kilograms(holding.mass_g) << '\n';
}

void write_subject(std::ostream& out, const Subject& subject, const std::optional<UnitEnd>& end,
                   Language l) {
  if (subject.unit) write_unit(out, *subject.unit, end, l);
  if (subject.lot) write_lot(out, *subject.lot, l);
  if (subject.company)
    out << word("operator", l) << ' ' << subject.company->id << "  " << subject.company->name
        << '\n';
}

/// Names of operators, each looked up once.
class OperatorNames {
 public:
  explicit OperatorNames(const LedgerReader& ledger) : ledger_(ledger) {}
  const std::string& of(const std::string& id) {
    const auto [at, is_new] = names_.try_emplace(id);
    if (is_new) {
      const auto state = ledger_.find_operator(id);
      at->second = state && !state->name.empty() ? state->name : id;
    }
    return at->second;
  }

 private:
  const LedgerReader& ledger_;
  std::map<std::string, std::string> names_;
};

void write_entries(Context& context, const LedgerReader& ledger,
                   const std::vector<ledger::Entry>& entries, const std::vector<std::string>& about,
                   Language l) {
  const std::int64_t offset = ledger.info().constitution.utc_offset_min;
  OperatorNames names(ledger);
  Table table({{word("index", l), Table::Align::right},
               {word("at", l)},
               {word("event", l)},
               {word("operator", l)},
               {word("what", l)},
               {word("recorded", l) + ' ' + offset_text(offset)}});
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const json event = json::parse(entry->event);
    table.add({grouped(entry->index), event.at("at").get<std::string>(),
               word(event.at("type").get<std::string>(), l),
               names.of(event.at("operator").get<std::string>()), event_words(event, about, l),
               table_time(entry->batch.recorded_at_ms / 1000, offset)});
  }
  table.write(context.streams.out, context.environment.columns);
}

/// Entries go out as the bytes that their hashes cover.
void write_json(Context& context, const Subject& subject, const std::string& id,
                const std::optional<UnitEnd>& end,
                const std::vector<ledger::OperatorState>& operators,
                const std::vector<ledger::Entry>& entries,
                const std::vector<ledger::Index>& doubtful,
                const std::optional<SealedTexts>& texts) {
  std::ostream& out = context.streams.out;
  out << "{\"id\":" << json(id).dump();
  if (subject.unit) out << ",\"unit\":" << api::wire::view(*subject.unit).dump();
  if (end) out << ",\"end\":" << view(*end).dump();
  if (subject.lot) out << ",\"lot\":" << api::wire::view(*subject.lot, operators).dump();
  if (subject.company) out << ",\"operator\":" << api::wire::view(*subject.company).dump();
  out << ",\"entries\":[";
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
    out << (entry == entries.rbegin() ? "" : ",") << api::wire::entry_text(*entry);
  out << ']';
  if (!doubtful.empty()) out << ",\"doubtful\":" << json(doubtful).dump();
  if (texts)
    out << ",\"sealed_texts\":"
        << view(texts->shown).dump(-1, ' ', false, json::error_handler_t::replace);
  if (texts && texts->withheld > 0) out << ",\"sealed_texts_withheld\":" << texts->withheld;
  out << "}\n";
}

ExitCode run(Context& context, const Options& options) {
  if (options.last < 1 || options.last > 1'000'000)
    misused("--last is out of range", "give 1 to 1000000");
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  std::string id = options.id;
  Subject subject = find_subject(ledger, id);
  // Codes and operator ids are upper case; typed by hand they often are not.
  if (subject.is_unknown()) subject = find_subject(ledger, id = upper_case(id));
  // By any code of a unit: its trail stands under the first one.
  if (subject.unit) id = subject.unit->state.code;
  const auto entries = ledger.trail(id, static_cast<std::size_t>(options.last));
  if (!entries) {
    require_not_withheld(ledger);
    not_found("no entry is about " + shown(options.id),
              "look for a slip in it; a unit has its code, a lot is OPERATOR/NO");
  }
  std::optional<SealedTexts> texts;
  if (options.notes) texts = sealed_texts(ledger, *entries);
  const ExitCode code = texts && any_wrong(texts->shown) ? ExitCode::damage : ExitCode::ok;
  const std::vector<std::string> names = names_of(subject, id);
  std::optional<UnitEnd> end;
  if (subject.unit) end = find_end(*subject.unit, *entries, names);
  if (context.globals.json) {
    write_json(context, subject, id, end,
               subject.lot ? ledger.operators() : std::vector<ledger::OperatorState>(), *entries,
               doubtful_entries(ledger, *entries), texts);
    return code;
  }
  const Language language = options.language == "zh" ? Language::zh : Language::en;
  write_subject(context.streams.out, subject, end, language);
  context.streams.out << '\n';
  write_entries(context, ledger, *entries, names, language);
  for (const ledger::Index index : doubtful_entries(ledger, *entries))
    context.streams.out << (language == Language::zh
                                ? "存疑：记录 " + grouped(index) + " 的签名密钥自此前起不再可信\n"
                                : "doubtful: entry " + grouped(index) +
                                      " is signed with a key no longer trusted then\n");
  if (texts) write_sealed_texts(context.streams.out, *texts, language);
  if (entries->size() == static_cast<std::size_t>(options.last))
    context.streams.err << "There may be earlier entries; --last N shows more.\n";
  return code;
}

}  // namespace

Command trail_command() {
  return {.name = "trail",
          .summary = "everything recorded about a battery, a lot or an operator",
          .details =
              "Oldest first. With --json the entries are given whole, with their hashes.\n"
              "A sealed text is shown only when it is the one that was sealed (else exit 6). "
              "Through a\n"
              "service only who sealed it and regulators are shown it.",
          .examples = {"celltrail trail 04QPE76836300JBC40000903",
                       "celltrail trail 04QPE76836300JBC40000903 --notes",
                       "celltrail trail VATTEST1/BM-12 --lang zh"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
