#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "ledger/csv.hpp"
#include "ledger/exchange/csv_reader.hpp"
#include "ledger/exchange/header.hpp"

namespace ledger::exchange {

/// What all rows of a file have in common.
struct Sheet {
  const Table& table;
  const std::vector<Column>& columns;
  const CsvOptions& options;
  char separator = ',';
};

/// The cell of a row in a column; empty where the row is short.
[[nodiscard]] std::string_view cell_of(const CsvRow& row, const Column& column);

/// Makes the event that rows (of one event id, at least one) describe, or says everything that is
/// wrong with them.
[[nodiscard]] std::variant<CsvEvent, std::vector<CsvProblem>> assemble(
    const Sheet& sheet, const std::vector<CsvRow>& rows);

}  // namespace ledger::exchange
