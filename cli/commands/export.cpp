#include <filesystem>
#include <optional>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/client/url_source.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/server_at.hpp"
#include "cli/text.hpp"
#include "ledger/elsewhere.hpp"

namespace cli {
namespace {

struct Options {
  std::string directory, format = "jsonl";
};

std::vector<Parameter> parameters(Options& options) {
  return {{"DIR", "", "absent or empty; or what an earlier export of tiles made, to add to it",
           &options.directory, true},
          {"--format",
           "NAME",
           "jsonl (entries in one file) or tiles (C2SP tlog-tiles)",
           &options.format,
           false,
           {"jsonl", "tiles"}}};
}

/// What stands in the directory now.
struct Written {
  std::int64_t size{};
  ledger::Hash root{};
  std::optional<std::int64_t> files;  ///< of tiles, written this time
};

/// The same files out of what a service has, verified against its signed head.
Written write_fetched(Context& context, const std::string& server, const Options& options) {
  const auto opened = open_ledger(context, Access::read);
  const ledger::LedgerInfo info = opened->info();
  const ledger::Checkpoint head{info.size, info.root, info.checkpoint};
  const auto source = api::client::url_source(server_client(context, server));
  ProgressLine progress(context, "export");
  if (options.format == "tiles") {
    const auto done = ledger::export_tiles(*source, head, options.directory, progress.teller());
    return {done.size, done.root, done.files};
  }
  ledger::export_jsonl(*source, head, info.origin, options.directory, progress.teller());
  return {info.size, info.root, std::nullopt};
}

Written write(Context& context, const Options& options) {
  if (const auto server = named_server(context)) return write_fetched(context, *server, options);
  const ledger::Ledger ledger = open_directory(context, Access::read);
  ProgressLine progress(context, "export");
  if (options.format == "tiles") {
    const auto done = ledger.export_tiles(options.directory, progress.teller());
    return {done.size, done.root, done.files};
  }
  ledger.export_jsonl(options.directory, progress.teller());
  const ledger::LedgerInfo info = ledger.info();
  return {info.size, info.root, std::nullopt};
}

ExitCode run(Context& context, const Options& options) {
  std::error_code none;
  if (options.format == "jsonl" && std::filesystem::exists(options.directory) &&
      !std::filesystem::is_empty(options.directory, none))
    misused("exporting to " + options.directory + ": the directory is not empty",
            "name a directory that is absent or empty");
  const Written written = write(context, options);
  if (context.globals.json) {
    nlohmann::json answer{
        {"directory", options.directory}, {"size", written.size}, {"root", base64(written.root)}};
    if (written.files) answer["files"] = *written.files;
    context.streams.out << answer.dump() << '\n';
    return ExitCode::ok;
  }
  context.streams.out << counted(written.size, "entry", "entries") << " written to "
                      << options.directory;
  if (written.files)
    context.streams.out << ", " << counted(*written.files, "file", "files") << " new";
  context.streams.out << "\nroot " << base64(written.root) << '\n';
  return ExitCode::ok;
}

}  // namespace

Command export_command() {
  return {.name = "export",
          .summary = "every entry and the checkpoint as files that anybody can check",
          .details = "",
          .examples = {"celltrail export copy-of-the-ledger --format jsonl",
                       "celltrail export /srv/www/ledger --format tiles"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
