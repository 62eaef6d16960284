#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "ledger/report.hpp"
#include "ledger/views.hpp"

namespace cli {

/// What was made where a unit was used up.
struct Made {
  std::string id;  ///< a unit's code or a lot
  bool is_lot = false;
  std::int64_t mass_g = 0;
};

/// The entry in which a unit was last used, and what it weighed: its own mass is zero by then.
struct UnitEnd {
  ledger::Index entry = -1;
  std::int64_t mass_g = 0;
  std::vector<Made> made;  ///< of a unit taken apart or processed
  std::size_t others = 0;  ///< how many things were used with it
  /// Battery mass used there less battery mass made (docs/rules.md, "Counting rules"): what counts
  /// under gross/1. Nothing when the event alone does not tell.
  std::optional<std::int64_t> treated_g;
};

/// Nothing while the unit is still somewhere, or when `entries` do not tell. `names`: all codes of
/// the unit.
[[nodiscard]] std::optional<UnitEnd> find_end(const ledger::UnitView& unit,
                                              const std::vector<ledger::Entry>& entries,
                                              const std::vector<std::string>& names);

[[nodiscard]] nlohmann::json view(const UnitEnd& end);
/// What the unit became, a line for each thing.
void write_made(std::ostream& out, const UnitEnd& end, ledger::Language language);

}  // namespace cli
