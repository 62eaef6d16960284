#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/input_file.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct Options {
  std::int64_t since = 0;
  std::optional<std::string> checkpoint;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"--since", "INDEX", "bytes, links and signatures from this entry's batch on",
           &options.since},
          {"--checkpoint", "FILE",
           "a signed head kept earlier, or a receipt or proof that has one: it must lie in this "
           "ledger",
           &options.checkpoint}};
}

void write_json(std::ostream& out, const ledger::AuditReport& report) {
  json answer{{"ok", !report.damage && report.checked_up_to < 0},
              {"size", report.size},
              {"root", base64(report.root)},
              {"identity", base64(report.identity)},
              {"entries_checked", report.entries_checked},
              {"signatures_checked", report.signatures_checked},
              {"checkpoints_checked", report.checkpoints_checked},
              {"rows_compared", report.rows_compared},
              {"accounts_sum_g", report.accounts_sum_g},
              {"openings_checked", report.openings_checked}};
  if (!report.doubted_keys.empty())
    answer["doubtful"] = {{"entries", report.doubtful_entries}, {"keys", report.doubted_keys}};
  if (report.checked_up_to >= 0) answer["checked_up_to"] = report.checked_up_to;
  if (report.damage)
    answer["damage"] = {{"entry", report.damage->entry},
                        {"where", report.damage->where},
                        {"expected", report.damage->expected},
                        {"found", report.damage->found},
                        {"intact", report.damage->intact}};
  out << answer.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
}

void write_counts(std::ostream& out, const ledger::AuditReport& report) {
  out << "identity     " << base64(report.identity) << '\n'
      << "entries      " << grouped(report.entries_checked) << " re-read and re-hashed\n"
      << "signatures   " << grouped(report.signatures_checked) << " verified\n"
      << "checkpoints  " << grouped(report.checkpoints_checked) << " verified\n"
      << "derived      " << grouped(report.rows_compared) << " rows computed again and compared\n"
      << "accounts     add up to " << grouped(report.accounts_sum_g) << " g\n";
  if (report.openings_checked > 0)
    out << "sealed       " << counted(report.openings_checked, "text", "texts")
        << " held against their commitments\n";
  if (report.doubted_keys.empty()) return;
  out << "doubtful     " << counted(report.doubtful_entries, "entry", "entries")
      << " signed with keys no longer trusted:";
  for (const std::string& key : report.doubted_keys) out << ' ' << key;
  out << '\n';
}

/// The one sentence that nobody can take for its opposite.
void write_verdict(std::ostream& out, const ledger::AuditReport& report, std::int64_t since) {
  if (report.damage) {
    out << "DAMAGE: " << report.damage->where << " does not verify\n"
        << "  expected: " << report.damage->expected << '\n'
        << "  found:    " << report.damage->found << '\n'
        << "  intact:   " << report.damage->intact << '\n';
  } else if (report.checked_up_to >= 0) {
    out << "NOT FINISHED: intact up to entry " << grouped(report.checked_up_to)
        << "; a newer celltrail is needed for the " << grouped(report.size) << " entries in all\n";
  } else {
    out << "OK: " << counted(report.size, "entry", "entries") << ", root " << base64(report.root)
        << (since > 0 ? ", every rule and sum verified; bytes and signatures from entry " +
                            grouped(since) + " on\n"
                      : ", every byte, signature, rule and sum verified\n");
  }
}

/// Damage that leaves nothing to audit: no second audit would say more.
[[noreturn]] void unreadable(const ledger::Damage& damage) {
  throw Stop(Problem{.exit = ExitCode::damage,
                     .name = "damage",
                     .what = damage.what(),
                     .hint = "nothing of it can be audited: `celltrail restore BACKUP DIR` makes a "
                             "ledger from a backup; keep this one for whoever looks into it"});
}

ExitCode run(Context& context, const Options& options) {
  if (options.since < 0) misused("--since is out of range", "give the index of an entry, from 0");
  const auto directory = ledger_directory(
      context, "; from elsewhere `celltrail mirror URL DIR` judges all that a service has");
  std::optional<std::string> checkpoint;
  if (options.checkpoint) checkpoint = read_kept_head(*options.checkpoint);
  ProgressLine progress(context, "audit");
  ledger::AuditReport report;
  try {
    report = ledger::audit_ledger(directory, {options.since, checkpoint}, progress.teller());
  } catch (const ledger::Damage& damage) {
    progress.clear();
    unreadable(damage);
  }
  progress.clear();
  if (options.since >= report.size && options.since > 0)
    misused("--since " + std::to_string(options.since) + " lies beyond the last entry",
            "the ledger has " + counted(report.size, "entry", "entries") + ", counted from 0");
  if (context.globals.json) {
    write_json(context.streams.out, report);
  } else {
    write_counts(context.streams.out, report);
    write_verdict(context.streams.out, report, options.since);
  }
  if (report.damage) return ExitCode::damage;
  return report.checked_up_to >= 0 ? ExitCode::partly_done : ExitCode::ok;
}

}  // namespace

Command audit_command() {
  return {
      .name = "audit",
      .summary = "everything re-read, re-hashed, re-verified and replayed",
      .details =
          "Ends with OK, or names the first damage and what is still trustworthy\n"
          "(exit 6). Trusts no file of the ledger, only the rules and your checkpoint:\n"
          "a checkpoint, a receipt, a tlog-proof, a trail, a consistency file (the newer head).",
      .examples = {"celltrail audit", "celltrail audit --checkpoint kept-2024-12-31.txt",
                   "celltrail audit --checkpoint receipt-000000004127-3.json"},
      .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
