#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/exchange/complaint.hpp"

namespace ledger::exchange {

struct CsvRow {
  std::int64_t number{};  ///< as a spreadsheet counts: a quoted line break starts no new row
  std::vector<std::string> cells;
};

/// Something in the text of the file that is not CSV (RFC 4180).
struct CsvFlaw {
  std::int64_t row{}, column{};  ///< column 0: the whole row
  Complaint complaint;
};

/// Comma, semicolon or tab: what stands most often in the header row outside quotes.
[[nodiscard]] char find_separator(std::string_view text);

/// Cuts a text into rows and cells, one row at a time. Rows end in LF, CRLF or CR. No row, cell or
/// number of cells beyond the limits of csv.hpp is ever kept.
class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// The next row; false at the end, or where the file cannot be followed any further.
  [[nodiscard]] bool next(CsvRow& row);
  /// What was wrong with the row read last, and why reading ended.
  [[nodiscard]] const std::vector<CsvFlaw>& flaws() const { return flaws_; }
  /// The row read last as it stands in the text, with its line end.
  [[nodiscard]] std::string_view raw() const { return text_.substr(row_start_, at_ - row_start_); }
  /// From the row that ended the reading to the end of the text; empty at a good end.
  [[nodiscard]] std::string_view unread() const {
    return is_stopped_ ? text_.substr(row_start_) : std::string_view();
  }

 private:
  enum class State : std::uint8_t { cell_start, plain, quoted, after_quote };

  bool take(char c, CsvRow& row);
  bool take_in_quotes(char c);
  bool take_after_quote(char c, CsvRow& row);
  bool take_outside(char c, CsvRow& row);
  bool end_cell(CsvRow& row);
  bool keep(char c);
  bool is_row_end(char c) const { return c == '\n' || c == '\r'; }
  bool stop(std::string_view code, std::string message, std::string_view hint);
  void note(std::string_view code, std::string_view message, std::string_view hint);
  [[nodiscard]] std::int64_t column(const CsvRow& row) const {
    return static_cast<std::int64_t>(row.cells.size()) + 1;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::int64_t rows_ = 0, line_ = 1, column_ = 1, quote_line_ = 0;
  std::size_t row_start_ = 0;
  std::string cell_;
  State state_ = State::cell_start;
  bool is_stopped_ = false;
  std::vector<CsvFlaw> flaws_;
};

}  // namespace ledger::exchange
