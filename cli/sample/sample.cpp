#include "cli/sample/sample.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/sample/readme.hpp"
#include "cli/sample/world.hpp"
#include "ledger/result.hpp"

namespace cli::sample {
namespace {

namespace fs = std::filesystem;

// Battery codes count years from 2011 to 2040, and a pack is some years old when it is retired.
constexpr int first_year = 2018, last_year = 2040;
constexpr std::int64_t batteries_max = 100'000'000;

void check(const Options& options) {
  if (options.year < first_year || options.year > last_year)
    throw ledger::Failure(fmt::format("making a sample: the year is {}, expected {} to {}",
                                      options.year, first_year, last_year));
  if (!options.table && (options.batteries < 1 || options.batteries > batteries_max))
    throw ledger::Failure(
        fmt::format("making a sample: the number of batteries is {}, expected 1 "
                    "to {}",
                    options.batteries, batteries_max));
}

void make_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error || !fs::is_directory(directory))
    throw ledger::Failure(fmt::format("making a sample: the directory {} could not be made: {}",
                                      directory.string(), error.message()));
  if (!fs::is_empty(directory))
    throw ledger::Failure(
        fmt::format("making a sample: the directory {} is not empty; name an "
                    "empty or a new one",
                    directory.string()));
  fs::create_directory(directory / "keys");
  fs::permissions(directory / "keys", fs::perms::owner_all);
}

void run_month(World& world, Cluster& cluster, const Round& round) {
  retire_and_send(world, cluster, round);
  other_sources(world, cluster, round);
  collect(world, cluster, round);
  forward(world, cluster, round);
  recycle(world, cluster, round);
  repurpose_and_deliver(world, cluster, round);
  receive_black_mass(world, cluster, round);
}

std::int64_t expected_batteries(const World& world) {
  std::int64_t grams = 0;
  for (const Cluster& cluster : world.clusters)
    for (const Dismantler& each : cluster.dismantlers) grams += each.supply.expected_g();
  return std::max<std::int64_t>(grams / mean_pack_g, 1);
}

void run_year(World& world, const Progress& progress) {
  const std::int64_t expected = expected_batteries(world);
  for (Cluster& cluster : world.clusters) bring_in_opening_stock(world, cluster);
  for (int month = 0; month <= 12; ++month) {
    const int year = world.options.year + month / 12;
    const Round round{month, day_number(year, month % 12 + 1, 1)};
    for (Cluster& cluster : world.clusters) {
      run_month(world, cluster, round);
      if (progress) progress(std::min(world.batteries, expected), expected);
    }
    govern(world, round);
  }
  if (progress) progress(world.batteries, world.batteries);
}

}  // namespace

Summary write_sample(const Options& options, const Progress& progress) {
  check(options);
  // The table is read before anything is written: a mistake in it leaves nothing behind.
  std::vector<TableRow> rows;
  if (options.table) rows = read_table(*options.table, options.year);
  make_directory(options.directory);
  Recorder recorder(options.directory, options.seed);
  World world{options, recorder, {}, {}, nullptr, nullptr, nullptr, {}, {}, 0, 0};
  make_companies(world, rows);
  write_enrolments(world);
  recorder.events().start_histories();
  run_year(world, progress);

  Summary summary;
  summary.events = recorder.events().lines();
  summary.batteries = world.batteries;
  summary.operators = static_cast<std::int64_t>(world.operators.size());
  summary.retired_g = world.retired_g;
  summary.openings = recorder.openings();
  summary.files = recorder.events().files();
  summary.authority = world.authority->id;
  summary.authority_name = world.authority->name;
  recorder.close();
  write_text(options.directory / "authority", summary.authority);
  write_text(options.directory / "README.md", readme(options, summary));
  return summary;
}

}  // namespace cli::sample
