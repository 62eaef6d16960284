#include "ledger/chain/tree.hpp"

#include <bit>

#include "ledger/crypto/sha256.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {

Hash empty_root() {
  return crypto::sha256("");
}

std::optional<Hash> Frontier::fold(std::optional<Hash> right) const {
  for (auto peak = peaks_.rbegin(); peak != peaks_.rend(); ++peak)
    right = right ? crypto::node_hash(*peak, *right) : *peak;
  return right;
}

Hash Frontier::root() const {
  const auto folded = fold(std::nullopt);
  return folded ? *folded : empty_root();
}

void Frontier::add(const Hash& leaf) {
  add_subtree(leaf, 0);
}

void Frontier::add_subtree(const Hash& hash, int height) {
  require(height >= 0 && height <= 62, "a subtree has 1 to 2^62 leaves");
  const std::int64_t leaves = std::int64_t{1} << height;
  require(size_ % leaves == 0, "a subtree starts at a multiple of its size");
  require(size_ <= tree_size_max - leaves, "a tree has at most 2^62 leaves");
  Hash merged = hash;
  // Each low bit that is set is a peak of the same height: the two make one of the next.
  for (std::int64_t rest = size_ >> height; (rest & 1) != 0; rest >>= 1) {
    merged = crypto::node_hash(peaks_.back(), merged);
    peaks_.pop_back();
  }
  peaks_.push_back(merged);
  size_ += leaves;
}

Hash root_of(const std::vector<Hash>& leaves) {
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.add(leaf);
  return frontier.root();
}

}  // namespace ledger::chain
