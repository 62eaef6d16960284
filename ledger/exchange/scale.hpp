#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ledger::exchange {

/// The unit of a column, and how many decimal places it lies above the unit of the member: a
/// column in kg of a member in g has three.
struct Scale {
  std::string_view unit;
  int places = 0;
};

/// A member name taken apart: "mass_g" is mass in g. `unit` is empty where the name has none.
struct Measure {
  std::string_view base, unit;
};
[[nodiscard]] Measure measure_of(std::string_view member);

/// The scale that a unit, as somebody wrote it, has for a member in `unit`.
[[nodiscard]] std::optional<Scale> find_scale(std::string_view unit, std::string_view written);

/// The units that a member in `unit` may be stated in, for a person.
[[nodiscard]] std::string unit_choices(std::string_view unit);

}  // namespace ledger::exchange
