#pragma once

#include <cstdint>
#include <vector>

namespace ledger::model {

/// Spreads grams over masses in proportion to them, rounded down; what rounding leaves goes to the
/// heaviest, the first of several (events.md, "Balances"). Each share is at most its mass: what
/// does not fit anywhere was grams of what a scale no longer finds.
[[nodiscard]] std::vector<std::int64_t> spread(std::int64_t grams,
                                               const std::vector<std::int64_t>& masses_g);

}  // namespace ledger::model
