#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::audit {

/// Holds the index of event ids against the entries with eight bytes an entry: a fingerprint keyed
/// by a secret made for this audit, so that nobody can prepare a pair that collides.
class IdPrints {
 public:
  IdPrints();
  void add(std::int64_t operator_no, std::string_view event_id);
  /// The first row of the stored index that no entry stands behind, or entry without a row.
  [[nodiscard]] std::optional<DamageReport> compare(const storage::Store& store) const;

 private:
  [[nodiscard]] std::uint64_t print(std::int64_t operator_no, std::string_view event_id) const;
  std::string secret_;
  std::vector<std::uint64_t> prints_;
};

}  // namespace ledger::audit
