#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/model/case.hpp"
#include "ledger/model/spread.hpp"

namespace ledger::model {

/// One input that was taken out of the sender's stock.
struct Consumed {
  bool is_battery = false;
  std::int64_t unit_no = 0;  ///< 0 for a lot
  std::string_view code;     ///< as the event names it
  Chemistry chemistry{};
  Origin origin{};
  Drawn content;
  std::int64_t retired_at_s = -1;
  bool received = false;  ///< the unit was counted by received/1
};

/// What goes into a dismantling, repurposing or processing, added up.
struct Inputs {
  std::vector<Consumed> things;
  std::int64_t mass_g = 0, added_g = 0;
  CountedGrams spent, seen;  ///< of battery mass, and everything added new
  bool has_black_mass = false;

  [[nodiscard]] std::int64_t units() const;
  [[nodiscard]] const Consumed* unit(std::int64_t no) const;
  /// The one chemistry of the battery inputs and intermediates; MIXED for several.
  [[nodiscard]] Chemistry chemistry() const;
  [[nodiscard]] std::set<Origin> origins() const;
};

/// What each unit of a dismantling came out of, in the order of the event; nullptr for one made of
/// lots. An input that lives on, and a listed part, have their parent by their code; no parent
/// gives more mass than it had.
[[nodiscard]] Result<std::vector<const Consumed*>> parents_of(const Case& c, const Inputs& inputs);

/// Takes every input out of the sender's stock and counts it as treated.
[[nodiscard]] Result<Inputs> consume(Case& c, Route route);

/// Makes every output, with its share of what was spent and seen before, and takes the battery mass
/// among them off what was treated.
[[nodiscard]] Verdict produce(Case& c, const Inputs& inputs, Route route);

/// Counts a unit once as utilised, with the days since its retirement.
void count_unit(Case& c, UnitState& unit, Route route);

/// Grams of an element in wet mass of a lot: dry mass times its assay, rounded down.
[[nodiscard]] std::int64_t element_g(std::int64_t mass_g, std::int64_t moisture_permille,
                                     std::int64_t ppm);

}  // namespace ledger::model
