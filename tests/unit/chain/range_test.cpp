#include "ledger/chain/tree.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/slow_tree.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

/// What a receipt carries for entries [first, first + count) of a tree over `leaves`.
struct Range {
  std::vector<Hash> leaves, proof;
};

Range range_of(const std::vector<Hash>& all, std::int64_t size, std::int64_t first,
               std::int64_t count) {
  Range range;
  range.leaves.assign(all.begin() + first, all.begin() + first + count);
  for (const auto& side : {cover(0, first), cover(first + count, size)})
    for (const Subtree& subtree : side) {
      const auto from = static_cast<std::size_t>(subtree.number << subtree.height);
      range.proof.push_back(slow_root(all, from, from + (std::size_t{1} << subtree.height)));
    }
  return range;
}

bool proves(std::int64_t size, std::int64_t first, const Range& range, const Hash& root) {
  return root_from_range(size, first, range.leaves, range.proof) == root;
}

/// Whether changing any one hash of the range changes the root.
bool every_damage_shows(std::int64_t size, std::int64_t first, Range range, const Hash& root) {
  for (std::vector<Hash>* hashes : {&range.leaves, &range.proof})
    for (Hash& hash : *hashes) {
      hash[31] ^= 1;
      if (proves(size, first, range, root)) return false;
      hash[31] ^= 1;
    }
  return true;
}

bool wrong_lengths_are_refused(std::int64_t size, std::int64_t first, const Range& range) {
  Range more = range, fewer = range;
  more.proof.push_back(Hash{});
  if (root_from_range(size, first, more.leaves, more.proof)) return false;
  if (range.proof.empty()) return true;
  fewer.proof.pop_back();
  return !root_from_range(size, first, fewer.leaves, fewer.proof);
}

}  // namespace

TEST_CASE("a range proves its root at every size, and no damaged one does", "[range]") {
  const std::vector<Hash> leaves = leaves_of(40);
  for (std::int64_t size = 1; size <= 40; ++size) {
    const Hash root = slow_root(leaves, 0, static_cast<std::size_t>(size));
    for (std::int64_t first = 0; first < size; ++first)
      for (std::int64_t count = 1; count <= size - first; ++count) {
        CAPTURE(size, first, count);
        const Range range = range_of(leaves, size, first, count);
        REQUIRE(proves(size, first, range, root));
        REQUIRE(every_damage_shows(size, first, range, root));
        REQUIRE(wrong_lengths_are_refused(size, first, range));
      }
  }
}

TEST_CASE("a range does not prove another place in the tree", "[range]") {
  const std::vector<Hash> leaves = leaves_of(40);
  const Hash root = slow_root(leaves, 0, 40);
  const Range range = range_of(leaves, 40, 17, 3);
  for (std::int64_t first = 0; first <= 40; ++first) {
    CAPTURE(first);
    REQUIRE(proves(40, first, range, root) == (first == 17));
  }
}

TEST_CASE("a range with impossible numbers proves nothing", "[range]") {
  const std::vector<Hash> one = leaves_of(1), two = leaves_of(2);
  CHECK(root_from_range(1, 0, one, {}) == one[0]);
  CHECK_FALSE(root_from_range(0, 0, {}, {}));
  CHECK_FALSE(root_from_range(1, 0, {}, one));
  CHECK_FALSE(root_from_range(1, 1, {}, one));
  CHECK_FALSE(root_from_range(0, 0, one, {}));
  CHECK_FALSE(root_from_range(-1, 0, one, {}));
  CHECK_FALSE(root_from_range(1, -1, one, {}));
  CHECK_FALSE(root_from_range(2, 1, two, one));
  CHECK_FALSE(root_from_range(1, 2, one, {}));
  CHECK_FALSE(root_from_range(tree_size_max + 1, 0, one, {}));
  CHECK_FALSE(root_from_range(INT64_MAX, INT64_MAX, one, {}));
  CHECK_FALSE(root_from_range(INT64_MIN, 0, one, {}));
  CHECK(root_from_range(tree_size_max, 0, one, std::vector<Hash>(62)));
  CHECK_FALSE(root_from_range(tree_size_max, 0, one, std::vector<Hash>(61)));
}
