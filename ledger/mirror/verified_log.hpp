#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain/proof.hpp"
#include "ledger/mirror.hpp"

namespace ledger::mirror {

/// Hash number `position` of some that stand side by side.
[[nodiscard]] Hash hash_at(std::string_view hashes, std::int64_t position);

/// The tree of one head, read from a source that nobody trusts: no hash and no entry leaves here
/// that the head's root does not cover. Every member throws Stopped (`wrong_bytes`) when the source
/// has something else. Memory: one tile a level and one bundle. Threads: one at a time.
class VerifiedLog {
 public:
  /// Fetches the tree's right edge and holds it against the root.
  VerifiedLog(LogSource& source, const chain::TreeHead& head);

  [[nodiscard]] const chain::TreeHead& head() const { return head_; }
  /// All hashes of a tile that exist in this tree.
  [[nodiscard]] const std::string& tile(std::int64_t level, std::int64_t number);
  [[nodiscard]] chain::TileReader tiles();
  [[nodiscard]] Hash leaf(Index index) { return hash_at(tile(0, index / 256), index % 256); }

  struct Entries {
    std::vector<std::string> bytes;
    std::vector<Hash> leaves;
  };
  /// The entries of bundle `number` that exist in this tree.
  [[nodiscard]] Entries bundle(std::int64_t number);

 private:
  [[nodiscard]] std::int64_t width(std::int64_t level, std::int64_t number) const;
  [[nodiscard]] std::string fetch_hashes(std::int64_t level, std::int64_t number);

  LogSource& source_;
  chain::TreeHead head_;
  std::map<std::int64_t, std::string> edge_;  ///< by level: its partial tile
  struct Full {
    std::int64_t number{};
    std::string hashes;
  };
  std::map<std::int64_t, Full> full_;  ///< by level: the full tile read last
};

}  // namespace ledger::mirror
