#pragma once

#include <string>
#include <vector>

#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"

/// The definition of RFC 6962 section 2.1, word by word: what every faster way is held against.
[[nodiscard]] inline ledger::Hash slow_root(const std::vector<ledger::Hash>& leaves,
                                            std::size_t first, std::size_t last) {
  if (first == last) return ledger::crypto::sha256("");
  if (last - first == 1) return leaves[first];
  std::size_t k = 1;
  while (k * 2 < last - first) k *= 2;
  return ledger::crypto::node_hash(slow_root(leaves, first, first + k),
                                   slow_root(leaves, first + k, last));
}

/// Leaf hashes of the numbers from 0 on, as text.
[[nodiscard]] inline std::vector<ledger::Hash> leaves_of(std::size_t count) {
  std::vector<ledger::Hash> leaves;
  for (std::size_t i = 0; i < count; ++i)
    leaves.push_back(ledger::crypto::leaf_hash(std::to_string(i)));
  return leaves;
}

/// Hashes [first, last) of a tile level over `leaves`.
[[nodiscard]] inline std::vector<ledger::Hash> slow_level(const std::vector<ledger::Hash>& leaves,
                                                          int level, std::int64_t first,
                                                          std::int64_t last) {
  std::vector<ledger::Hash> hashes;
  const std::size_t width = std::size_t{1} << 8 * level;
  for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i)
    hashes.push_back(slow_root(leaves, i * width, (i + 1) * width));
  return hashes;
}

[[nodiscard]] inline std::string joined(const std::vector<ledger::Hash>& hashes) {
  std::string bytes;
  for (const ledger::Hash& hash : hashes) bytes.append(hash.begin(), hash.end());
  return bytes;
}
