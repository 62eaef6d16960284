#include "ledger/csv.hpp"

#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

constexpr std::string_view recycler = "91990000MADEUP002A";

void demand_events(const CsvFile& file) {
  std::int64_t last_row = 0;
  for (const CsvEvent& event : file.events) {
    const auto read = read_canonical_event(event.json);
    require(read.has_value(), "a table gives canonical events");
    require(read->operator_id == recycler, "events of who reports");
    require(event.first_row > last_row && event.last_row >= event.first_row, "rows go on");
    require(event.last_row - event.first_row < static_cast<std::int64_t>(csv_event_rows_max),
            "an event keeps its limit of rows");
    require(read->sealed.size() == event.openings.size(), "each sealed cell has its opening");
    last_row = event.last_row;
  }
}

}  // namespace

bool fuzz::csv(std::string_view input) {
  const CsvFile file = read_csv(input, {std::string(recycler), &ledger_signer(), {}});
  demand_events(file);
  require(file.problems.size() <= csv_problems_max + 1, "problems keep their limit");
  for (const CsvProblem& problem : file.problems) {
    require(problem.row >= 0 && problem.column >= 0, "a problem has its place");
    require(!problem.code.empty() && !problem.message.empty(), "a problem says what it is");
  }
  return !file.events.empty() && file.problems.empty();
}
