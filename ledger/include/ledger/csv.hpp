#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/key.hpp"
#include "ledger/ledger.hpp"

namespace ledger {

/// Limits of a CSV file (docs/csv.md, "Limits"); looked at before anything is parsed.
inline constexpr std::size_t csv_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t csv_row_bytes_max = 64 * 1024;
inline constexpr std::size_t csv_cell_bytes_max = 16 * 1024;
inline constexpr std::size_t csv_columns_max = 256;
inline constexpr std::int64_t csv_rows_max = 200'000;
/// Rows of one event: no list of an event is longer.
inline constexpr std::size_t csv_event_rows_max = 1'100;
/// After this many problems reading stops: the rest of the file tells nothing new.
inline constexpr std::size_t csv_problems_max = 1'000;

struct CsvOptions {
  std::string operator_id;  ///< the company that reports, which will sign
  /// Makes the salts of sealed columns, `derive("celltrail/salt/v1/OPERATOR/EVENT ID/MEMBER")`, so
  /// that one file always gives the same commitments. Without it a sealed cell is a problem.
  const Signer* signer = nullptr;
  std::optional<std::string> encoding;  ///< "utf-8" or "gb18030"; found out strictly without
};

/// What has to be mended in the file. Rows and columns count from 1 as a spreadsheet shows them; 0
/// means the whole file, or the whole row.
struct CsvProblem {
  std::int64_t row{}, column{};
  std::string header;  ///< as it stands in the file
  std::string code;    ///< a stable name: of docs/csv.md, or of a refusal
  std::string message, hint;
};

/// Where a value of an event stood.
struct CsvCell {
  std::string pointer;  ///< JSON Pointer into the event
  std::int64_t row{}, column{};
};

struct CsvEvent {
  std::string json;  ///< canonical, as `read_event` accepts it
  std::int64_t first_row{}, last_row{};
  std::vector<SealedText> openings;
  std::vector<CsvCell> cells;
};

struct CsvFile {
  std::string type;      ///< of every event in the file; empty when it was not found
  std::string encoding;  ///< what the bytes were taken for; empty when they were neither
  std::vector<CsvEvent> events;
  std::vector<CsvProblem> problems;  ///< in order of rows
  std::vector<std::string> headers;  ///< of the columns, as they stand in the file
  std::int64_t left_out{};  ///< events with a problem, and rows that no event was made out of
};

/// Reads one of the tables of docs/csv.md. An event with a problem is left out, the others are
/// given: whether good events of a bad file are recorded is the caller's choice. The same bytes
/// and the same signer always give the same result. Threads: any.
[[nodiscard]] CsvFile read_csv(std::string_view bytes, const CsvOptions& options);

/// The cell of an event that a JSON Pointer leads to: of a list its first row, of a missing member
/// the row that misses it, with column 0.
[[nodiscard]] CsvCell csv_cell(const CsvEvent& event, std::string_view pointer);

/// Part of a table, as CSV in UTF-8 that `read_csv` reads again.
struct CsvRest {
  std::string header;  ///< its row, with LF
  std::string rows;
};

/// Everything of a file but the rows of `taken` events, each with its reason in a last column
/// `refusal` (未受理原因 in a Chinese table), which `read_csv` passes over. Rows that are no CSV
/// stand as they were: nothing is mended unseen. Empty when the bytes are no text.
[[nodiscard]] CsvRest csv_rest(std::string_view bytes, const CsvOptions& options,
                               const std::vector<CsvEvent>& taken,
                               const std::map<std::int64_t, std::string>& reasons);

}  // namespace ledger
