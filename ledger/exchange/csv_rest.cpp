#include <algorithm>
#include <utility>

#include "ledger/csv.hpp"
#include "ledger/exchange/csv_reader.hpp"
#include "ledger/exchange/header.hpp"
#include "ledger/exchange/normal_text.hpp"
#include "ledger/exchange/text_encoding.hpp"

namespace ledger {
namespace {

using exchange::CsvReader;
using exchange::CsvRow;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return exchange::folded(cell).empty(); });
}

bool is_ascii(const CsvRow& row) {
  for (const std::string& cell : row.cells)
    for (const char c : cell)
      if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

/// Cuts a file again and keeps what was not taken.
class Rest {
 public:
  Rest(std::string_view text, const std::vector<CsvEvent>& taken,
       const std::map<std::int64_t, std::string>& reasons)
      : taken_(taken),
        reasons_(reasons),
        separator_(exchange::find_separator(text)),
        reader_(text, separator_) {}

  CsvRest read() {
    CsvRow row;
    while (reader_.next(row)) {
      if (is_blank(row)) continue;
      if (rest_.header.empty())
        keep_header(row);
      else if (!is_taken(row.number))
        keep(row);
    }
    // Where the reading broke off nobody knows any more where a row ends.
    rest_.rows += reader_.unread();
    return std::move(rest_);
  }

 private:
  void keep_header(CsvRow& row) {
    const std::int64_t known = exchange::find_named_column(row, "refusal");
    has_column_ = known > 0;
    column_ = has_column_ ? static_cast<std::size_t>(known) - 1 : row.cells.size();
    if (!has_column_) row.cells.emplace_back(is_ascii(row) ? "refusal" : "未受理原因");
    write(row.cells, rest_.header);
  }

  void keep(CsvRow& row) {
    if (!reader_.flaws().empty()) return keep_as_it_was();
    const auto at = reasons_.find(row.number);
    const std::string reason = at == reasons_.end() ? std::string() : at->second;
    const bool is_there = has_column_ && row.cells.size() > column_;
    if (row.cells.size() < column_) row.cells.resize(column_);
    if (is_there)
      row.cells[column_] = reason;
    else
      // Not over a cell that stands there without a header.
      row.cells.insert(row.cells.begin() + static_cast<std::ptrdiff_t>(column_), reason);
    write(row.cells, rest_.rows);
  }

  void keep_as_it_was() {
    rest_.rows += reader_.raw();
    if (!rest_.rows.ends_with('\n')) rest_.rows.push_back('\n');
  }

  void write(const std::vector<std::string>& cells, std::string& out) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out.push_back(separator_);
      write_cell(cells[i], out);
    }
    out.push_back('\n');
  }

  void write_cell(const std::string& cell, std::string& out) const {
    if (cell.find_first_of("\"\r\n") == std::string::npos &&
        cell.find(separator_) == std::string::npos) {
      out += cell;
      return;
    }
    out.push_back('"');
    for (const char c : cell) {
      if (c == '"') out.push_back(c);
      out.push_back(c);
    }
    out.push_back('"');
  }

  [[nodiscard]] bool is_taken(std::int64_t row) {
    while (next_ < taken_.size() && taken_[next_].last_row < row) ++next_;
    return next_ < taken_.size() && taken_[next_].first_row <= row;
  }

  const std::vector<CsvEvent>& taken_;
  const std::map<std::int64_t, std::string>& reasons_;
  char separator_;
  CsvReader reader_;
  CsvRest rest_;
  std::size_t column_ = 0, next_ = 0;
  bool has_column_ = false;
};

}  // namespace

CsvRest csv_rest(std::string_view bytes, const CsvOptions& options,
                 const std::vector<CsvEvent>& taken,
                 const std::map<std::int64_t, std::string>& reasons) {
  const auto decoded = exchange::decode_file(bytes, options.encoding);
  const auto* const text = std::get_if<exchange::FileText>(&decoded);
  if (text == nullptr) return {};
  CsvRest rest = Rest(text->text(), taken, reasons).read();
  // Without the mark a spreadsheet takes UTF-8 for what the file was in before.
  if (bytes.starts_with(byte_order_mark) || text->encoding() != "utf-8")
    rest.header.insert(0, byte_order_mark);
  return rest;
}

CsvCell csv_cell(const CsvEvent& event, std::string_view pointer) {
  const auto is_in = [](const CsvCell& cell, std::string_view around) {
    return cell.pointer.starts_with(around) &&
           (cell.pointer.size() == around.size() || cell.pointer[around.size()] == '/');
  };
  for (const CsvCell& cell : event.cells)
    if (cell.pointer == pointer) return cell;
  for (std::string_view around = pointer; !around.empty();
       around = around.substr(0, around.rfind('/')))
    for (const CsvCell& cell : event.cells)
      if (is_in(cell, around))
        return {std::string(pointer), cell.row, cell.pointer == around ? cell.column : 0};
  return {std::string(pointer), event.first_row, 0};
}

}  // namespace ledger
