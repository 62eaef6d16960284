#pragma once

#include <cstdint>
#include <vector>

namespace ledger::model {

/// Grams counted before, as they go through a step: `held_g` of the mass on the scale, `owed_g`
/// beyond it, which a scale no longer finds.
struct CountedGrams {
  std::int64_t held_g = 0, owed_g = 0;

  /// Those of one input.
  void add(std::int64_t mass_g, std::int64_t counted_g);
  /// The step's own scale finds more: what was missed comes back, and no find is a fresh gram.
  void find(std::int64_t more_g);
};

struct Output {
  std::int64_t mass_g = 0;
  bool is_battery = false;
};

/// Spreads grams over masses in proportion to them, rounded down; what rounding leaves goes to the
/// heaviest, the first of several (events.md, "Balances"). To no mass at all nothing goes.
[[nodiscard]] std::vector<std::int64_t> spread(std::int64_t grams,
                                               const std::vector<std::int64_t>& masses_g);

/// What each output inherits: of the held grams its share, at most its mass; of the owed ones, and
/// of what no mass had room for, a share when it is battery mass (docs/rules.md, "Spent and seen
/// grams"). Where nothing stays battery mass they end.
[[nodiscard]] std::vector<CountedGrams> inherit(const CountedGrams& counted,
                                                const std::vector<Output>& outputs);

}  // namespace ledger::model
