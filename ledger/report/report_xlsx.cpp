#include <mutex>

#include "ledger/encoding/time.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/words.hpp"
#include "ledger/report/workbook.hpp"

namespace ledger {
namespace report {
namespace {

void put_summary(Workbook& book, const Report& report, Language language) {
  book.sheet(std::string(say(language, "Summary", "概要")));
  book.line(title(report, language), true);
  book.grid(provenance_grid(report, language), language);
  book.blank_line();
  book.line(headline(report, language), true);
  for (const std::string& note : headline_notes(report, language)) book.line(note);
  book.blank_line();
  book.grid(figures_grid(report, language), language);
  book.blank_line();
  book.grid(checks_grid(report, language), language);
}

void put_sheet(Workbook& book, const Grid& grid, Language language) {
  if (grid.rows.empty() && grid.notes.empty()) return;
  book.sheet(grid.name);
  book.grid(grid, language);
}

}  // namespace
}  // namespace report

std::string report_xlsx(const Report& report, Language language) {
  using namespace report;
  // The library asks the C library for the parts of a time, which has one place for the answer.
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  Workbook book(title(report, language), encoding::read_time(report.now).value_or(0));
  put_summary(book, report, language);
  for (const Grid& grid : split_grids(report, language)) put_sheet(book, grid, language);
  for (const Grid& grid : {materials_grid(report, language), elements_grid(report, language),
                           norms_grid(report, language), places_grid(report, language),
                           quality_grid(report, language)})
    put_sheet(book, grid, language);
  return std::move(book).bytes();
}

}  // namespace ledger
