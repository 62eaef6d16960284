#include "cli/table.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "ledger/display_width.hpp"
#include "ledger/result.hpp"

namespace cli {
namespace {

constexpr std::string_view gap = "  ";

void write_padded(std::string& line, std::string_view cell, std::size_t width, Table::Align align) {
  const std::string padding(width - std::min(width, ledger::display_width(cell)), ' ');
  if (align == Table::Align::right) line += padding;
  line += cell;
  if (align == Table::Align::left) line += padding;
}

std::string cut(std::string line, std::size_t columns_max) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (columns_max == 0 || ledger::display_width(line) <= columns_max) return line;
  line.resize(ledger::fitting_bytes(line, columns_max - 1));
  return line + "…";
}

}  // namespace

void Table::add(std::vector<std::string> row) {
  ledger::require(row.size() == columns_.size(), "a table row has one text a column");
  rows_.push_back(std::move(row));
}

void Table::write(std::ostream& out, std::size_t columns_max) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = ledger::display_width(columns_[i].heading);
    for (const auto& row : rows_) width = std::max(width, ledger::display_width(row[i]));
    widths.push_back(width);
  }
  const auto write_row = [&](const auto& cell) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) line += gap;
      write_padded(line, cell(i), widths[i], columns_[i].align);
    }
    out << cut(std::move(line), columns_max) << '\n';
  };
  write_row([&](std::size_t i) -> const std::string& { return columns_[i].heading; });
  for (const auto& row : rows_)
    write_row([&](std::size_t i) -> const std::string& { return row[i]; });
}

}  // namespace cli
