#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/chain/policy.hpp"
#include "ledger/mirror/verified_log.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// Whether a head is by a key of this ledger: one that the policy names, that entry 0 names or that
/// a rotation put in force, at whatever time. Evidence is made of such heads alone.
[[nodiscard]] bool is_signed_by_ledger(std::string_view note, const std::string& origin,
                                       const std::vector<std::string>& vkeys,
                                       const std::optional<chain::Policy>& policy);

/// Every key that a store's entries say the ledger had, as vkeys.
[[nodiscard]] std::vector<std::string> ledger_vkeys(const storage::Store& store);

/// Files of evidence, each named after what it shows. One that is there already stays.
class Evidence {
 public:
  explicit Evidence(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Two heads of one size with different roots.
  void keep_fork(const Checkpoint& first, const Checkpoint& second);
  /// Two heads of which neither continues the other, with the first entry that differs. `own` reads
  /// the tree of the first, `other` that of the second. Gives that entry in words.
  std::string keep_fork(const Checkpoint& first, const chain::TileReader& own,
                        const Checkpoint& second, const chain::TileReader& other);
  /// Two heads beside each other, when neither is proof of anything by itself.
  void keep_heads(const Checkpoint& first, const Checkpoint& second);
  /// An entry under a signed head, with its proof.
  void keep_entry(Index index, mirror::VerifiedLog& log, const std::string& note);

  [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }

 private:
  void write(const std::string& name, const std::string& bytes);

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> files_;
};

}  // namespace ledger
