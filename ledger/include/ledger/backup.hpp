#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/audit.hpp"
#include "ledger/hash.hpp"
#include "ledger/result.hpp"

namespace ledger {

struct BackedUp {
  std::int64_t size{};
  Hash root{};
  Hash identity{};
  bool has_openings = false, has_witnesses = false, has_ledger_key = false;
};

/// Copies a ledger into a new directory while others go on writing it: the database as it is at one
/// moment, its head, the openings, the file `witnesses`, and the signed head in `checkpoint`. The
/// secret ledger key stays out of it unless asked for: who has both can sign as the ledger. The
/// copy is audited in full before it has its name; it can be read and audited, never written.
/// Throws Failure (also when something is at `backup` already) and Damage when the copy does not
/// verify; nothing is then at `backup`.
[[nodiscard]] BackedUp backup_ledger(const std::filesystem::path& ledger,
                                     const std::filesystem::path& backup, bool with_ledger_key,
                                     const Progress& progress);

/// What putting a backup back comes to: the heads up to `lost_size` were signed, and the entries
/// from `size` on are lost.
struct Restoration {
  std::int64_t size{};
  Hash root{};
  std::int64_t lost_size{};
  [[nodiscard]] std::int64_t lost() const { return lost_size - size; }
};

struct RestoreOptions {
  /// The ledger that the backup takes the place of: its head file says what was answered last.
  std::optional<std::filesystem::path> instead_of = std::nullopt;
  std::optional<std::string> checkpoint = std::nullopt;  ///< the newest signed head kept elsewhere
  bool newest_head_unknown = false;  ///< nobody can say how far the ledger had come
  /// Must be the number of entries that are lost.
  std::optional<std::int64_t> lose_entries = std::nullopt;
  std::optional<std::filesystem::path> ledger_key = std::nullopt;
};

struct Restored {
  Restoration restoration;
  std::int64_t last_recorded_at_ms{};  ///< of the newest entry that is left
  /// Of the lost entries, where the replaced ledger can still be read.
  std::optional<std::int64_t> first_lost_at_ms, last_lost_at_ms;
  bool done = false;         ///< false: the word for the loss was missing or another number
  bool must_record = false;  ///< the authority must record the restoration before anything else
  bool has_witnesses = false, has_ledger_key = false;
};

/// Makes a ledger at `directory` (absent or empty) from a backup, audited in full before it has its
/// name. The file `witnesses` is the backup's, or else that of the ledger it takes the place of.
/// When heads beyond the backup were signed, or nobody knows, nothing may be written to it but a
/// `restored` event of the authority, which says so for good. Throws Failure, and Damage when the
/// backup does not verify or is of another history than the heads named.
[[nodiscard]] Restored restore_ledger(const std::filesystem::path& backup,
                                      const std::filesystem::path& directory,
                                      const RestoreOptions& options, const Progress& progress);

/// What the next entry of a restored ledger must say; nothing when there is nothing to say.
[[nodiscard]] std::optional<Restoration> restoration_to_record(
    const std::filesystem::path& directory);

}  // namespace ledger
