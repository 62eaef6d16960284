#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/chain/proof.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// The tiles of a store: full ones as kept, the others made from what lies below them. What it made
/// of the tree's edge it remembers, since a full tile's root never changes. Threads: one at a time.
class StoredTiles {
 public:
  /// `store` must outlive it.
  explicit StoredTiles(const storage::Store& store) : store_(store) {}

  /// At least the hashes of a tile that exist in the tree of the first `size` entries.
  [[nodiscard]] std::string at(std::int64_t size, std::int64_t level, std::int64_t number) const;

 private:
  struct Edge {
    std::int64_t number = -1;
    std::string hashes;
  };
  const storage::Store& store_;
  mutable std::map<std::int64_t, Edge> edges_;  ///< by level, above level 0
};

/// The same of one size as a function.
[[nodiscard]] chain::TileReader stored_tiles(const storage::Store& store, std::int64_t size);

}  // namespace ledger
