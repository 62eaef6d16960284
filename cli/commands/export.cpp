#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

struct Options {
  std::string directory, format = "jsonl";
};

std::vector<Parameter> parameters(Options& options) {
  return {{"DIR", "", "a directory that is absent or empty", &options.directory, true},
          {"--format", "NAME", "what to write", &options.format, false, {"jsonl"}}};
}

ExitCode run(Context& context, const Options& options) {
  const ledger::Ledger ledger = open_ledger(context, ledger::Ledger::Access::read);
  {
    ProgressLine progress(context, "export");
    ledger.export_jsonl(options.directory, progress.teller());
  }
  const ledger::LedgerInfo info = ledger.info();
  if (context.globals.json)
    context.streams.out << nlohmann::json{{"directory", options.directory},
                                          {"size", info.size},
                                          {"root", base64(info.root)}}
                               .dump()
                        << '\n';
  else
    context.streams.out << counted(info.size, "entry", "entries") << " written to "
                        << options.directory << "\nroot " << base64(info.root) << '\n';
  return ExitCode::ok;
}

}  // namespace

Command export_command() {
  return {.name = "export",
          .summary = "every entry and the checkpoint as files that anybody can check",
          .details = "",
          .examples = {"celltrail export copy-of-the-ledger --format jsonl"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
