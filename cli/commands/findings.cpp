#include <deque>
#include <map>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/client/remote_ledger.hpp"
#include "api/wire/views.hpp"
#include "cli/commands/all.hpp"
#include "cli/event_words.hpp"
#include "cli/finding_words.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Finding;
using ledger::Language;
using ledger::LedgerReader;
using nlohmann::json;

struct Options {
  std::optional<std::int64_t> year;
  std::optional<std::string> rule, company;
  std::string language = "en";
};

std::vector<Parameter> parameters(Options& options) {
  std::vector<std::string> names;
  for (const FindingWords& words : finding_words()) names.emplace_back(words.name);
  return {
      {"--year", "YEAR", "only those of events of that year", &options.year},
      {"--rule", "NAME", "only those of that kind", &options.rule, false, std::move(names)},
      {"--operator", "ID", "only those of events that this operator reported", &options.company},
      {"--lang", "LANG", "of headings and meanings", &options.language, false, {"en", "zh"}}};
}

struct Line {
  Finding finding;
  std::string company, at;
};

/// Reads the findings asked for one after the other, each with the entry it was raised by.
class Lines {
 public:
  Lines(const LedgerReader& ledger, const Options& options) : ledger_(ledger), options_(options) {}

  void each(const std::function<bool(const Line&)>& take) {
    if (const auto* remote = dynamic_cast<const api::client::RemoteLedger*>(&ledger_))
      return remote->each_finding_by(0, [&](const api::client::FoundBy& found) {
        line_ = {found.finding, found.operator_id, found.at};
        return !is_of_kind(found.finding) || give(take);
      });
    ledger_.each_finding(0, [&](const Finding& finding) {
      if (!is_of_kind(finding)) return true;
      read(finding);
      return give(take);
    });
  }

 private:
  [[nodiscard]] bool is_of_kind(const Finding& finding) const {
    return (!options_.year || finding.year == *options_.year) &&
           (!options_.rule || finding.name == *options_.rule);
  }
  [[nodiscard]] bool give(const std::function<bool(const Line&)>& take) const {
    return (options_.company && line_.company != *options_.company) || take(line_);
  }

  /// Several findings of one entry read it once.
  void read(const Finding& finding) {
    const bool is_read = line_.finding.entry == finding.entry && !line_.company.empty();
    line_.finding = finding;
    if (is_read) return;
    const auto entry = ledger_.entry(finding.entry);
    if (!entry)
      throw ledger::Damage("reading the findings: entry " + std::to_string(finding.entry) +
                           " is gone; run `celltrail audit`");
    line_.company = entry->batch.head.operator_id;
    line_.at = json::parse(entry->event).at("at").get<std::string>();
  }

  const LedgerReader& ledger_;
  const Options& options_;
  Line line_;
};

void write_json(Context& context, Lines lines, Language language) {
  lines.each([&](const Line& line) {
    json said = api::wire::view(line.finding, line.company, line.at);
    said["meaning"] = finding_meaning(line.finding.name, language);
    context.streams.out << said.dump() << '\n';
    return context.streams.out.good();
  });
}

void write_rows(Context& context, const std::deque<Line>& rows, Language l) {
  Table table({{word("index", l), Table::Align::right},
               {word("at", l)},
               {word("finding", l)},
               {word("operator", l)},
               {word("about", l)}});
  for (const Line& row : rows)
    table.add(
        {grouped(row.finding.entry), row.at, row.finding.name, row.company, row.finding.subject});
  table.write(context.streams.out, context.environment.columns);
}

void write_text(Context& context, Lines lines, Language language) {
  constexpr std::size_t shown_max = 1000;
  std::deque<Line> newest;
  std::map<std::string, std::int64_t> counts;
  std::int64_t count = 0;
  lines.each([&](const Line& line) {
    ++count;
    ++counts[line.finding.name];
    newest.push_back(line);
    if (newest.size() > shown_max) newest.pop_front();
    return true;
  });
  std::ostream& out = context.streams.out;
  if (count > 0) {
    write_rows(context, newest, language);
    out << '\n';
  }
  out << (language == Language::zh ? grouped(count) + " 条疑点"
                                   : counted(count, "finding", "findings"))
      << '\n';
  for (const auto& [name, of_this_kind] : counts)
    out << "  " << name << " (" << grouped(of_this_kind) << "): " << finding_meaning(name, language)
        << '\n';
  if (count > static_cast<std::int64_t>(shown_max))
    context.streams.err << "Only the newest " << grouped(shown_max)
                        << " are shown; --json gives all of them.\n";
}

ExitCode run(Context& context, const Options& options) {
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  if (options.company && !ledger.find_operator(*options.company))
    not_found("no entry names an operator " + shown(*options.company),
              "`celltrail operator list` lists those known");
  const Language language = options.language == "zh" ? Language::zh : Language::en;
  if (context.globals.json)
    write_json(context, Lines(ledger, options), language);
  else
    write_text(context, Lines(ledger, options), language);
  return ExitCode::ok;
}

}  // namespace

Command findings_command() {
  return {.name = "findings",
          .summary = "what was lawful to record but somebody should look at",
          .details =
              "Newest last, and what each kind means. `celltrail trail` of what a finding is\n"
              "about shows the rest. With --json: one object a line.",
          .examples = {"celltrail findings --year 2024",
                       "celltrail findings --rule received_mass_differs --operator VATTEST1"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
