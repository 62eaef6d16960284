#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/report.hpp"

/// Tables whose figures know their unit, so that pages, sheets and terminals each write them their
/// way and all the same ones.
namespace ledger::report {

/// `none` is text. `each` is a column whose cells have units of their own.
enum class Unit : std::uint8_t {
  none,
  each,
  grams,
  tonnes,
  watt_hours,
  units,
  count,
  permille,
  days
};

struct Cell {
  std::string text;                   ///< when there is no value
  std::optional<std::int64_t> value;  ///< whole units: grams, Wh, permille
  Unit unit{};
};
[[nodiscard]] Cell words(std::string text);
[[nodiscard]] Cell figure(Unit unit, std::int64_t value);
/// "-" where nothing is known, which the report says by a negative number.
[[nodiscard]] Cell known(Unit unit, std::int64_t value);

struct Column {
  std::string title;
  Unit unit{};
};

struct Grid {
  std::string id;               ///< the same in every language
  std::string name;             ///< of a sheet: two words at most
  std::string title;            ///< says of what the figures are
  std::vector<Column> columns;  ///< without titles where all of them are empty
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> notes;
  std::optional<std::size_t> bar;  ///< the column that is drawn as well
};

/// For people: "1,234.567" (tonnes, MWh), "12.3 %", "1,234".
[[nodiscard]] std::string shown(const Cell& cell);
/// What `shown` counts in: "t", "MWh", "units". Empty where that is clear without.
[[nodiscard]] std::string shown_unit(Language language, Unit unit);
/// "retired t"
[[nodiscard]] std::string shown_title(Language language, const Column& column);
/// What the value itself counts in: "g", "Wh", "‰".
[[nodiscard]] std::string exact_unit(Language language, Unit unit);

/// A heading, aligned columns and the notes below, each line behind two spaces. Nothing when there
/// are no rows.
[[nodiscard]] std::string grid_text(const Grid& grid, Language language);

}  // namespace ledger::report
