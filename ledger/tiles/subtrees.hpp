#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "ledger/chain/tree.hpp"
#include "ledger/entry.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// Hashes of perfect subtrees of the stored tree, for many proofs under heads that follow each
/// other. What was made is remembered: a perfect subtree never changes, and neighbours need nearly
/// the same ones. Threads: one at a time.
class Subtrees {
 public:
  /// `store` must outlive it.
  explicit Subtrees(const storage::Store& store) : store_(store) {}

  /// A leaf that is stored by now: it saves reading it.
  void add_leaf(Index index, const Hash& leaf);
  /// All its leaves are stored. Throws Damage when the tree in the store has a hole.
  [[nodiscard]] Hash of(const chain::Subtree& subtree);
  /// Leaf hashes of [first, last).
  [[nodiscard]] std::vector<Hash> leaves(Index first, Index last);
  /// Of `cover(first, last)`.
  [[nodiscard]] std::vector<Hash> covering(Index first, Index last);
  /// The inclusion path of entry 0 in the tree of `size` leaves.
  [[nodiscard]] std::vector<Hash> path_of_first(std::int64_t size);

 private:
  using Kept = std::unordered_map<std::uint64_t, Hash>;
  [[nodiscard]] Hash made(const chain::Subtree& subtree);
  void read_leaves(Index index);
  void read_roots(int height, std::int64_t number);
  void keep(const chain::Subtree& subtree, const Hash& hash);

  const storage::Store& store_;
  Kept young_, old_;  ///< what is not asked for while `young_` fills up is forgotten
};

}  // namespace ledger
