#pragma once

#include <string>
#include <vector>

#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/tree.hpp"
#include "tests/unit/chain/slow_tree.hpp"
#include "tests/unit/chain/test_keys.hpp"

/// A small log: the leaves are numbers, from `fork` on other ones.
struct LogTree {
  explicit LogTree(std::size_t fork = 1000) : leaves(leaves_of(fork < 200 ? fork : 200)) {
    while (leaves.size() < 200) leaves.push_back(hash_of_bytes(9));
  }

  [[nodiscard]] ledger::Hash root(std::int64_t size) const {
    return slow_root(leaves, 0, static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::vector<ledger::Hash> path(std::int64_t older, std::int64_t newer) const {
    if (older == 0) return {};
    return ledger::chain::consistency_path(
        older, newer, [&](std::int64_t, std::int64_t) { return joined(leaves); });
  }
  [[nodiscard]] std::string head(std::int64_t size) const {
    return ledger::chain::sign_checkpoint(test_origin, size, root(size),
                                          test_signer(test_origin, 1))
        .note;
  }

  std::vector<ledger::Hash> leaves;
};
