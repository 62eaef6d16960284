#include "ledger/chain/proof.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

using Path = std::span<const Hash>;
using Found = std::optional<Hash>;

std::int64_t half(std::int64_t size) {
  return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(size - 1)));
}

Found node(const Found& left, const Found& right) {
  if (!left || !right) return std::nullopt;
  return crypto::node_hash(*left, *right);
}

/// PATH of RFC 6962 section 2.1.1 read backwards, from the root down: another way to the answer
/// than the loop of RFC 9162.
Found root_by_definition(const Hash& leaf, std::int64_t index, std::int64_t size, Path path) {
  if (size == 1) return path.empty() ? Found(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const std::int64_t k = half(size);
  const Path rest = path.first(path.size() - 1);
  if (index < k) return node(root_by_definition(leaf, index, k, rest), path.back());
  return node(path.back(), root_by_definition(leaf, index - k, size - k, rest));
}

struct Roots {
  Found older, newer;
};

/// SUBPROOF of section 2.1.2 read backwards. `whole` is the older root where the path leaves it
/// out.
Roots roots_by_definition(std::int64_t older, std::int64_t size, Path path, const Found& whole) {
  if (older == size) {
    if (whole) return path.empty() ? Roots{whole, whole} : Roots{};
    return path.size() == 1 ? Roots{path[0], path[0]} : Roots{};
  }
  if (path.empty()) return {};
  const std::int64_t k = half(size);
  const Path rest = path.first(path.size() - 1);
  if (older <= k) {
    const Roots left = roots_by_definition(older, k, rest, whole);
    return {left.older, node(left.newer, path.back())};
  }
  const Roots right = roots_by_definition(older - k, size - k, rest, std::nullopt);
  return {node(path.back(), right.older), node(path.back(), right.newer)};
}

std::int64_t take_number(std::string_view& input) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(input[i])) << 8 * i;
  input.remove_prefix(8);
  return static_cast<std::int64_t>(value);
}

std::vector<Hash> take_hashes(std::string_view input) {
  std::vector<Hash> hashes;
  for (; input.size() >= 32; input.remove_prefix(32))
    std::copy_n(input.begin(), 32, hashes.emplace_back().begin());
  return hashes;
}

bool is_tree(std::int64_t size) {
  return size >= 1 && size <= chain::tree_size_max;
}

bool check_inclusion(std::int64_t index, std::int64_t size, const std::vector<Hash>& path) {
  const Hash leaf = crypto::leaf_hash("leaf");
  const Found root = chain::root_of_inclusion(leaf, index, size, path);
  const bool is_place = is_tree(size) && index >= 0 && index < size;
  require(root == (is_place ? root_by_definition(leaf, index, size, path) : std::nullopt),
          "a path leads to the root that the definition of the tree gives");
  if (root && !path.empty())
    require(!chain::root_of_inclusion(leaf, index, size, {path.begin(), path.end() - 1}),
            "a shorter path leads nowhere");
  return root.has_value();
}

void check_consistency(std::int64_t older, std::int64_t newer, const std::vector<Hash>& path) {
  if (!is_tree(newer) || older < 1 || older > newer) {
    const chain::TreeHead one{older, chain::empty_root()}, other{newer, chain::empty_root()};
    require(older == 0 || older == newer || !chain::is_consistent(one, other, path),
            "impossible sizes are consistent with nothing");
    return;
  }
  const bool is_perfect = std::has_single_bit(static_cast<std::uint64_t>(older));
  const Found whole = is_perfect || older == newer ? Found(crypto::leaf_hash("x")) : std::nullopt;
  const Roots roots = roots_by_definition(older, newer, path, whole);
  const chain::TreeHead any{newer, crypto::leaf_hash("y")};
  require(!chain::is_consistent({older, crypto::leaf_hash("x")}, any, path), "roots are compared");
  if (!roots.older || !roots.newer) return;
  require(chain::is_consistent({older, *roots.older}, {newer, *roots.newer}, path),
          "the path that the definition of the tree gives is accepted");
  Hash other = *roots.older;
  other[0] ^= 1;
  require(!chain::is_consistent({older, other}, {newer, *roots.newer}, path),
          "another older root is refused");
}

/// A receipt's proof takes exactly as many hashes as its numbers demand.
void check_range(std::int64_t first, std::int64_t size, const std::vector<Hash>& hashes) {
  const std::vector<Hash> leaves(hashes.begin(), hashes.begin() + (hashes.size() > 1 ? 2 : 0));
  const std::vector<Hash> proof(hashes.begin() + static_cast<int>(leaves.size()), hashes.end());
  const auto root = chain::root_from_range(size, first, leaves, proof);
  const auto count = static_cast<std::int64_t>(leaves.size());
  const bool fits = count > 0 && size >= 0 && size <= chain::tree_size_max && first >= 0 &&
                    first <= size && count <= size - first;
  require(!root || fits, "impossible numbers lead nowhere");
  if (!fits) return;
  const std::size_t demanded =
      chain::cover(0, first).size() + chain::cover(first + count, size).size();
  require(root.has_value() == (proof.size() == demanded), "a proof has the hashes it needs");
}

}  // namespace

/// Two numbers of eight bytes, little-endian, and hashes.
bool fuzz::proof(std::string_view input) {
  if (input.size() < 16) return false;
  const std::int64_t first = take_number(input), second = take_number(input);
  const std::vector<Hash> hashes = take_hashes(input);
  check_consistency(first, second, hashes);
  check_range(first, second, hashes);
  return check_inclusion(first, second, hashes);
}
