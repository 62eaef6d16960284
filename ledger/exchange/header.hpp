#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/csv.hpp"
#include "ledger/exchange/csv_reader.hpp"
#include "ledger/exchange/scale.hpp"
#include "ledger/exchange/table.hpp"

namespace ledger::exchange {

/// What a column of a file is for.
struct Column {
  enum class Use : std::uint8_t {
    unused,
    type,
    operator_id,
    line,
    event_field,
    line_field,
    passed_over  ///< why the row was refused before
  };
  Use use = Use::unused;
  std::int64_t number{};  ///< from 1
  std::string header;     ///< as it stands in the file
  std::string field;      ///< the header of the table that it means
  Scale scale;            ///< of a number; no unit where it has none
};

/// The header row of a file, understood.
struct Header {
  std::vector<Column> columns;
  std::vector<CsvProblem> problems;
};

/// The number of the column that a header without a unit, as `type`, names; 0 without one.
[[nodiscard]] std::int64_t find_named_column(const CsvRow& row, std::string_view header);

/// Understands every header of a table, or says what is wrong with it: unknown, twice, without a
/// unit, missing.
[[nodiscard]] Header read_header(const CsvRow& row, const Table& table);

[[nodiscard]] const Column* find_column(const std::vector<Column>& columns, std::string_view field);

}  // namespace ledger::exchange
