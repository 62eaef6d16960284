#include <filesystem>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "tests/bench/course.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

std::string load_average() {
  std::ifstream in("/proc/loadavg");
  std::string one, five;
  in >> one >> five;
  return one + " (1 min), " + five + " (5 min)";
}

void write_json(const Options& options, const std::vector<Line>& lines) {
  if (options.json_file.empty()) return;
  json all = json::array();
  for (const Line& line : lines) all.push_back(as_json(line));
  std::ofstream(options.json_file) << all.dump(2) << '\n';
}

void measure(const Options& options) {
  const std::string load_before = load_average();
  std::vector<Line> lines;
  for (const std::int64_t entries : options.entries) {
    for (const std::string& stream : options.streams) {
      // Its figure is an event's: one size says it.
      if (stream == "single" && entries != options.entries.front()) continue;
      run_course(options, stream, entries, lines);
    }
    write_json(options, lines);
  }
  std::cout << as_table(lines) << "\nLoad average before " << load_before << ", after "
            << load_average() << ".\n";
}

int main(int argc, char** argv) {
  Options options;
  options.directory = (fs::temp_directory_path() / "celltrail-bench").string();
  CLI::App app("Measures the ledger beside what limits it, in one run on this machine.");
  app.add_option("--entries", options.entries, "sizes, e.g. 100000,1000000")->delimiter(',');
  app.add_option("--streams", options.streams, "plain, single (plain, one event a batch), sample")
      ->delimiter(',')
      ->check(CLI::IsMember({"plain", "single", "sample"}));
  app.add_option("--repeat", options.repeat, "imports and loads of each; the best counts")
      ->check(CLI::Range(1, 20));
  app.add_option("--dir", options.directory,
                 "where the files go, a disk of the kind to be measured");
  app.add_option("--json", options.json_file, "the figures as JSON as well");
  app.add_flag("--quick", options.quick, "20,000 entries, once");
  app.add_flag("--without-reading", options.without_reading, "no audit, trails, reports");
  app.add_flag("--without-rivals", options.without_rivals, "only the ledger itself");
  CLI11_PARSE(app, argc, argv);
  if (options.quick) {
    options.entries = {20'000};
    options.repeat = 1;
  }
  try {
    measure(options);
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  return bench::main(argc, argv);
}
