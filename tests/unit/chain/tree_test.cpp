#include "ledger/chain/tree.hpp"

#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/slow_tree.hpp"

using namespace ledger;
using namespace ledger::chain;

TEST_CASE("the sample tree of the certificate transparency project has its published roots",
          "[tree]") {
  using namespace std::string_literals;
  const std::vector<std::string> data{""s,
                                      "\x00"s,
                                      "\x10",
                                      "\x20\x21",
                                      "\x30\x31",
                                      "\x40\x41\x42\x43",
                                      "\x50\x51\x52\x53\x54\x55\x56\x57",
                                      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e"
                                      "\x6f"};
  const std::vector<std::string> roots{
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  CHECK(encoding::hex(frontier.root()) == roots[0]);
  for (std::size_t i = 0; i < data.size(); ++i) {
    frontier.add(crypto::leaf_hash(data[i]));
    CHECK(encoding::hex(frontier.root()) == roots[i + 1]);
  }
}

TEST_CASE("the empty tree's root is the hash of nothing", "[tree]") {
  CHECK(encoding::base64(empty_root()) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  CHECK(Frontier().root() == empty_root());
  CHECK(root_of({}) == empty_root());
  CHECK(TileBuilder().root() == empty_root());
}

TEST_CASE("a frontier grows as the definition says, at every size", "[tree]") {
  const std::vector<Hash> leaves = leaves_of(600);
  Frontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    REQUIRE(frontier.size() == static_cast<std::int64_t>(size));
    REQUIRE(frontier.root() == slow_root(leaves, 0, size));
    if (size < leaves.size()) frontier.add(leaves[size]);
  }
  CHECK(root_of(leaves) == frontier.root());
}

TEST_CASE("a frontier takes whole subtrees where their leaves would stand", "[tree]") {
  const std::vector<Hash> leaves = leaves_of(200);
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    Frontier frontier;
    for (const Subtree& subtree : cover(0, static_cast<std::int64_t>(size))) {
      const auto first = static_cast<std::size_t>(subtree.number << subtree.height);
      frontier.add_subtree(slow_root(leaves, first, first + (std::size_t{1} << subtree.height)),
                           subtree.height);
    }
    REQUIRE(frontier.root() == slow_root(leaves, 0, size));
  }
}

TEST_CASE("a frontier reaches 2^62 leaves", "[tree]") {
  const Hash a = crypto::sha256("a"), b = crypto::sha256("b");
  Frontier frontier;
  frontier.add_subtree(a, 61);
  frontier.add_subtree(b, 61);
  CHECK(frontier.size() == tree_size_max);
  CHECK(frontier.root() == crypto::node_hash(a, b));
}

TEST_CASE("a cover is aligned, gapless and as coarse as can be", "[tree]") {
  for (std::int64_t first = 0; first <= 70; ++first)
    for (std::int64_t last = first; last <= 70; ++last) {
      std::int64_t at = first;
      for (const Subtree& subtree : cover(first, last)) {
        const std::int64_t width = std::int64_t{1} << subtree.height;
        REQUIRE(subtree.number * width == at);
        const bool could_be_wider = at % (2 * width) == 0 && at + 2 * width <= last;
        REQUIRE_FALSE(could_be_wider);
        at += width;
      }
      REQUIRE(at == last);
    }
}

TEST_CASE("covers of the largest trees do not overflow", "[tree]") {
  REQUIRE(cover(0, tree_size_max).size() == 1);
  CHECK(cover(0, tree_size_max)[0].height == 62);
  CHECK(cover(0, tree_size_max - 1).size() == 62);
  CHECK(cover(1, tree_size_max).size() == 62);
  CHECK(cover(1, tree_size_max - 1).size() == 122);
}
