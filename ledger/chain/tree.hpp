#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/hash.hpp"

namespace ledger::chain {

/// More leaves than any ledger will have, and few enough that no sum of two sizes overflows.
inline constexpr std::int64_t tree_size_max = std::int64_t{1} << 62;

/// Root of the empty tree: SHA-256 of nothing (RFC 6962 section 2.1).
[[nodiscard]] Hash empty_root();

/// The right edge of a growing RFC 6962 tree: one hash for each set bit of the size, largest first.
class Frontier {
 public:
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;
  void add(const Hash& leaf);
  /// Adds a perfect subtree of 2^height leaves; the size must be a multiple of it.
  void add_subtree(const Hash& hash, int height);
  /// The root when `right` is what lies right of this frontier; nothing when there is neither.
  [[nodiscard]] std::optional<Hash> fold(std::optional<Hash> right) const;

 private:
  std::vector<Hash> peaks_;
  std::int64_t size_ = 0;
};

/// Root over whole leaves at once.
[[nodiscard]] Hash root_of(const std::vector<Hash>& leaves);

/// A tile that filled up: 256 hashes of one level (C2SP tlog-tiles).
struct FullTile {
  std::int64_t level{}, number{};
  std::string hashes;
};

/// Grows the tree leaf by leaf and hands out each tile when it is full. Kept in memory: per level
/// at most 255 hashes and their frontier, so that a root costs a few hashes at any size.
class TileBuilder {
 public:
  TileBuilder() = default;
  /// Takes up at `size`: `level_hashes(level, first, last)` gives the hashes of a level, i.e. the
  /// leaf hashes for level 0 and the roots of full tiles above. Throws Damage when some are
  /// missing.
  TileBuilder(std::int64_t size,
              const std::function<std::vector<Hash>(int level, std::int64_t first,
                                                    std::int64_t last)>& level_hashes);
  /// Drop the builder when `full` throws: it is then half way between two sizes.
  void add(const Hash& leaf, const std::function<void(FullTile&&)>& full);
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;

 private:
  /// The last, unfinished tile of a level.
  struct Level {
    std::string hashes;
    Frontier edge;
    void add(const Hash& hash);
  };
  std::vector<Level> levels_;
  std::int64_t size_ = 0;
};

/// One aligned perfect subtree: leaves [number << height, (number + 1) << height).
struct Subtree {
  int height{};
  std::int64_t number{};
};

/// The subtrees that cover [first, last), left to right, each as large as fits.
[[nodiscard]] std::vector<Subtree> cover(std::int64_t first, std::int64_t last);

/// Root over [0, size) from subtrees of [0, first), the leaves of [first, first + n), and subtrees
/// of the rest up to size: what a receipt proves. Nothing when the number of hashes is not exactly
/// what the numbers demand, or a number is impossible. Take `size` from the signed head that the
/// answer is compared with: a root alone does not say how many leaves lie under its right edge.
[[nodiscard]] std::optional<Hash> root_from_range(std::int64_t size, std::int64_t first,
                                                  const std::vector<Hash>& leaves,
                                                  const std::vector<Hash>& proof);

/// The root over a full tile's 256 hashes: one hash of the tile above. Throws Damage when the tile
/// is not full.
[[nodiscard]] Hash tile_root(std::string_view hashes);

/// Hashes of subtrees read from tiles. `tile(level, number)` gives at least the hashes that exist
/// of a tile (full or not), concatenated. Throws Damage when the tile is too short.
[[nodiscard]] Hash subtree_hash(
    const Subtree& subtree,
    const std::function<std::string(std::int64_t level, std::int64_t number)>& tile);

}  // namespace ledger::chain
