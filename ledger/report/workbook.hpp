#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/report/grid.hpp"

namespace ledger::report {

/// An Office Open XML workbook in memory. Text is never taken for a formula, a number is exact or
/// stands as text, and the same calls give the same bytes. Throws Failure.
class Workbook {
 public:
  /// `created_s`, seconds since 1970, stands in the file instead of the time it is written.
  Workbook(const std::string& title, std::int64_t created_s);
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  /// Rows are written to the sheet added last. At most 31 characters.
  void sheet(const std::string& name);
  void line(const std::string& text, bool is_bold = false);
  void blank_line();
  /// Headings, rows and, after an empty line, the notes. Headings of the first table of a sheet
  /// stay in sight.
  void grid(const Grid& grid, Language language);

  /// The file; nothing may be added any more.
  [[nodiscard]] std::string bytes() &&;

 private:
  struct Book;
  std::unique_ptr<Book> book_;
};

}  // namespace ledger::report
