#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/hash.hpp"

namespace ledger {

/// The first thing found wrong.
struct DamageReport {
  Index entry = -1;   ///< first bad entry, -1 when the damage is in no entry
  std::string where;  ///< "entry 4127", "unit 04QPE…", "checkpoint of size 800", "head file"
  std::string expected, found;
  std::string intact;  ///< what is still trustworthy, as a sentence
};

struct AuditReport {
  std::int64_t size{};  ///< entries the database claims
  Hash root{};          ///< as computed from the bytes
  Hash identity{};
  std::int64_t entries_checked{}, signatures_checked{}, checkpoints_checked{};
  std::int64_t rows_compared{};           ///< of projections and aggregates derived again
  std::int64_t checked_up_to = -1;        ///< >= 0: a newer program is needed from this entry on
  std::int64_t accounts_sum_g{};          ///< over all accounts; zero, or it is damage
  std::vector<std::string> doubted_keys;  ///< names of keys no longer trusted from some index on
  std::int64_t doubtful_entries{};        ///< signed with them from there on
  std::int64_t openings_checked{};        ///< kept texts that hash to their commitment
  std::optional<DamageReport> damage;
};

/// What the audit tells while it works: entries done, entries in all.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

}  // namespace ledger
