#include "ledger/backup.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

struct Options {
  std::string backup;
  bool with_ledger_key = false;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"BACKUP", "", "the directory to make", &options.backup, true},
          {"--with-ledger-key", "", "put the ledger's secret key into it, too",
           &options.with_ledger_key}};
}

ExitCode run(Context& context, const Options& options) {
  ProgressLine progress(context, "backup");
  const auto done = ledger::backup_ledger(
      ledger_directory(context,
                       "; from elsewhere `celltrail mirror URL DIR` makes a verified copy"),
      options.backup, options.with_ledger_key, progress.teller());
  progress.clear();
  if (context.globals.json) {
    context.streams.out << nlohmann::json{{"backup", options.backup},
                                          {"size", done.size},
                                          {"root", base64(done.root)},
                                          {"identity", base64(done.identity)},
                                          {"openings", done.has_openings},
                                          {"witnesses", done.has_witnesses},
                                          {"ledger_key", done.has_ledger_key}}
                               .dump()
                        << '\n';
    return ExitCode::ok;
  }
  context.streams.out << "OK: " << counted(done.size, "entry", "entries") << " in "
                      << options.backup << ", audited in full\nroot " << base64(done.root) << '\n';
  if (done.has_ledger_key)
    context.streams.err << "The backup holds the ledger's secret key: who has it can sign as the "
                           "ledger.\n";
  else
    context.streams.err << "The ledger's secret key is not in it; keep ledger.key elsewhere.\n";
  return ExitCode::ok;
}

}  // namespace

Command backup_command() {
  return {.name = "backup",
          .summary = "copy the ledger while it is written, and audit the copy",
          .details =
              "BACKUP becomes a directory with the database, the openings, the head, the signed\n"
              "checkpoint and the file `witnesses`. It is read and audited like a ledger (--ledger "
              "BACKUP), never written.\n"
              "The ledger's secret key stays out of it unless you ask for it.",
          .examples = {"celltrail backup /media/disk/ledger-2024-12-31"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
