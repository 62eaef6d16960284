#pragma once

#include <cstdint>
#include <memory>

#include "ledger/audit.hpp"
#include "ledger/doubtful.hpp"
#include "ledger/model/world.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// Every state and sum as of `size` entries, made again from the events alone: nothing kept beside
/// them is read. Memory grows with the number of things, not of entries.
struct Replayed {
  std::unique_ptr<model::StateSource> nothing;
  std::unique_ptr<model::World> world;
  model::Changes sums;  ///< tallies, targets and findings; the states are in the world
  std::int64_t last_recorded_at_ms = 0;
};

/// Throws Damage when an entry cannot be read or is not lawful.
[[nodiscard]] Replayed replay(const storage::Store& store, std::int64_t size,
                              const Progress& progress, DoubtfulSums* doubtful = nullptr);

}  // namespace ledger
