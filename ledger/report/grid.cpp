#include "ledger/report/grid.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/table.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

/// Text columns to the left, figures to the right; the units of mixed ones in a column of their
/// own.
std::vector<Align> alignment(const Grid& grid) {
  std::vector<Align> out;
  for (const Column& column : grid.columns) {
    out.push_back(column.unit == Unit::none ? Align::left : Align::right);
    if (column.unit == Unit::each) out.push_back(Align::left);
  }
  return out;
}

bool has_titles(const Grid& grid) {
  return std::any_of(grid.columns.begin(), grid.columns.end(),
                     [](const Column& column) { return !column.title.empty(); });
}

}  // namespace

Cell words(std::string text) {
  return {std::move(text), std::nullopt, Unit::none};
}

Cell figure(Unit unit, std::int64_t value) {
  return {"", value, unit};
}

Cell known(Unit unit, std::int64_t value) {
  return value < 0 ? words("-") : figure(unit, value);
}

std::string shown(const Cell& cell) {
  if (!cell.value) return cell.text;
  switch (cell.unit) {
    case Unit::grams:
    case Unit::watt_hours:
      return millions_text(*cell.value);
    case Unit::permille:
      return percent_text(*cell.value);
    default:
      return grouped(*cell.value);
  }
}

std::string shown_unit(Language language, Unit unit) {
  switch (unit) {
    case Unit::grams:
    case Unit::tonnes:
      return std::string(say(language, "t", "吨"));
    case Unit::watt_hours:
      return "MWh";
    case Unit::units:
      return std::string(say(language, "units", "个"));
    case Unit::days:
      return std::string(say(language, "days", "天"));
    default:
      return {};
  }
}

std::string shown_title(Language language, const Column& column) {
  // A column of units is called so.
  const std::string unit = column.unit == Unit::units ? "" : shown_unit(language, column.unit);
  return unit.empty() ? column.title : fmt::format("{} {}", column.title, unit);
}

std::string exact_unit(Language language, Unit unit) {
  switch (unit) {
    case Unit::grams:
      return std::string(say(language, "g", "克"));
    case Unit::watt_hours:
      return "Wh";
    case Unit::permille:
      return "‰";
    default:
      return shown_unit(language, unit);
  }
}

std::string grid_text(const Grid& grid, Language language) {
  if (grid.rows.empty()) return {};
  Table table(alignment(grid));
  std::vector<std::string> line;
  if (has_titles(grid)) {
    for (const Column& column : grid.columns) line.push_back(shown_title(language, column));
    table.row(std::move(line));
  }
  for (const auto& row : grid.rows) {
    line.clear();
    for (std::size_t i = 0; i < row.size(); ++i) {
      line.push_back(shown(row[i]));
      if (grid.columns[i].unit == Unit::each) line.push_back(shown_unit(language, row[i].unit));
    }
    table.row(std::move(line));
  }
  std::string out = (grid.title.empty() ? "\n" : heading(grid.title)) + table.text();
  for (const std::string& note : grid.notes) out += fmt::format("  {}\n", note);
  return out;
}

}  // namespace ledger::report
