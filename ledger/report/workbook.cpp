#include "ledger/report/workbook.hpp"

#include <algorithm>
#include <map>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <fmt/format.h>

#include "ledger/display_width.hpp"
#include "ledger/result.hpp"

namespace ledger::report {
namespace {

/// A spreadsheet's numbers are doubles: beyond this not every whole number is one.
constexpr std::int64_t exact_max = std::int64_t{1} << 53U;
constexpr int width_min = 8, width_max = 60, heading_width = 14;

void require_done(lxw_error error, std::string_view doing) {
  if (error != LXW_NO_ERROR)
    throw Failure(fmt::format("{} failed: {}; there must be room for temporary files, and /proc",
                              doing, lxw_strerror(error)));
}

/// The library writes to names only: a file that has one and no place on any disk.
class MemoryFile {
 public:
  MemoryFile() : file_(memfd_create("report", MFD_CLOEXEC)) {
    if (file_ < 0) throw Failure("writing a workbook failed: no memory for its file");
  }
  ~MemoryFile() { close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] std::string name() const { return fmt::format("/proc/self/fd/{}", file_); }
  [[nodiscard]] std::string content() const {
    std::string out(static_cast<std::size_t>(std::max<off_t>(lseek(file_, 0, SEEK_END), 0)), '\0');
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t got =
          pread(file_, out.data() + done, out.size() - done, static_cast<off_t>(done));
      if (got <= 0) throw Failure("writing a workbook failed: it cannot be read back");
      done += static_cast<std::size_t>(got);
    }
    return out;
  }

 private:
  int file_;
};

/// `_x000D_` in a cell stands for a character by its number: where a text has such a thing of its
/// own, the underscore is written that way.
std::string as_written(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_number = text.compare(i, 2, "_x") == 0 && i + 6 < text.size() &&
                           text[i + 6] == '_' &&
                           text.find_first_not_of("0123456789abcdefABCDEF", i + 2) == i + 6;
    out += is_number ? "_x005F_" : std::string(1, text[i]);
  }
  return out;
}

struct FreeBook {
  void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
};

}  // namespace

struct Workbook::Book {
  MemoryFile file;
  std::unique_ptr<lxw_workbook, FreeBook> book;
  lxw_format *bold{}, *heading{}, *number{};
  lxw_worksheet* sheet = nullptr;
  lxw_row_t row = 0;
  std::map<lxw_col_t, int> widths;

  void text(lxw_col_t column, const std::string& value, lxw_format* format = nullptr) {
    if (value.empty()) return;
    require_done(worksheet_write_string(sheet, row, column, as_written(value).c_str(), format),
                 "writing a cell of a workbook");
  }
  void widen(lxw_col_t column, std::size_t width, int most = width_max) {
    int& known = widths.try_emplace(column, width_min).first->second;
    known = std::max(known, std::min(static_cast<int>(width) + 2, most));
    require_done(worksheet_set_column(sheet, column, column, known, nullptr),
                 "setting the width of a column");
  }
  void cell(lxw_col_t column, const Cell& cell) {
    const bool is_exact = cell.value && *cell.value <= exact_max && *cell.value >= -exact_max;
    if (is_exact)
      require_done(
          worksheet_write_number(sheet, row, column, static_cast<double>(*cell.value), number),
          "writing a cell of a workbook");
    else
      text(column, cell.value ? fmt::format("{}", *cell.value) : cell.text);
    // As wide as the figure with its separators.
    widen(column,
          cell.value ? fmt::format("{}", *cell.value).size() * 4 / 3 : display_width(cell.text));
  }
  void headings(const Grid& grid, Language language) {
    lxw_col_t column = 0;
    for (const Column& each : grid.columns) {
      const std::string unit = exact_unit(language, each.unit);
      std::string title = column == 0 && each.title.empty() ? grid.title : each.title;
      if (each.unit != Unit::units && !unit.empty()) title += fmt::format(" ({})", unit);
      text(column, title, heading);
      widen(column, display_width(title), column == 0 ? width_max / 2 : heading_width);
      column = static_cast<lxw_col_t>(column + (each.unit == Unit::each ? 2 : 1));
    }
    if (row == 0) worksheet_freeze_panes(sheet, 1, 1);
    ++row;
  }
};

Workbook::Workbook(const std::string& title, std::int64_t created_s)
    : book_(std::make_unique<Book>()) {
  Book& book = *book_;
  book.book.reset(workbook_new(book.file.name().c_str()));
  if (book.book == nullptr) throw Failure("writing a workbook failed: no memory for it");
  std::string own_title = title;
  lxw_doc_properties properties{};
  properties.title = own_title.data();
  // The library takes 0 for "now".
  properties.created = created_s == 0 ? 1 : created_s;
  require_done(workbook_set_properties(book.book.get(), &properties), "naming a workbook");
  book.bold = workbook_add_format(book.book.get());
  format_set_bold(book.bold);
  book.heading = workbook_add_format(book.book.get());
  format_set_bold(book.heading);
  format_set_text_wrap(book.heading);
  format_set_bottom(book.heading, LXW_BORDER_THIN);
  book.number = workbook_add_format(book.book.get());
  format_set_num_format(book.number, "#,##0");
}

Workbook::~Workbook() = default;

void Workbook::sheet(const std::string& name) {
  book_->sheet = workbook_add_worksheet(book_->book.get(), name.c_str());
  if (book_->sheet == nullptr)
    throw Failure(fmt::format("adding the sheet {} to a workbook failed", name));
  book_->row = 0;
  book_->widths.clear();
}

void Workbook::line(const std::string& text, bool is_bold) {
  book_->text(0, text, is_bold ? book_->bold : nullptr);
  ++book_->row;
}

void Workbook::blank_line() {
  ++book_->row;
}

void Workbook::grid(const Grid& grid, Language language) {
  Book& book = *book_;
  book.headings(grid, language);
  for (const auto& cells : grid.rows) {
    lxw_col_t column = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      book.cell(column++, cells[i]);
      if (grid.columns[i].unit == Unit::each)
        book.text(column++, exact_unit(language, cells[i].unit));
    }
    ++book.row;
  }
  if (!grid.notes.empty()) blank_line();
  for (const std::string& note : grid.notes) line(note);
}

std::string Workbook::bytes() && {
  // Closing frees it, whether that goes well or not.
  require_done(workbook_close(book_->book.release()), "writing a workbook");
  return book_->file.content();
}

}  // namespace ledger::report
