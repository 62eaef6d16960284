#include "ledger/chain/proof.hpp"

#include <random>

#include "ledger/chain/tree.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/proof_model.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

std::size_t at(std::int64_t index) {
  return static_cast<std::size_t>(index);
}

bool inclusion_is_right(SlowProofs& slow, std::int64_t index, std::int64_t size) {
  const auto path = inclusion_path(index, size, slow.tiles(size));
  return path == slow.path(index, 0, size) &&
         root_of_inclusion(slow.leaves()[at(index)], index, size, path) == slow.root(0, size);
}

bool consistency_is_right(SlowProofs& slow, std::int64_t older, std::int64_t newer) {
  const auto path = consistency_path(older, newer, slow.tiles(newer));
  return path == slow.proof(older, newer) &&
         is_consistent(slow.head(older), slow.head(newer), path);
}

}  // namespace

TEST_CASE("proofs from tiles are those of the definition, at every size", "[proof]") {
  SlowProofs slow(leaves_of(300));
  for (std::int64_t size = 1; size <= 300; ++size) {
    CAPTURE(size);
    REQUIRE(root_from_tiles(size, slow.tiles(size)) == slow.root(0, size));
    const std::int64_t step = size <= 130 || (size > 250 && size < 262) ? 1 : 7;
    for (std::int64_t index = 0; index < size; index += step) {
      CAPTURE(index);
      REQUIRE(inclusion_is_right(slow, index, size));
      REQUIRE(consistency_is_right(slow, index + 1, size));
    }
  }
}

