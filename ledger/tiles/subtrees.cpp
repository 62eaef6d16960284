#include "ledger/tiles/subtrees.hpp"

#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "ledger/chain/tile_path.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/result.hpp"

namespace ledger {
namespace {

/// Of each generation: with what they weigh in a map, some MiB.
constexpr std::size_t kept_max = 1 << 16;
constexpr int tile_height = 8;

std::uint64_t key_of(const chain::Subtree& subtree) {
  return static_cast<std::uint64_t>(subtree.height) << 58 |
         static_cast<std::uint64_t>(subtree.number);
}

}  // namespace

void Subtrees::keep(const chain::Subtree& subtree, const Hash& hash) {
  if (young_.size() >= kept_max) old_ = std::exchange(young_, {});
  young_.insert_or_assign(key_of(subtree), hash);
}

void Subtrees::add_leaf(Index index, const Hash& leaf) {
  keep({0, index}, leaf);
}

Hash Subtrees::of(const chain::Subtree& subtree) {
  const std::uint64_t key = key_of(subtree);
  if (const auto found = young_.find(key); found != young_.end()) return found->second;
  const auto found = old_.find(key);
  const Hash hash = found != old_.end() ? found->second : made(subtree);
  keep(subtree, hash);
  return hash;
}

/// Where a tile has it, from there; else from its two halves.
Hash Subtrees::made(const chain::Subtree& subtree) {
  const auto [height, number] = subtree;
  if (height % tile_height != 0)
    return crypto::node_hash(of({height - 1, 2 * number}), of({height - 1, 2 * number + 1}));
  if (height == 0)
    read_leaves(number);
  else
    read_roots(height, number);
  const auto found = young_.find(key_of(subtree));
  if (found == young_.end())
    throw Damage(fmt::format("proving: the tree has no hash {} at height {}; run `celltrail audit`",
                             number, height));
  return found->second;
}

/// With its neighbours of one tile, which the next proof asks for.
void Subtrees::read_leaves(Index index) {
  Index at = index - index % chain::tile_width;
  for (const Hash& leaf : store_.leaves(at, at + chain::tile_width)) keep({0, at++}, leaf);
}

void Subtrees::read_roots(int height, std::int64_t number) {
  const int level = height / tile_height;
  const std::int64_t first = number - number % chain::tile_width;
  if (const auto tile = store_.tile(level, first / chain::tile_width)) {
    for (std::int64_t i = 0; i < chain::tile_width; ++i) {
      Hash hash;
      std::memcpy(hash.data(), tile->data() + static_cast<std::size_t>(i) * hash.size(),
                  hash.size());
      keep({height, first + i}, hash);
    }
    return;
  }
  // At the edge of the tree: the tile is not full, the one below is.
  if (const auto below = store_.tile(level - 1, number))
    keep({height, number}, chain::tile_root(*below));
}

std::vector<Hash> Subtrees::leaves(Index first, Index last) {
  std::vector<Hash> hashes;
  hashes.reserve(static_cast<std::size_t>(last - first));
  for (Index index = first; index < last; ++index) hashes.push_back(of({0, index}));
  return hashes;
}

std::vector<Hash> Subtrees::covering(Index first, Index last) {
  std::vector<Hash> hashes;
  for (const chain::Subtree& subtree : chain::cover(first, last)) hashes.push_back(of(subtree));
  return hashes;
}

std::vector<Hash> Subtrees::path_of_first(std::int64_t size) {
  std::vector<Hash> path;
  if (size < 2) return path;
  // RFC 6962 divides at the largest power of two below the size: left of it the tree is perfect.
  const auto height = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(size - 1))) - 1;
  for (int h = 0; h < height; ++h) path.push_back(of({h, 1}));
  const std::vector<Hash> rest = covering(std::int64_t{1} << height, size);
  Hash right = rest.back();
  for (auto peak = rest.rbegin() + 1; peak != rest.rend(); ++peak)
    right = crypto::node_hash(*peak, right);
  path.push_back(right);
  return path;
}

}  // namespace ledger
