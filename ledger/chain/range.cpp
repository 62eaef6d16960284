#include <algorithm>
#include <bit>

#include "ledger/chain/tree.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {

std::vector<Subtree> cover(std::int64_t first, std::int64_t last) {
  require(first >= 0 && first <= last && last <= tree_size_max, "a range lies within a tree");
  std::vector<Subtree> subtrees;
  while (first < last) {
    const int fits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(last - first))) - 1;
    const int aligned = first == 0 ? fits : std::countr_zero(static_cast<std::uint64_t>(first));
    const int height = std::min(fits, aligned);
    subtrees.push_back({height, first >> height});
    first += std::int64_t{1} << height;
  }
  return subtrees;
}

// Every aligned perfect subtree inside the tree is one of its nodes, so the hashes on both sides
// with the leaves between them are enough, and there is exactly one right number of them: a hash
// too many or too few is never passed over.
std::optional<Hash> root_from_range(std::int64_t size, std::int64_t first,
                                    const std::vector<Hash>& leaves,
                                    const std::vector<Hash>& proof) {
  const auto count = static_cast<std::int64_t>(leaves.size());
  // No leaves would prove nothing about any entry.
  if (size > tree_size_max || first < 0 || first > size || count == 0 || count > size - first)
    return std::nullopt;
  const std::vector<Subtree> left = cover(0, first), right = cover(first + count, size);
  if (proof.size() != left.size() + right.size()) return std::nullopt;
  Frontier frontier;
  auto hash = proof.begin();
  for (const Subtree& subtree : left) frontier.add_subtree(*hash++, subtree.height);
  for (const Hash& leaf : leaves) frontier.add(leaf);
  for (const Subtree& subtree : right) frontier.add_subtree(*hash++, subtree.height);
  return frontier.root();
}

}  // namespace ledger::chain
