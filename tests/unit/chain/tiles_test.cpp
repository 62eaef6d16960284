#include <map>
#include <utility>

#include "ledger/chain/tree.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/slow_tree.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

using Tiles = std::map<std::pair<std::int64_t, std::int64_t>, std::string>;

auto into(Tiles& tiles) {
  return [&tiles](FullTile&& tile) {
    const bool is_new = tiles.emplace(std::pair(tile.level, tile.number), tile.hashes).second;
    REQUIRE(is_new);
  };
}

TileBuilder resumed(const std::vector<Hash>& leaves, std::size_t size) {
  return TileBuilder(
      static_cast<std::int64_t>(size),
      [&](int level, std::int64_t a, std::int64_t b) { return slow_level(leaves, level, a, b); });
}

/// The tiles that are full at `size`, by the rules of tlog-tiles.
Tiles full_tiles(const std::vector<Hash>& leaves, std::int64_t size) {
  Tiles tiles;
  std::int64_t hashes = size;
  for (int level = 0; hashes >= 256; ++level, hashes /= 256)
    for (std::int64_t number = 0; number < hashes / 256; ++number)
      tiles[{level, number}] = joined(slow_level(leaves, level, number * 256, number * 256 + 256));
  return tiles;
}

}  // namespace

TEST_CASE("a tile builder has the right root and full tiles at every size", "[tiles]") {
  const std::vector<Hash> leaves = leaves_of(600);
  TileBuilder builder;
  Tiles tiles;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    REQUIRE(builder.size() == static_cast<std::int64_t>(size));
    REQUIRE(builder.root() == slow_root(leaves, 0, size));
    if (size < leaves.size()) builder.add(leaves[size], into(tiles));
  }
  CHECK(tiles == full_tiles(leaves, 600));
}

TEST_CASE("a tile builder taken up at any size goes on as one that grew", "[tiles]") {
  const std::vector<Hash> leaves = leaves_of(600);
  const Tiles all = full_tiles(leaves, 600);
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    CAPTURE(size);
    TileBuilder builder = resumed(leaves, size);
    REQUIRE(builder.size() == static_cast<std::int64_t>(size));
    REQUIRE(builder.root() == slow_root(leaves, 0, size));
    Tiles tiles = full_tiles(leaves, static_cast<std::int64_t>(size));
    for (std::size_t i = size; i < leaves.size(); ++i) builder.add(leaves[i], into(tiles));
    REQUIRE(builder.root() == slow_root(leaves, 0, leaves.size()));
    REQUIRE(tiles == all);
  }
}

TEST_CASE("the second level fills up at 65,536 leaves", "[tiles]") {
  const std::vector<Hash> leaves = leaves_of(65'540);
  TileBuilder builder;
  Tiles tiles;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    if (size >= 65'534) {
      CAPTURE(size);
      REQUIRE(builder.root() == slow_root(leaves, 0, size));
      REQUIRE(resumed(leaves, size).root() == builder.root());
      REQUIRE(tiles.size() == (size >= 65'536 ? 257 : 255));
    }
    if (size < leaves.size()) builder.add(leaves[size], into(tiles));
  }
  CHECK(tiles == full_tiles(leaves, 65'540));
  TileBuilder last = resumed(leaves, 65'535);
  Tiles both;
  last.add(leaves[65'535], into(both));
  CHECK(both.size() == 2);
  CHECK(both.contains({0, 255}));
  CHECK(both.contains({1, 0}));
}

TEST_CASE("a tile builder is not taken up from hashes that are missing", "[tiles]") {
  CHECK_THROWS_AS(TileBuilder(300, [](int, std::int64_t, std::int64_t) { return leaves_of(43); }),
                  Damage);
}

TEST_CASE("subtrees read from tiles are what the definition says", "[tiles]") {
  const std::vector<Hash> leaves = leaves_of(70'000);
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    const auto hashes = static_cast<std::int64_t>(leaves.size()) >> 8 * level;
    return joined(slow_level(leaves, static_cast<int>(level), number * 256,
                             std::min(hashes, number * 256 + 256)));
  };
  const auto [first, last] = GENERATE(table<std::int64_t, std::int64_t>(
      {{0, 70'000}, {1, 600}, {65'535, 65'537}, {69'632, 70'000}, {256, 512}, {65'536, 69'888}}));
  for (const Subtree& subtree : cover(first, last)) {
    CAPTURE(subtree.height, subtree.number);
    const auto from = static_cast<std::size_t>(subtree.number << subtree.height);
    REQUIRE(subtree_hash(subtree, tile) ==
            slow_root(leaves, from, from + (std::size_t{1} << subtree.height)));
  }
}

TEST_CASE("a tile that is too short is damage", "[tiles]") {
  const auto tile = [](std::int64_t, std::int64_t) { return std::string(32 * 7, 'x'); };
  CHECK_NOTHROW(subtree_hash({0, 6}, tile));
  CHECK_THROWS_AS(subtree_hash({0, 7}, tile), Damage);
  CHECK_THROWS_AS(subtree_hash({2, 1}, tile), Damage);
}
