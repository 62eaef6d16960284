#include "ledger/mirror.hpp"

#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/client/url_source.hpp"
#include "cli/commands/all.hpp"
#include "cli/input_file.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/server_at.hpp"
#include "cli/text.hpp"
#include "ledger/verify.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using ledger::MirrorOutcome;
using ledger::MirrorReport;
using nlohmann::json;

struct Options {
  std::string source, directory;
  std::optional<std::string> policy, identity;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"SOURCE", "", "a URL: a service, or any server of C2SP tiles; or a directory of them",
           &options.source, true},
          {"DIR", "", "the mirror: absent the first time", &options.directory, true},
          {"--policy", "FILE", "whom you trust (C2SP tlog-policy)", &options.policy},
          {"--identity", "HASH", "the leaf hash of entry 0, asked of somebody you trust",
           &options.identity}};
}

/// Beside the mirror and not in it: it outlives a mirror that is thrown away.
fs::path evidence_folder(const fs::path& directory) {
  const fs::path whole = fs::absolute(directory).lexically_normal();
  const fs::path named = whole.has_filename() ? whole : whole.parent_path();
  return named.parent_path() / (named.filename().string() + "-evidence");
}

struct Told {
  const char* name;
  ExitCode exit;
  const char* sentence;
};

Told told(MirrorOutcome outcome) {
  switch (outcome) {
    case MirrorOutcome::grown:
      return {"grown", ExitCode::ok, "OK: the mirror has grown"};
    case MirrorOutcome::unchanged:
      return {"unchanged", ExitCode::ok, "OK: nothing new"};
    case MirrorOutcome::fork:
      return {"fork", ExitCode::damage,
              "FORK: the ledger signed two histories; tell everybody who relies on it"};
    case MirrorOutcome::rollback:
      return {"rollback", ExitCode::damage,
              "ROLLBACK: the source shows an earlier state than it has shown before"};
    case MirrorOutcome::broken_rule:
      return {"broken_rule", ExitCode::damage,
              "BROKEN RULE: the ledger signed an entry that its rules do not allow"};
    case MirrorOutcome::wrong_bytes:
      return {"wrong_bytes", ExitCode::damage,
              "WRONG BYTES: the source is not what its signed head covers"};
    case MirrorOutcome::untrusted:
      return {"untrusted", ExitCode::not_allowed,
              "NOT TRUSTED: the source's head is not one of this ledger"};
    case MirrorOutcome::newer:
      break;
  }
  return {"newer", ExitCode::partly_done,
          "NOT FINISHED: a newer celltrail is needed for what the source has"};
}

void write_json(std::ostream& out, const MirrorReport& report) {
  json answer{{"ok", told(report.outcome).exit == ExitCode::ok},
              {"outcome", told(report.outcome).name},
              {"origin", report.origin},
              {"identity", base64(report.identity)},
              {"before", report.before},
              {"size", report.size},
              {"root", base64(report.root)}};
  if (report.entry >= 0) answer["entry"] = report.entry;
  if (!report.found.empty()) {
    answer["expected"] = report.expected;
    answer["found"] = report.found;
  }
  for (const fs::path& file : report.evidence) answer["evidence"].push_back(file.string());
  out << answer.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
}

void write_text(std::ostream& out, const MirrorReport& report) {
  out << told(report.outcome).sentence << '\n';
  if (report.entry >= 0) out << "  entry:    " << grouped(report.entry) << '\n';
  if (!report.found.empty())
    out << "  expected: " << report.expected << "\n  found:    " << report.found << '\n';
  for (const fs::path& file : report.evidence) out << "  evidence: " << file.string() << '\n';
  if (report.size == 0) {
    out << "  nothing is kept\n";
    return;
  }
  out << "identity  " << base64(report.identity) << '\n' << "entries   " << grouped(report.size);
  if (report.size > report.before) out << ", " << grouped(report.size - report.before) << " new";
  out << "\nroot      " << base64(report.root) << '\n';
}

ExitCode run(Context& context, const Options& options) {
  ledger::MirrorOptions how;
  how.evidence = evidence_folder(options.directory);
  if (options.policy) how.policy = read_file(*options.policy, "the policy");
  if (options.identity) {
    how.identity = ledger::read_identity(*options.identity);
    if (!how.identity)
      misused("--identity " + shown(*options.identity) + " is no hash",
              "give the 44 characters that `celltrail checkpoint --json` of the ledger prints");
  }
  const bool is_remote = is_url(options.source);
  if (!is_remote && !fs::is_directory(options.source))
    not_found("there is no directory " + options.source,
              "name the URL of a service, or a directory that `celltrail export DIR --format "
              "tiles` made");
  const bool is_first = !fs::exists(options.directory) || fs::is_empty(options.directory);
  if (is_first && !how.identity && !how.policy)
    misused("nothing says which ledger this is to be",
            "add --identity HASH or --policy FILE, from somebody you trust: `celltrail checkpoint "
            "--json` of the ledger prints its identity");
  const auto source = is_remote ? api::client::url_source(server_client(context, options.source))
                                : ledger::directory_source(options.source);
  ProgressLine progress(context, "mirror");
  const MirrorReport report =
      ledger::mirror_ledger(*source, options.directory, how, progress.teller());
  progress.clear();
  if (context.globals.json)
    write_json(context.streams.out, report);
  else
    write_text(context.streams.out, report);
  return told(report.outcome).exit;
}

}  // namespace

Command mirror_command() {
  return {
      .name = "mirror",
      .summary = "copy a ledger, verifying everything before it is kept",
      .details =
          "Replays every rule and sum, and holds each new head against the last one. A fork,\n"
          "a rollback or a broken rule is refused (exit 6) and kept as evidence in DIR-evidence,\n"
          "for `celltrail verify`. The mirror is read like a ledger: audit, report, trail.",
      .examples = {"celltrail mirror https://ledger.example copy --identity HASH",
                   "celltrail mirror tiles-of-the-ledger copy --identity HASH",
                   "celltrail report 2024 --ledger copy"},
      .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
