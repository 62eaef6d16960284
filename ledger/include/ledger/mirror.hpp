#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/hash.hpp"

namespace ledger {

/// No file of a log is longer: a bundle of 256 entries of 65,535 bytes with their lengths.
inline constexpr std::size_t log_file_bytes_max = 256 * (2 + 65'535);

/// Where the files of a log come from. Threads: one at a time.
class LogSource {
 public:
  virtual ~LogSource() = default;
  /// The file at a C2SP tlog-tiles path (`checkpoint`, `tile/…`), nothing when there is none.
  /// Throws Failure when it cannot be had, or is longer than `log_file_bytes_max`.
  virtual std::optional<std::string> fetch(std::string_view path) = 0;
};

/// The files of a directory, as `export --format tiles` writes them.
[[nodiscard]] std::unique_ptr<LogSource> directory_source(const std::filesystem::path& directory);

enum class MirrorOutcome : std::uint8_t {
  grown,        ///< new entries are kept
  unchanged,    ///< the source's head is the one that the mirror has
  fork,         ///< the source's head does not continue the one that the mirror has
  rollback,     ///< the source's head is an earlier one
  broken_rule,  ///< the head covers an entry that the rules or the format do not allow
  wrong_bytes,  ///< a file of the source is missing, or is not what its head covers
  untrusted,    ///< the head is not one of this ledger, signed as it must be
  newer         ///< an entry of a kind that this program does not know
};

/// What one run of a mirror came to. But for `grown` nothing new is kept.
struct MirrorReport {
  MirrorOutcome outcome = MirrorOutcome::unchanged;
  std::string origin;
  Hash identity{};
  std::int64_t before{}, size{};                ///< of the mirror, before this run and after it
  Hash root{};                                  ///< of the mirror after this run
  Index entry = -1;                             ///< the entry it is about, -1 when it is about none
  std::string expected, found;                  ///< what is wrong, for a person
  std::vector<std::filesystem::path> evidence;  ///< files kept of what the source had signed
};

struct MirrorOptions {
  std::optional<std::string> policy;  ///< text of a C2SP tlog-policy file
  std::optional<Hash> identity;       ///< leaf hash of entry 0
  /// Where evidence is written: made when there is some.
  std::filesystem::path evidence;
};

/// Brings the mirror in `directory` up to the source's head, or makes it. Everything is verified
/// before it is kept: the head's signature by the ledger key in force after its last entry, its
/// consistency with the head the mirror has, every tile, entry and batch signature, every rule and
/// every sum. A mirror shows its last verified head at every moment, also while this runs and after
/// it was killed; a first copy that was killed is taken up where it was.
/// Throws Failure (also when neither options nor directory say which ledger it is, or the policy
/// cannot be read), Locked, and Damage when the mirror's own files do not verify.
[[nodiscard]] MirrorReport mirror_ledger(LogSource& source, const std::filesystem::path& directory,
                                         const MirrorOptions& options, const Progress& progress);

}  // namespace ledger
