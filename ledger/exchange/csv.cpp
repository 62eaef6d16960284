#include "ledger/csv.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/exchange/csv_reader.hpp"
#include "ledger/exchange/event_rows.hpp"
#include "ledger/exchange/header.hpp"
#include "ledger/exchange/normal_text.hpp"
#include "ledger/exchange/table.hpp"
#include "ledger/exchange/text_encoding.hpp"
#include "ledger/exchange/trade_words.hpp"

namespace ledger {
namespace {

using exchange::cell_of;
using exchange::Column;
using exchange::CsvRow;
using exchange::folded;
using exchange::Table;
using Use = Column::Use;

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return folded(cell).empty(); });
}

std::vector<std::string_view> type_names() {
  std::vector<std::string_view> names;
  for (const EventType type : exchange::table_types()) names.push_back(text(type));
  return names;
}

std::optional<EventType> find_type(const std::string& cell) {
  return listed<EventType>(exchange::find_word(cell, type_names()));
}

/// Reads one file: header, then rows.
class FileReader {
 public:
  FileReader(std::string_view text, const CsvOptions& options, CsvFile& file)
      : options_(options),
        file_(file),
        separator_(exchange::find_separator(text)),
        reader_(text, separator_) {}

  void read() {
    CsvRow header;
    CsvRow row;
    if (!next_row(header) || !next_row(row)) return say_empty();
    if (!choose_table(header, row)) return count_rest(true);
    const exchange::Sheet sheet{*table_, columns_, options_, separator_};
    exchange::EventRows events(sheet, file_);
    bool has_row = true;
    for (; has_row && !is_full(); has_row = next_row(row)) {
      const bool is_good = check(row);
      events.take(std::move(row), is_good);
    }
    // Rows that were not read may have been the last event's.
    if (is_full() || is_flawed_) events.spoil();
    if (is_full())
      problem(last_row_, {}, "too_many_problems",
              fmt::format("{} problems were found; reading stopped here", csv_problems_max),
              "mend these first");
    events.finish();
    count_rest(has_row);
  }

 private:
  /// Rows that were not looked at: this one, if it is there, and all that follow.
  void count_rest(bool has_row) {
    CsvRow row;
    if (has_row) ++file_.left_out;
    while (reader_.next(row)) file_.left_out += is_blank(row) ? 0 : 1;
    if (!reader_.unread().empty()) ++file_.left_out;
  }

  /// The next row with anything in it. What is no CSV in a row is noted; the row comes all the
  /// same.
  bool next_row(CsvRow& row) {
    do {
      const bool is_read = reader_.next(row);
      is_flawed_ = !reader_.flaws().empty();
      for (const auto& [number, column, complaint] : reader_.flaws())
        file_.problems.push_back(
            {number, column, header_at(column), complaint.code, complaint.message, complaint.hint});
      if (!is_read) return false;
      last_row_ = row.number;
    } while (is_blank(row) && !is_full());
    return true;
  }

  [[nodiscard]] bool is_full() const { return file_.problems.size() >= csv_problems_max; }

  void say_empty() {
    if (!file_.problems.empty()) return;
    problem(0, {}, "no_rows", "the file has no header row with a row of an event under it",
            "docs/csv.md shows the tables");
  }

  bool choose_table(const CsvRow& header, const CsvRow& first) {
    // What is not CSV in the first rows would only be misunderstood further.
    if (!file_.problems.empty()) return false;
    Column column{Use::type, exchange::find_named_column(header, "type"), {}, "type", {}};
    if (column.number == 0) {
      problem(header.number, column, "missing_header", "the header row has no column type",
              fmt::format("a column `type` names the event in every row, one of: {}",
                          fmt::join(type_names(), ", ")));
      return false;
    }
    column.header = cell_of(header, column);
    const std::string name = folded(cell_of(first, column));
    const auto type = find_type(name);
    if (!type) {
      problem(first.number, column, "unknown_type",
              fmt::format("found \"{}\", which no table is for", name),
              fmt::format("one of: {}", fmt::join(type_names(), ", ")));
      return false;
    }
    table_ = exchange::find_table(*type);
    file_.type = text(*type);
    auto read = exchange::read_header(header, *table_);
    columns_ = std::move(read.columns);
    for (const Column& known : columns_) file_.headers.push_back(known.header);
    std::move(read.problems.begin(), read.problems.end(), std::back_inserter(file_.problems));
    return file_.problems.empty();
  }

