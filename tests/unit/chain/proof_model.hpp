#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/chain/proof.hpp"
#include "tests/unit/chain/slow_tree.hpp"

/// PATH and PROOF of RFC 6962 sections 2.1.1 and 2.1.2, word by word: what proofs from tiles are
/// held against. Roots are remembered, so that every size can be tried.
class SlowProofs {
 public:
  explicit SlowProofs(std::vector<ledger::Hash> leaves) : leaves_(std::move(leaves)) {}

  [[nodiscard]] const std::vector<ledger::Hash>& leaves() const { return leaves_; }
  [[nodiscard]] ledger::Hash root(std::int64_t first, std::int64_t last) {
    if (first == last) return ledger::crypto::sha256("");
    if (last - first == 1) return leaves_[static_cast<std::size_t>(first)];
    const auto known = roots_.find({first, last});
    if (known != roots_.end()) return known->second;
    const std::int64_t k = first + half(last - first);
    return roots_[{first, last}] = ledger::crypto::node_hash(root(first, k), root(k, last));
  }
  [[nodiscard]] ledger::chain::TreeHead head(std::int64_t size) { return {size, root(0, size)}; }

  [[nodiscard]] std::vector<ledger::Hash> path(std::int64_t m, std::int64_t first,
                                               std::int64_t last) {
    if (last - first == 1) return {};
    const std::int64_t k = half(last - first);
    return m < k ? with(path(m, first, first + k), root(first + k, last))
                 : with(path(m - k, first + k, last), root(first, first + k));
  }
  [[nodiscard]] std::vector<ledger::Hash> proof(std::int64_t m, std::int64_t n) {
    return sub(m, 0, n, true);
  }

  /// The tiles of a tree of `size`, no hash more than it has.
  [[nodiscard]] ledger::chain::TileReader tiles(std::int64_t size) {
    return [this, size](std::int64_t level, std::int64_t number) {
      std::vector<ledger::Hash> hashes;
      const std::int64_t last = std::min(number * 256 + 256, size >> 8 * level);
      for (std::int64_t i = number * 256; i < last; ++i)
        hashes.push_back(root(i << 8 * level, (i + 1) << 8 * level));
      return joined(hashes);
    };
  }

 private:
  static std::int64_t half(std::int64_t n) {
    std::int64_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
  }
  static std::vector<ledger::Hash> with(std::vector<ledger::Hash> path, const ledger::Hash& last) {
    path.push_back(last);
    return path;
  }
  std::vector<ledger::Hash> sub(std::int64_t m, std::int64_t first, std::int64_t last, bool known) {
    const std::int64_t n = last - first;
    if (m == n) return known ? std::vector<ledger::Hash>{} : std::vector{root(first, last)};
    const std::int64_t k = half(n);
    return m <= k ? with(sub(m, first, first + k, known), root(first + k, last))
                  : with(sub(m - k, first + k, last, false), root(first, first + k));
  }

  std::vector<ledger::Hash> leaves_;
  std::map<std::pair<std::int64_t, std::int64_t>, ledger::Hash> roots_;
};

/// Every way a stranger could spoil a path without changing its purpose: a hash missing, doubled,
/// put in, changed in one bit, or changed with its neighbour.
[[nodiscard]] inline std::vector<std::vector<ledger::Hash>> spoilt(
    const std::vector<ledger::Hash>& path) {
  using Path = std::vector<ledger::Hash>;
  std::vector<Path> all;
  const auto change = [&](const auto& how) {
    Path other = path;
    how(other);
    if (other != path) all.push_back(std::move(other));
  };
  for (std::size_t i = 0; i <= path.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    change([&](Path& p) { p.insert(p.begin() + at, ledger::crypto::sha256("garbage")); });
    change([&](Path& p) { p.insert(p.begin() + at, ledger::Hash{}); });
    if (i == path.size()) break;
    change([&](Path& p) { p.erase(p.begin() + at); });
    change([&](Path& p) { p.insert(p.begin() + at, path[i]); });
    change([&](Path& p) { p[i][i % 32] ^= 4; });
    if (i + 1 < path.size()) change([&](Path& p) { std::swap(p[i], p[i + 1]); });
  }
  return all;
}
