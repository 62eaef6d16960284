#include "ledger/chain/proof.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {
namespace {

/// The k at which RFC 6962 divides a tree of n leaves: the largest power of two below n.
std::int64_t left_size(std::int64_t n) {
  return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(n - 1)));
}

/// Roots of ranges of one tree. A proof asks up to eight times for the same tile: each is fetched
/// once.
class RangeRoots {
 public:
  explicit RangeRoots(const TileReader& tile) : tile_(tile) {}

  /// MTH(D[first:last]) of a range that the definition of the tree divides into.
  Hash of(std::int64_t first, std::int64_t last) {
    std::optional<Hash> root;
    const std::vector<Subtree> subtrees = cover(first, last);
    for (auto subtree = subtrees.rbegin(); subtree != subtrees.rend(); ++subtree) {
      const Hash hash = subtree_hash(*subtree, [this](std::int64_t level, std::int64_t number) {
        return fetched(level, number);
      });
      root = root ? crypto::node_hash(hash, *root) : hash;
    }
    return root ? *root : empty_root();
  }

 private:
  const std::string& fetched(std::int64_t level, std::int64_t number) {
    const auto [place, is_new] = tiles_.try_emplace({level, number});
    if (is_new) place->second = tile_(level, number);
    return place->second;
  }

  const TileReader& tile_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> tiles_;
};

/// The loop of RFC 9162 that both checks share: which side each hash of a path stands on. `left`
/// or `right` is called once a hash. False when the path is longer or shorter than from `index` up
/// to the root of a tree whose last leaf is `last`.
template <class Left, class Right>
bool climb(std::int64_t index, std::int64_t last, std::vector<Hash>::const_iterator hash,
           std::vector<Hash>::const_iterator end, Left left, Right right) {
  for (; hash != end; ++hash) {
    if (last == 0) return false;
    if ((index & 1) != 0 || index == last) {
      left(*hash);
      for (; (index & 1) == 0 && index != 0; index >>= 1) last >>= 1;
    } else {
      right(*hash);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0;
}

bool is_head(const TreeHead& head) {
  return head.size >= 0 && head.size <= tree_size_max &&
         (head.size > 0 || head.root == empty_root());
}

}  // namespace

Hash root_from_tiles(std::int64_t size, const TileReader& tile) {
  return RangeRoots(tile).of(0, size);
}

std::vector<Hash> inclusion_path(std::int64_t index, std::int64_t size, const TileReader& tile) {
  require(index >= 0 && index < size && size <= tree_size_max, "a leaf lies within its tree");
  RangeRoots roots(tile);
  std::vector<Hash> path;
  std::int64_t first = 0, last = size;
  while (last - first > 1) {
    const std::int64_t middle = first + left_size(last - first);
    path.push_back(index < middle ? roots.of(middle, last) : roots.of(first, middle));
    (index < middle ? last : first) = middle;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<Hash> consistency_path(std::int64_t older, std::int64_t newer, const TileReader& tile) {
  require(older > 0 && older <= newer && newer <= tree_size_max,
          "a consistency path goes from a tree with leaves to one as large or larger");
  RangeRoots roots(tile);
  std::vector<Hash> path;
  std::int64_t first = 0, last = newer;
  while (older != last) {
    const std::int64_t middle = first + left_size(last - first);
    path.push_back(older <= middle ? roots.of(middle, last) : roots.of(first, middle));
    (older <= middle ? last : first) = middle;
  }
  // What begins at leaf 0 is the older root itself: the checker has it.
  if (first > 0) path.push_back(roots.of(first, last));
  std::reverse(path.begin(), path.end());
  return path;
}

std::optional<Hash> root_of_inclusion(const Hash& leaf, std::int64_t index, std::int64_t size,
                                      const std::vector<Hash>& path) {
  if (index < 0 || index >= size || size > tree_size_max) return std::nullopt;
  Hash root = leaf;
  const bool fits = climb(
      index, size - 1, path.begin(), path.end(),
      [&](const Hash& left) { root = crypto::node_hash(left, root); },
      [&](const Hash& right) { root = crypto::node_hash(root, right); });
  if (!fits) return std::nullopt;
  return root;
}

bool is_consistent(const TreeHead& older, const TreeHead& newer, const std::vector<Hash>& path) {
  if (!is_head(older) || !is_head(newer) || older.size > newer.size) return false;
  if (older.size == newer.size) return path.empty() && older.root == newer.root;
  if (older.size == 0) return path.empty();
  // The older tree's last node of its own: the climb begins there.
  const int height = std::countr_zero(static_cast<std::uint64_t>(older.size));
  // Of a perfect older tree that node is its root, which the path leaves out.
  const bool is_perfect = std::has_single_bit(static_cast<std::uint64_t>(older.size));
  if (!is_perfect && path.empty()) return false;
  Hash old_root = is_perfect ? older.root : path.front();
  Hash new_root = old_root;
  const bool fits =
      climb((older.size - 1) >> height, (newer.size - 1) >> height,
            path.begin() + (is_perfect ? 0 : 1), path.end(),
            [&](const Hash& left) {
              old_root = crypto::node_hash(left, old_root);
              new_root = crypto::node_hash(left, new_root);
            },
            [&](const Hash& right) { new_root = crypto::node_hash(new_root, right); });
  return fits && old_root == older.root && new_root == newer.root;
}

}  // namespace ledger::chain
