#include <string_view>

#include "ledger/chain/proof.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/proof_model.hpp"

// Paths over the sample tree of the certificate transparency project, as transparency-dev/merkle
// publishes them (testdata/inclusion, testdata/consistency), and the kinds of probes it has.

using namespace ledger;
using namespace ledger::chain;

namespace {

// Roots of subtrees [first, last) of the sample tree.
constexpr std::string_view r01 = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
                           r12 = "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
                           r23 = "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=",
                           r45 = "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
                           r56 = "QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg=",
                           r02 = "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
                           r24 = "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
                           r46 = "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
                           r68 = "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
                           r03 = "rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=",
                           r04 = "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
                           r48 = "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
                           r05 = "Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=",
                           r06 = "duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=",
                           r08 = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";

Hash hash(std::string_view text) {
  return encoding::fixed_from_base64<32>(text).value();
}

std::vector<Hash> hashes(const std::vector<std::string_view>& texts) {
  std::vector<Hash> all;
  for (const auto text : texts) all.push_back(hash(text));
  return all;
}

SlowProofs sample() {
  using namespace std::string_literals;
  std::vector<Hash> leaves;
  for (const std::string& data :
       {""s, "\x00"s, "\x10"s, "\x20\x21"s, "\x30\x31"s, "\x40\x41\x42\x43"s,
        "\x50\x51\x52\x53\x54\x55\x56\x57"s,
        "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s})
    leaves.push_back(crypto::leaf_hash(data));
  return SlowProofs(leaves);
}

struct Inclusion {
  std::int64_t index, size;
  std::string_view leaf, root;
  std::vector<std::string_view> path;
};
const std::vector<Inclusion>& inclusions() {
  static const std::vector<Inclusion> all{{0, 8, r01, r08, {r12, r24, r48}},
                                          {5, 8, r56, r08, {r45, r68, r04}},
                                          {2, 3, r23, r03, {r02}},
                                          {1, 5, r12, r05, {r01, r24, r45}}};
  return all;
}

struct Consistency {
  std::int64_t older, newer;
  std::string_view older_root, newer_root;
  std::vector<std::string_view> path;
};
const std::vector<Consistency>& consistencies() {
  static const std::vector<Consistency> all{{1, 1, r01, r01, {}},
                                            {1, 8, r01, r08, {r12, r24, r48}},
                                            {6, 8, r06, r08, {r46, r68, r04}},
                                            {2, 5, r02, r05, {r24, r45}}};
  return all;
}

}  // namespace

TEST_CASE("vectors: the published inclusion paths of the sample tree prove, and are ours",
          "[proof]") {
  SlowProofs tree = sample();
  for (const Inclusion& known : inclusions()) {
    CAPTURE(known.index, known.size);
    const auto path = hashes(known.path);
    CHECK(root_of_inclusion(hash(known.leaf), known.index, known.size, path) == hash(known.root));
    CHECK(inclusion_path(known.index, known.size, tree.tiles(known.size)) == path);
  }
}

TEST_CASE("vectors: the published consistency paths of the sample tree prove, and are ours",
          "[proof]") {
  SlowProofs tree = sample();
  for (const Consistency& known : consistencies()) {
    CAPTURE(known.older, known.newer);
    const auto path = hashes(known.path);
    CHECK(is_consistent({known.older, hash(known.older_root)},
                        {known.newer, hash(known.newer_root)}, path));
    CHECK(consistency_path(known.older, known.newer, tree.tiles(known.newer)) == path);
  }
}

TEST_CASE("vectors: every published kind of spoilt inclusion probe is refused", "[proof]") {
  for (const Inclusion& known : inclusions()) {
    CAPTURE(known.index, known.size);
    const Hash leaf = hash(known.leaf), root = hash(known.root);
    const auto path = hashes(known.path);
    // Index and size one off, with a bit turned over, doubled, halved.
    for (const std::int64_t index : {known.index - 1, known.index + 1, known.index ^ 2})
      CHECK(root_of_inclusion(leaf, index, known.size, path) != root);
    for (const std::int64_t size : {known.size * 2, known.size / 2})
      CHECK(root_of_inclusion(leaf, known.index, size, path) != root);
    // Another leaf, another root; the root itself before or after the path.
    CHECK(root_of_inclusion(crypto::sha256("WrongLeaf"), known.index, known.size, path) != root);
    CHECK(root_of_inclusion(leaf, known.index, known.size, path) != crypto::sha256(""));
    auto before = path, after = path;
    before.insert(before.begin(), root);
    after.push_back(root);
    CHECK(root_of_inclusion(leaf, known.index, known.size, before) != root);
    CHECK(root_of_inclusion(leaf, known.index, known.size, after) != root);
    for (const auto& other : spoilt(path))
      CHECK(root_of_inclusion(leaf, known.index, known.size, other) != root);
  }
}

TEST_CASE("vectors: every published kind of spoilt consistency probe is refused", "[proof]") {
  for (const Consistency& known : consistencies()) {
    if (known.older == known.newer) continue;
    CAPTURE(known.older, known.newer);
    const TreeHead older{known.older, hash(known.older_root)};
    const TreeHead newer{known.newer, hash(known.newer_root)};
    const auto path = hashes(known.path);
    for (const std::int64_t size : {older.size - 1, older.size + 1, older.size ^ 2})
      CHECK_FALSE(is_consistent({size, older.root}, newer, path));
    for (const std::int64_t size : {newer.size * 2, newer.size / 2})
      CHECK_FALSE(is_consistent(older, {size, newer.root}, path));
    CHECK_FALSE(is_consistent({older.size, newer.root}, {newer.size, older.root}, path));
    CHECK_FALSE(is_consistent({older.size, crypto::sha256("WrongRoot")}, newer, path));
    CHECK_FALSE(is_consistent(older, {newer.size, crypto::sha256("WrongRoot")}, path));
    CHECK_FALSE(is_consistent(older, newer, {}));
    for (const Hash& root : {older.root, newer.root}) {
      auto before = path, after = path;
      before.insert(before.begin(), root);
      after.push_back(root);
      CHECK_FALSE(is_consistent(older, newer, before));
      CHECK_FALSE(is_consistent(older, newer, after));
    }
    for (const auto& other : spoilt(path)) CHECK_FALSE(is_consistent(older, newer, other));
  }
}