TEST_CASE("proofs from tiles are those of the definition where tiles of the second level fill up",
          "[proof]") {
  SlowProofs slow(leaves_of(66'100));
  std::mt19937_64 random(20'240'305);
  const auto below = [&](std::int64_t end) {
    return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random);
  };
  for (const std::int64_t size :
       {65'279, 65'280, 65'281, 65'535, 65'536, 65'537, 65'791, 65'792, 65'793, 66'100})
    for (std::int64_t i = 0; i < 12; ++i) {
      const std::int64_t index = i == 0 ? 0 : i == 1 ? size - 1 : below(size);
      CAPTURE(size, index);
      REQUIRE(inclusion_is_right(slow, index, size));
      REQUIRE(consistency_is_right(slow, index + 1, size));
    }
  for (const std::int64_t older : {255, 256, 257, 65'280, 65'535, 65'536, 65'537, 66'000}) {
    CAPTURE(older);
    REQUIRE(consistency_is_right(slow, older, 66'100));
  }
}

TEST_CASE("an inclusion path with anything missing, added, changed or swapped proves nothing",
          "[proof]") {
  SlowProofs slow(leaves_of(70));
  for (const std::int64_t size : {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 31, 32, 33, 64, 70})
    for (std::int64_t index = 0; index < size; ++index) {
      const auto path = slow.path(index, 0, size);
      const Hash leaf = slow.leaves()[at(index)];
      CAPTURE(size, index);
      for (const auto& other : spoilt(path))
        REQUIRE(root_of_inclusion(leaf, index, size, other) != slow.root(0, size));
      REQUIRE(root_of_inclusion(crypto::sha256("other"), index, size, path) != slow.root(0, size));
      for (std::int64_t other = 0; other <= 70; ++other) {
        if (other != index)
          REQUIRE(root_of_inclusion(leaf, other, size, path) != slow.root(0, size));
        if (other != size)
          REQUIRE(root_of_inclusion(leaf, index, other, path) != slow.root(0, other));
      }
    }
}

TEST_CASE("a consistency path with anything missing, added, changed or swapped proves nothing",
          "[proof]") {
  SlowProofs slow(leaves_of(34));
  for (std::int64_t newer = 1; newer <= 34; ++newer)
    for (std::int64_t older = 1; older <= newer; ++older) {
      CAPTURE(older, newer);
      const auto path = slow.proof(older, newer);
      const TreeHead from = slow.head(older), to = slow.head(newer);
      for (const auto& other : spoilt(path)) REQUIRE_FALSE(is_consistent(from, to, other));
      REQUIRE_FALSE(is_consistent({older, crypto::sha256("other")}, to, path));
      REQUIRE_FALSE(is_consistent(from, {newer, crypto::sha256("other")}, path));
      for (std::int64_t size = 1; size <= 34; ++size) {
        if (size != older) {
          const bool proves = size <= newer && path == slow.proof(size, newer);
          REQUIRE(is_consistent(slow.head(size), to, path) == proves);
        }
        if (size != newer) {
          const bool proves = size >= older && path == slow.proof(older, size);
          REQUIRE(is_consistent(from, slow.head(size), path) == proves);
        }
      }
    }
}

TEST_CASE("trap: an inclusion path has exactly the length its index and size demand", "[proof]") {
  SlowProofs slow(leaves_of(33));
  const Hash any = crypto::sha256("any");
  for (std::int64_t size = 1; size <= 33; ++size)
    for (std::int64_t index = 0; index < size; ++index)
      for (std::size_t length = 0; length <= 8; ++length) {
        const bool right = length == slow.path(index, 0, size).size();
        REQUIRE(root_of_inclusion(any, index, size, std::vector<Hash>(length)).has_value() ==
                right);
      }
}

TEST_CASE("trap: nothing is in the empty tree, and no index lies beyond a tree", "[proof]") {
  const Hash leaf = crypto::leaf_hash("a");
  CHECK(root_of_inclusion(leaf, 0, 1, {}) == leaf);
  for (const auto& [index, size] :
       std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 0},
                                                          {-1, 0},
                                                          {-1, 1},
                                                          {1, 1},
                                                          {2, 1},
                                                          {0, -1},
                                                          {INT64_MAX, INT64_MAX},
                                                          {0, INT64_MAX},
                                                          {INT64_MIN, INT64_MIN},
                                                          {0, tree_size_max + 1}})
    CHECK_FALSE(root_of_inclusion(leaf, index, size, {}));
}

TEST_CASE("trap: every tree continues the empty one, whose root is the hash of nothing",
          "[proof]") {
  SlowProofs slow(leaves_of(5));
  const TreeHead none{0, empty_root()};
  CHECK(is_consistent(none, none, {}));
  CHECK(is_consistent(none, slow.head(5), {}));
  CHECK_FALSE(is_consistent(none, slow.head(5), slow.leaves()));
  CHECK_FALSE(is_consistent({0, Hash{}}, slow.head(5), {}));
  CHECK_FALSE(is_consistent({0, Hash{}}, {0, Hash{}}, {}));
  CHECK_FALSE(is_consistent(slow.head(5), none, {}));
}

TEST_CASE("trap: equal sizes demand equal roots and an empty path", "[proof]") {
  SlowProofs slow(leaves_of(6));
  CHECK(is_consistent(slow.head(6), slow.head(6), {}));
  CHECK(consistency_path(6, 6, slow.tiles(6)).empty());
  CHECK_FALSE(is_consistent(slow.head(6), slow.head(6), {slow.root(0, 6)}));
  CHECK_FALSE(is_consistent(slow.head(6), {6, crypto::sha256("other")}, {}));
}

TEST_CASE("trap: from a perfect older tree the path leaves the older root out", "[proof]") {
  SlowProofs slow(leaves_of(40));
  for (const std::int64_t older : {1, 2, 4, 8, 16, 32}) {
    auto path = slow.proof(older, 40);
    REQUIRE(is_consistent(slow.head(older), slow.head(40), path));
    path.insert(path.begin(), slow.root(0, older));
    REQUIRE_FALSE(is_consistent(slow.head(older), slow.head(40), path));
  }
  CHECK_FALSE(is_consistent(slow.head(4), slow.head(8), {}));
  CHECK_FALSE(is_consistent(slow.head(3), slow.head(8), {}));
}

TEST_CASE("trap: impossible sizes are never consistent", "[proof]") {
  const Hash root = crypto::sha256("any");
  CHECK_FALSE(is_consistent({2, root}, {1, root}, {}));
  CHECK_FALSE(is_consistent({-1, root}, {1, root}, {}));
  CHECK_FALSE(is_consistent({-1, root}, {-1, root}, {}));
  CHECK_FALSE(is_consistent({INT64_MIN, root}, {INT64_MAX, root}, {root}));
  CHECK_FALSE(is_consistent({INT64_MAX, root}, {INT64_MAX, root}, {}));
}

TEST_CASE("trap: trees of more than 2^32 leaves are counted in 64 bits", "[proof]") {
  // All leaves alike: a node is known by its height, so that a huge tree needs no memory.
  std::vector<Hash> by_height{crypto::leaf_hash("same")};
  for (int i = 0; i < 62; ++i)
    by_height.push_back(crypto::node_hash(by_height.back(), by_height.back()));
  const TileReader tile = [&](std::int64_t level, std::int64_t) {
    return joined(std::vector<Hash>(256, by_height[at(8 * level)]));
  };
  constexpr auto one = std::int64_t{1};
  for (const std::int64_t size : {(one << 32) + 1, (one << 33), (one << 40) + 12'345, one << 62}) {
    const Hash root = root_from_tiles(size, tile);
    for (const std::int64_t index :
         {std::int64_t{0}, (one << 31), (one << 32) - 1, one << 32, size / 2, size - 1}) {
      CAPTURE(size, index);
      const auto path = inclusion_path(index, size, tile);
      CHECK(root_of_inclusion(by_height[0], index, size, path) == root);
      const std::int64_t older = index + 1;
      CHECK(is_consistent({older, root_from_tiles(older, tile)}, {size, root},
                          consistency_path(older, size, tile)));
    }
  }
}

TEST_CASE("a tile that is too short for its tree is damage", "[proof]") {
  SlowProofs slow(leaves_of(300));
  const auto tile = slow.tiles(299);
  CHECK_THROWS_AS(root_from_tiles(300, tile), Damage);
  CHECK_THROWS_AS(inclusion_path(3, 300, tile), Damage);
  CHECK_THROWS_AS(consistency_path(3, 300, tile), Damage);
}

TEST_CASE("a proof fetches each tile once, and few of them", "[proof]") {
  SlowProofs slow(leaves_of(66'000));
  std::map<std::pair<std::int64_t, std::int64_t>, int> fetched;
  const auto tile = slow.tiles(66'000);
  const auto path = inclusion_path(12'345, 66'000, [&](std::int64_t level, std::int64_t number) {
    ++fetched[{level, number}];
    return tile(level, number);
  });
  CHECK(path.size() == 17);
  CHECK(fetched.size() == 4);
  for (const auto& [place, times] : fetched) CHECK(times == 1);
}
