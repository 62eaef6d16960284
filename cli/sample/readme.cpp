#include "cli/sample/readme.hpp"

#include <fmt/format.h>

namespace cli::sample {
namespace {

constexpr std::string_view text = R"(# A made-up year of used batteries

Year {year}, seed {seed}: {batteries} packs retired ({tonnes} t), {operators} operators,
{events} events in `operators.jsonl` and {files} files `events-NNNN.jsonl`. The same seed gives the
same bytes.

**Nothing here is real.** Companies, credit codes (administrative code 999999, which no place has),
battery codes, vehicle numbers and customers are made up. The keys under `keys/` follow from the
seed, are not encrypted, and must never sign anything that matters.

Some of it is meant to be found: vehicles without their battery, loads that weigh less than was
sent, labels of another chemistry, packs lost on the way, dispatches reported late.

## What it rests on

{source}
- Pack masses and energies without a table: LFP 100 to 118 Wh/kg, NCM 125 to 151 Wh/kg, the retired
  Chinese fleet of the same data set.
- Powder share, element contents and recovery rates: stoichiometry and the industry norms of 2024
  (Li at least 90 %, Ni, Co and Mn at least 98 %).
- The target of 260,000 t for 2024: MIIT press conference 2024-02, quoted by AskCI.

## How to record it

    celltrail init LEDGER --origin sample.example/celltrail \
        --authority {authority} --name '{authority_name}' \
        --authority-key-file keys/authority.key
    celltrail record operators.jsonl events-*.jsonl \
        --keys keys --openings openings.jsonl --ledger LEDGER
    celltrail report {year} --ledger LEDGER

Files are recorded in the order of their names, `operators.jsonl` first. `openings.jsonl` holds the
texts whose hashes stand in the events' `sealed`. `authority` holds the authority's id.
)";

constexpr std::string_view by_share =
    R"(- Shares of provinces (2023) and of chemistries: Tian, Peng et al. (2025), "Reducing the
  environmental impacts of battery recycling through spatial and technological alignment", data set
  of retired LFP and NCM batteries, base scenario, CC BY 4.0. A model's figures, not measurements.)";

constexpr std::string_view by_table =
    R"(- Retired mass by city and chemistry: the table `{}`, rows of {}; each city's packs
  sum to its rows to the gram. The table's own source says what its figures are; where they are a
  model's, so is everything here.)";

}  // namespace

std::string readme(const Options& options, const Summary& summary) {
  const std::string source =
      options.table ? fmt::format(by_table, options.table->filename().string(), options.year)
                    : std::string(by_share);
  return fmt::format(
      text, fmt::arg("year", options.year), fmt::arg("seed", options.seed),
      fmt::arg("batteries", summary.batteries), fmt::arg("tonnes", summary.retired_g / 1'000'000),
      fmt::arg("operators", summary.operators), fmt::arg("events", summary.events),
      fmt::arg("files", summary.files), fmt::arg("source", source),
      fmt::arg("authority", summary.authority), fmt::arg("authority_name", summary.authority_name));
}

}  // namespace cli::sample
