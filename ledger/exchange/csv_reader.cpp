#include "ledger/exchange/csv_reader.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "ledger/csv.hpp"

namespace ledger::exchange {
namespace {

constexpr std::string_view separators = ",;\t";
constexpr std::string_view quote_hint =
    "a cell with a quote, separator or line break in it stands in quotes, each quote in it twice";

}  // namespace

char find_separator(std::string_view text) {
  std::array<std::size_t, separators.size()> counts{};
  bool is_quoted = false;
  for (const char c : text.substr(0, csv_row_bytes_max)) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    // Blank rows may stand above the header.
    const bool has_found = counts != decltype(counts){};
    if ((c == '\n' || c == '\r') && has_found) break;
    const auto which = separators.find(c);
    if (which != std::string_view::npos) ++counts[which];
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < counts.size(); ++i)
    if (counts[i] > counts[best]) best = i;
  return separators[best];
}

bool CsvReader::next(CsvRow& row) {
  row.cells.clear();
  flaws_.clear();
  if (is_stopped_ || at_ == text_.size()) return false;
  row.number = ++rows_;
  row_start_ = at_;
  column_ = 1;
  state_ = State::cell_start;
  cell_.clear();
  if (rows_ > csv_rows_max)
    return stop("too_many_rows", fmt::format("the file has more than {} rows", csv_rows_max),
                "split it into several files, each with the header row");
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '\n' || (c == '\r' && !text_.substr(at_).starts_with('\n'))) ++line_;
    if (is_row_end(c) && state_ != State::quoted) {
      if (c == '\r' && text_.substr(at_).starts_with('\n')) ++at_, ++line_;
      return end_cell(row);
    }
    if (!take(c, row)) return false;
  }
  if (state_ == State::quoted)
    return stop("unclosed_quote",
                fmt::format("a quote opened on line {} of the file is never closed", quote_line_),
                quote_hint);
  return end_cell(row);
}

bool CsvReader::take(char c, CsvRow& row) {
  if (at_ - row_start_ > csv_row_bytes_max)
    return stop("row_too_long", fmt::format("the row has more than {} bytes", csv_row_bytes_max),
                "look for a quote that is not closed");
  switch (state_) {
    case State::quoted:
      return take_in_quotes(c);
    case State::after_quote:
      return take_after_quote(c, row);
    case State::cell_start:
    case State::plain:
      break;
  }
  return take_outside(c, row);
}

bool CsvReader::take_in_quotes(char c) {
  if (c != '"') return keep(c);
  state_ = State::after_quote;
  return true;
}

bool CsvReader::take_after_quote(char c, CsvRow& row) {
  if (c == '"') {
    state_ = State::quoted;
    return keep(c);
  }
  if (c == separator_) return end_cell(row);
  note("text_after_quote", "text stands behind the closing quote of a cell", quote_hint);
  state_ = State::plain;
  return keep(c);
}

bool CsvReader::take_outside(char c, CsvRow& row) {
  if (c == separator_) return end_cell(row);
  if (c == '"' && state_ == State::cell_start) {
    state_ = State::quoted;
    quote_line_ = line_;
    return true;
  }
  if (c == '"') note("stray_quote", "a quote stands inside a cell without quotes", quote_hint);
  if (c == '\0') note("not_csv", "a zero byte stands in the cell: is this a CSV file?", "");
  state_ = State::plain;
  return keep(c);
}

bool CsvReader::end_cell(CsvRow& row) {
  row.cells.push_back(std::move(cell_));
  cell_.clear();
  state_ = State::cell_start;
  if (row.cells.size() > csv_columns_max)
    return stop("too_many_columns", fmt::format("the row has more than {} cells", csv_columns_max),
                "delete the columns that are not of the table");
  column_ = column(row);
  return true;
}

bool CsvReader::keep(char c) {
  if (cell_.size() == csv_cell_bytes_max)
    return stop("cell_too_long", fmt::format("the cell has more than {} bytes", csv_cell_bytes_max),
                "look for a quote that is not closed");
  cell_.push_back(c);
  return true;
}

bool CsvReader::stop(std::string_view code, std::string message, std::string_view hint) {
  flaws_.push_back({rows_, column_, {std::string(code), std::move(message), std::string(hint)}});
  is_stopped_ = true;
  return false;
}

void CsvReader::note(std::string_view code, std::string_view message, std::string_view hint) {
  // One flaw a cell is enough.
  if (!flaws_.empty() && flaws_.back().column == column_) return;
  flaws_.push_back({rows_, column_, {std::string(code), std::string(message), std::string(hint)}});
}

}  // namespace ledger::exchange
