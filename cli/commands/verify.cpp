#include "ledger/verify.hpp"

#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/input_file.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/report_check.hpp"
#include "cli/server_at.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Outcome;
using ledger::Verdict;
using nlohmann::json;

struct Options {
  std::string file;
  std::optional<std::string> policy, identity, entry, other;
};

std::vector<Parameter> parameters(Options& options) {
  return {
      {"FILE", "",
       "a receipt, tlog-proof, trail bundle, checkpoint, consistency file, evidence or report, or "
       "the URL of one",
       &options.file, true},
      {"--policy", "FILE", "whom you trust (C2SP tlog-policy)", &options.policy},
      {"--identity", "HASH", "the identity of the ledger that you mean", &options.identity},
      {"--entry", "FILE", "the bytes that a tlog-proof is about, if not beside it", &options.entry},
      {"--with", "FILE", "another file of the same ledger to hold it against", &options.other}};
}

std::optional<ledger::Hash> read_identity(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const auto hash = ledger::read_identity(*text);
  if (!hash)
    misused("--identity " + shown(*text) + " is no hash",
            "give the 44 characters that `celltrail init` or `celltrail checkpoint --json` prints");
  return hash;
}

/// FILE.entry beside FILE.tlog-proof.
std::optional<std::string> read_entry(const Options& options) {
  if (options.entry) return read_file(*options.entry, "the entry");
  const std::filesystem::path file = options.file;
  if (file.extension() != ".tlog-proof") return std::nullopt;
  const std::string beside = std::filesystem::path(file).replace_extension(".entry").string();
  if (!std::filesystem::is_regular_file(beside)) return std::nullopt;
  return read_file(beside, "the entry");
}

std::optional<std::string> read_if(const std::optional<std::string>& file, const char* what) {
  if (!file) return std::nullopt;
  return read_file(*file, what);
}

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return *text;
}

Verdict judge_report(Context& context, const StatedReport& stated,
                     const std::optional<ledger::Hash>& identity) {
  const auto opened = open_ledger(context, Access::read);
  const ledger::LedgerReader& ledger = *opened;
  ProgressLine progress(context, "replay");
  Verdict verdict = check_report(stated, ledger, progress.teller());
  progress.clear();
  if (verdict.outcome != Outcome::proven || !identity || *identity == *verdict.identity)
    return verdict;
  Verdict other;
  other.outcome = Outcome::not_trusted;
  other.sentence = "NOT PROVEN: this is another ledger than the one you mean";
  other.found = "identity " + base64(*verdict.identity);
  other.expected = "identity " + base64(*identity);
  return other;
}

Verdict judge(Context& context, const Options& options) {
  const std::string file = is_url(options.file) ? fetch_file(context, options.file)
                                                : read_file(options.file, "the file");
  const auto identity = read_identity(options.identity);
  if (const auto stated = read_report(file)) return judge_report(context, *stated, identity);
  const auto policy = read_if(options.policy, "the policy");
  const auto other = read_if(options.other, "the other file");
  const auto entry = read_entry(options);
  return ledger::verify_proof({file, view_of(entry), view_of(other), view_of(policy), identity});
}

ExitCode exit_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::proven:
      return ExitCode::ok;
    case Outcome::not_trusted:
      return ExitCode::not_allowed;
    case Outcome::wrong:
      return ExitCode::damage;
    case Outcome::not_judged:
      return ExitCode::usage;
  }
  return ExitCode::unexpected;
}

/// Sentences quote what a file says of itself, and a file may say anything.
std::string printable(std::string text) {
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

void write_line(std::ostream& out, const char* label, const std::string& value) {
  if (!value.empty()) out << "  " << label << printable(value) << '\n';
}

void write_head(std::ostream& out, const Verdict& verdict) {
  if (verdict.size < 0) return;
  write_line(out, "ledger:       ", verdict.origin);
  if (verdict.identity) write_line(out, "identity:     ", base64(*verdict.identity));
  write_line(out, "head:         ",
             counted(verdict.size, "entry", "entries") + ", root " + base64(verdict.root));
  for (const std::string& witness : verdict.witnesses) write_line(out, "cosigned by:  ", witness);
}

void write_entries(Context& context, const Verdict& verdict) {
  if (verdict.entries.empty()) return;
  Table table({{"index", Table::Align::right}, {"at"}, {"event"}, {"operator"}, {"id"}});
  for (const ledger::ShownEntry& entry : verdict.entries) {
    const json event = json::parse(entry.bytes).at("event");
    table.add({grouped(entry.index), event.at("at").get<std::string>(),
               event.at("type").get<std::string>(), event.at("operator").get<std::string>(),
               event.at("id").get<std::string>()});
  }
  context.streams.out << '\n';
  table.write(context.streams.out, context.environment.columns);
}

void write_text(Context& context, const Verdict& verdict) {
  std::ostream& out = context.streams.out;
  out << printable(verdict.sentence) << '\n';
  write_line(out, "found:        ", verdict.found);
  write_line(out, "expected:     ", verdict.expected);
  write_line(out, "next:         ", verdict.hint);
  write_head(out, verdict);
  for (const std::string& what : verdict.not_checked) write_line(out, "not checked:  ", what);
  write_entries(context, verdict);
}

/// Entries go out as the bytes that their hashes cover.
void write_json(std::ostream& out, const Verdict& verdict) {
  json answer{{"outcome", ledger::text(verdict.outcome)},
              {"kind", ledger::text(verdict.kind)},
              {"sentence", verdict.sentence},
              {"found", verdict.found},
              {"expected", verdict.expected},
              {"hint", verdict.hint},
              {"not_checked", verdict.not_checked},
              {"witnesses", verdict.witnesses}};
  if (verdict.size >= 0) {
    answer["origin"] = verdict.origin;
    answer["size"] = verdict.size;
    answer["root"] = base64(verdict.root);
  }
  if (verdict.identity) answer["identity"] = base64(*verdict.identity);
  std::string text = answer.dump(-1, ' ', false, json::error_handler_t::replace);
  text.back() = ',';
  out << text << "\"entries\":[";
  for (const ledger::ShownEntry& entry : verdict.entries)
    out << (&entry == verdict.entries.data() ? "" : ",") << "{\"leaf\":\"" << base64(entry.leaf)
        << "\",\"entry\":" << entry.bytes << '}';
  out << "]}\n";
}

ExitCode run(Context& context, const Options& options) {
  const Verdict verdict = judge(context, options);
  if (verdict.outcome == Outcome::not_judged)
    return complain(
        context,
        {.exit = ExitCode::usage, .name = "usage", .what = verdict.sentence, .hint = verdict.hint});
  if (context.globals.json)
    write_json(context.streams.out, verdict);
  else
    write_text(context, verdict);
  return exit_code(verdict.outcome);
}

}  // namespace

Command verify_command() {
  return {.name = "verify",
          .summary = "whether a file proves what it says, offline and with no ledger at hand",
          .details =
              "Says in one sentence what is proven or what is wrong. Exit 0: proven. 4: a\n"
              "signature or your trust is missing. 6: it does not verify, or it proves that\n"
              "somebody cheated. 2: it cannot be judged. A report in JSON is computed again from\n"
              "the ledger that --ledger or --server names.",
          .examples = {"celltrail verify pack.trail --policy POLICY",
                       "celltrail verify pack.trail --identity G5Tx301dGT0w5/gWO9wPl3q/4hwU+Q/"
                       "KwxKbfZxFAKA=",
                       "celltrail verify 2024.json --ledger copy-of-the-ledger",
                       "celltrail verify https://ledger.example/checkpoint --policy POLICY"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
