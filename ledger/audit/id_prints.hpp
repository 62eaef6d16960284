#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/crypto/keyed_print.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::audit {

/// Holds the index of event ids against the entries with eight bytes an entry: a fingerprint keyed
/// by a secret made for this audit, so that nobody can prepare a pair that collides.
class IdPrints {
 public:
  /// Threads: any.
  [[nodiscard]] std::uint64_t print(std::string_view operator_id, std::string_view event_id) const;
  /// Of the next entry.
  void add(std::uint64_t print) { prints_.push_back(print); }
  /// The first row of the stored index that no entry stands behind, or entry without a row.
  [[nodiscard]] std::optional<DamageReport> compare(
      const storage::Store& store, const std::map<std::int64_t, std::string>& operator_ids) const;

 private:
  crypto::KeyedPrint keyed_;
  std::vector<std::uint64_t> prints_;
};

}  // namespace ledger::audit
