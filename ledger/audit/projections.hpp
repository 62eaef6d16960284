#pragma once

#include <cstdint>
#include <optional>

#include "ledger/audit.hpp"
#include "ledger/model/world.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::audit {

/// Holds every projection and sum the ledger keeps against what the entries give when they are
/// replayed: same rows, same values, none more, none less. Adds the rows looked at to `rows`.
[[nodiscard]] std::optional<DamageReport> compare_projections(const storage::Store& store,
                                                              model::World& world,
                                                              const model::Changes& derived,
                                                              std::int64_t& rows);

/// Grams over all accounts: zero, since every entry's postings are.
[[nodiscard]] std::int64_t accounts_sum(const Tallies& tallies);

}  // namespace ledger::audit
