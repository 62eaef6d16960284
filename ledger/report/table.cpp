#include "ledger/report/table.hpp"

#include <algorithm>

#include "ledger/display_width.hpp"
#include "ledger/report/padding.hpp"
#include "ledger/result.hpp"

namespace ledger::report {

void Table::row(std::vector<std::string> cells) {
  require(cells.size() == columns_.size(), "a table's row has as many cells as the table columns");
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> width(columns_.size());
  for (const auto& cells : rows_)
    for (std::size_t i = 0; i < cells.size(); ++i)
      width[i] = std::max(width[i], display_width(cells[i]));
  std::string out;
  for (const auto& cells : rows_) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += "  " + (columns_[i] == Align::left ? padded_right(cells[i], width[i])
                                                 : padded_left(cells[i], width[i]));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace ledger::report