  bool check(const CsvRow& row) {
    bool is_good = !is_flawed_;
    is_good = check_extra_cells(row) && is_good;
    is_good = check_type(row) && is_good;
    return check_operator(row) && is_good;
  }

  bool check_extra_cells(const CsvRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool has_header = i < columns_.size() && columns_[i].use != Use::unused;
      if (has_header || folded(row.cells[i]).empty()) continue;
      Column column;
      column.number = static_cast<std::int64_t>(i) + 1;
      problem(row.number, column, "header_missing",
              fmt::format("found \"{}\" in a column without a header", folded(row.cells[i])),
              "give the column a header, or put a cell with a separator in it in quotes");
      return false;
    }
    return true;
  }

  bool check_type(const CsvRow& row) {
    const Column& column = *find_column("type");
    const std::string cell = folded(cell_of(row, column));
    if (cell.empty() || cell == file_.type || find_type(cell) == table_->type) return true;
    problem(row.number, column, "mixed_types",
            fmt::format("found \"{}\" in a file of {}", cell, file_.type),
            "one file holds one table: move the row to a file of its own");
    return false;
  }

  bool check_operator(const CsvRow& row) {
    const Column* const column = find_column("operator");
    if (column == nullptr) return true;
    const std::string cell = exchange::upper(folded(cell_of(row, *column)));
    if (cell.empty() || cell == options_.operator_id) return true;
    problem(row.number, *column, "wrong_operator",
            fmt::format("found \"{}\", the file is recorded for {}", cell, options_.operator_id),
            "record each company's file with its own key");
    return false;
  }

  [[nodiscard]] const Column* find_column(std::string_view field) const {
    return exchange::find_column(columns_, field);
  }
  [[nodiscard]] std::string header_at(std::int64_t number) const {
    const auto position = static_cast<std::size_t>(number) - 1;
    return number > 0 && position < columns_.size() ? columns_[position].header : std::string();
  }
  void problem(std::int64_t row, const Column& column, std::string code, std::string message,
               std::string hint) {
    file_.problems.push_back(
        {row, column.number, column.header, std::move(code), std::move(message), std::move(hint)});
  }

  const CsvOptions& options_;
  CsvFile& file_;
  char separator_;
  exchange::CsvReader reader_;
  const Table* table_ = nullptr;
  std::vector<Column> columns_;
  std::int64_t last_row_ = 0;
  bool is_flawed_ = false;
};

void add_file_problem(CsvFile& file, std::string code, std::string message, std::string hint) {
  file.problems.push_back({0, 0, {}, std::move(code), std::move(message), std::move(hint)});
}

}  // namespace

CsvFile read_csv(std::string_view bytes, const CsvOptions& options) {
  CsvFile file;
  if (bytes.size() > csv_bytes_max) {
    add_file_problem(
        file, "file_too_large",
        fmt::format("the file has {} bytes, at most {} are read", bytes.size(), csv_bytes_max),
        "split it into several files, each with the header row");
    return file;
  }
  const auto decoded = exchange::decode_file(bytes, options.encoding);
  if (const auto* const complaint = std::get_if<exchange::Complaint>(&decoded)) {
    add_file_problem(file, complaint->code, complaint->message, complaint->hint);
    return file;
  }
  const auto& text = std::get<exchange::FileText>(decoded);
  file.encoding = text.encoding();
  FileReader(text.text(), options, file).read();
  std::stable_sort(file.problems.begin(), file.problems.end(),
                   [](const CsvProblem& a, const CsvProblem& b) { return a.row < b.row; });
  return file;
}

}  // namespace ledger
