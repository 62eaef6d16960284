#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/tree.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {
namespace {

/// C2SP tlog-tiles: a full tile is 256 hashes, and its root is one hash of the level above.
constexpr int tile_height = 8;
constexpr std::int64_t tile_width = 256;
constexpr std::size_t hash_size = std::tuple_size_v<Hash>;

}  // namespace

TileBuilder::TileBuilder(
    std::int64_t size,
    const std::function<std::vector<Hash>(int, std::int64_t, std::int64_t)>& level_hashes)
    : size_(size) {
  require(size >= 0 && size <= tree_size_max, "a tree has 0 to 2^62 leaves");
  int height = 0;
  for (std::int64_t last = size; last > 0; last >>= tile_height, ++height) {
    Level& level = levels_.emplace_back();
    const std::int64_t first = last - last % tile_width;
    if (first == last) continue;
    const std::vector<Hash> hashes = level_hashes(height, first, last);
    if (std::cmp_not_equal(hashes.size(), last - first))
      throw Damage(
          fmt::format("taking up the tree at size {}: level {} has {} hashes from {} on, expected "
                      "{}; run audit",
                      size, height, hashes.size(), first, last - first));
    for (const Hash& hash : hashes) level.add(hash);
  }
}

void TileBuilder::Level::add(const Hash& hash) {
  if (hashes.empty()) hashes.reserve(tile_width * hash_size);
  hashes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  edge.add(hash);
}

void TileBuilder::add(const Hash& leaf, const std::function<void(FullTile&&)>& full) {
  require(size_ < tree_size_max, "a tree has at most 2^62 leaves");
  ++size_;
  Hash hash = leaf;
  std::int64_t count = size_;  // hashes of the level so far, the new one included
  for (std::size_t i = 0;; ++i) {
    if (i == levels_.size()) levels_.emplace_back();
    levels_[i].add(hash);
    if (count % tile_width != 0) return;
    // Only a full tile is hashed upwards: its root never changes again.
    hash = levels_[i].edge.root();
    count /= tile_width;
    full({static_cast<std::int64_t>(i), count - 1, std::move(levels_[i].hashes)});
    levels_[i] = Level{};
  }
}

Hash TileBuilder::root() const {
  std::optional<Hash> root;
  for (const Level& level : levels_) root = level.edge.fold(root);
  return root ? *root : empty_root();
}

Hash tile_root(std::string_view hashes) {
  if (hashes.size() != tile_width * hash_size)
    throw Damage(fmt::format("reading the tree: a full tile has {} bytes, expected {}; run audit",
                             hashes.size(), tile_width * hash_size));
  Frontier frontier;
  for (std::size_t at = 0; at < hashes.size(); at += hash_size) {
    Hash hash{};
    std::memcpy(hash.data(), hashes.data() + at, hash_size);
    frontier.add(hash);
  }
  return frontier.root();
}

Hash subtree_hash(const Subtree& subtree,
                  const std::function<std::string(std::int64_t, std::int64_t)>& tile) {
  require(subtree.height >= 0 && subtree.height <= 62 && subtree.number >= 0,
          "a subtree has 1 to 2^62 leaves and a number");
  // Aligned and at most 128 wide, so never across two tiles.
  const std::int64_t level = subtree.height / tile_height;
  const std::int64_t width = std::int64_t{1} << subtree.height % tile_height;
  require(subtree.number <= tree_size_max / width, "a subtree lies in a tree of 2^62 leaves");
  const std::int64_t first = subtree.number * width;
  const std::int64_t number = first / tile_width;
  const auto offset = static_cast<std::size_t>(first % tile_width) * hash_size;
  const std::string bytes = tile(level, number);
  if (bytes.size() < offset + static_cast<std::size_t>(width) * hash_size)
    throw Damage(fmt::format(
        "reading the tree: tile {} of level {} has {} bytes, expected {} or more; run audit",
        number, level, bytes.size(), offset + static_cast<std::size_t>(width) * hash_size));
  Frontier frontier;
  for (std::int64_t i = 0; i < width; ++i) {
    Hash hash{};
    std::memcpy(hash.data(), bytes.data() + offset + static_cast<std::size_t>(i) * hash_size,
                hash_size);
    frontier.add(hash);
  }
  return frontier.root();
}

}  // namespace ledger::chain
