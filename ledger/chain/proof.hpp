#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/hash.hpp"

/// Proofs of RFC 6962 from tiles, and their checks as RFC 9162 spells them out. Pure: no disk, no
/// network; a tile is asked for by level and number.
namespace ledger::chain {

/// At least the hashes of a tile that exist in the tree asked about, side by side.
using TileReader = std::function<std::string(std::int64_t level, std::int64_t number)>;

/// The root of the tree of `size` leaves. Throws Damage when a tile is too short.
[[nodiscard]] Hash root_from_tiles(std::int64_t size, const TileReader& tile);

/// PATH(index, D[0:size]), the leaf's sibling first. `index` lies below `size`.
[[nodiscard]] std::vector<Hash> inclusion_path(std::int64_t index, std::int64_t size,
                                               const TileReader& tile);

/// PROOF(older, D[0:newer]), 0 < older <= newer; empty when they are equal.
[[nodiscard]] std::vector<Hash> consistency_path(std::int64_t older, std::int64_t newer,
                                                 const TileReader& tile);

/// The root that `leaf` at `index` has with this path; nothing when the path has not exactly the
/// length that index and size demand, or a number is impossible.
[[nodiscard]] std::optional<Hash> root_of_inclusion(const Hash& leaf, std::int64_t index,
                                                    std::int64_t size,
                                                    const std::vector<Hash>& path);

/// A size and its root, as a head says them.
struct TreeHead {
  std::int64_t size{};
  Hash root{};
  bool operator==(const TreeHead&) const = default;
};

/// Whether the path shows that the older tree is the beginning of the newer one. Of size 0 any tree
/// is a continuation, with an empty path; equal sizes demand equal roots and an empty path.
[[nodiscard]] bool is_consistent(const TreeHead& older, const TreeHead& newer,
                                 const std::vector<Hash>& path);

}  // namespace ledger::chain
