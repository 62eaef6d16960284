#include "cli/sample/sample.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"
#include "ledger/report.hpp"

namespace cli {
namespace {

struct Options {
  std::string directory;
  std::int64_t batteries = 1000, year = 2024, seed = 1;
  std::optional<std::string> table;
};

std::vector<Parameter> parameters(Options& options) {
  return {
      {"DIR", "", "a directory that is absent or empty", &options.directory, true},
      {"--batteries", "N", "packs that are retired (1000)", &options.batteries},
      {"--year", "Y", "when (2024)", &options.year},
      {"--seed", "S", "the same seed gives the same files (1)", &options.seed},
      {"--from", "TABLE", "a CSV of retired mass by city, instead of --batteries", &options.table}};
}

void check(const Options& options) {
  if (options.batteries < 1 || options.batteries > 100'000'000)
    misused("--batteries is out of range", "give 1 to 100000000");
  if (options.year < 2018 || options.year > 2040)
    misused("--year is out of range", "give 2018 to 2040");
  if (options.seed < 0) misused("--seed is out of range", "give 0 or more");
}

void say(Context& context, const Options& options, const sample::Summary& summary) {
  std::ostream& out = context.streams.out;
  if (context.globals.json) {
    out << nlohmann::json{{"directory", options.directory},
                          {"events", summary.events},
                          {"batteries", summary.batteries},
                          {"operators", summary.operators},
                          {"retired_g", summary.retired_g},
                          {"openings", summary.openings},
                          {"files", summary.files},
                          {"authority", summary.authority},
                          {"authority_name", summary.authority_name}}
               .dump()
        << '\n';
    return;
  }
  out << counted(summary.batteries, "made-up battery", "made-up batteries") << " ("
      << ledger::tonnes_text(summary.retired_g) << " t) of "
      << counted(summary.operators, "made-up company", "made-up companies") << ": "
      << counted(summary.events, "event", "events") << " in " << options.directory << '\n'
      << "Next: " << options.directory << "/README.md says how to record them\n";
}

ExitCode run(Context& context, const Options& options) {
  check(options);
  sample::Options wanted;
  wanted.directory = options.directory;
  wanted.batteries = options.batteries;
  wanted.year = static_cast<int>(options.year);
  wanted.seed = static_cast<std::uint64_t>(options.seed);
  if (options.table) wanted.table = *options.table;
  ProgressLine progress(context, "sample");
  const sample::Summary summary = sample::write_sample(wanted, progress.teller());
  progress.clear();
  say(context, options, summary);
  return ExitCode::ok;
}

}  // namespace

Command sample_command() {
  return {.name = "sample",
          .summary = "made-up companies, keys and events to try things with",
          .details = "",
          .examples = {"celltrail sample try-out --batteries 1000 --year 2024 --seed 1"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
