#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"

namespace cli {
namespace {

struct Options {};

std::vector<Parameter> parameters(Options&) {
  return {};
}

ExitCode run(Context& context, const Options&) {
  if (context.globals.json)
    context.streams.out
        << nlohmann::json{{"name", "celltrail"}, {"version", CELLTRAIL_VERSION}}.dump() << '\n';
  else
    context.streams.out << "celltrail " CELLTRAIL_VERSION "\n";
  return ExitCode::ok;
}

}  // namespace

Command version_command() {
  return {.name = "version",
          .summary = "the version of this program",
          .details = "",
          .examples = {"celltrail version", "celltrail version --json"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
