#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/storage/write_lock.hpp"

namespace ledger::storage {

/// A witness's memory: for each origin the last note it cosigned, in a file of its own under
/// `DIR/heads`, named by the SHA-256 of the origin; evidence under `DIR/evidence`. Keeps what it is
/// given, unopened. One process at a time. Threads: any.
class WitnessHeads {
 public:
  /// One fork condemns a log. More are only the log's own: its flood must neither fill the disk nor
  /// push out another's.
  static constexpr std::ptrdiff_t forks_of_a_log_max = 64;

  /// Makes `heads` in an existing directory. Throws Failure when there is one.
  static void create(const std::filesystem::path& directory);
  /// Throws Failure when there is no `heads` in the directory, Locked when another process has it.
  explicit WitnessHeads(const std::filesystem::path& directory);

  /// Throws Failure.
  [[nodiscard]] std::optional<std::string> last(const std::string& origin) const;
  /// The note by the lower-case hex of the origin's SHA-256; nothing for any other text.
  [[nodiscard]] std::optional<std::string> last_by_name(const std::string& name) const;
  /// Stores `next` when the last note is still `expected`: on disk when it returns true. Nothing is
  /// stored when it returns false. Throws Failure; what is then stored is one of the two.
  [[nodiscard]] bool exchange(const std::string& origin, const std::optional<std::string>& expected,
                              const std::string& next);
  /// Keeps the text once for each `head`, a name of [0-9a-f-]. Beyond `forks_of_a_log_max` of one
  /// origin nothing more of it is kept. On disk when it returns. Throws Failure.
  void keep_fork(const std::string& origin, const std::string& head, const std::string& text);

 private:
  [[nodiscard]] std::filesystem::path file_of(const std::string& origin) const;

  std::filesystem::path heads_, evidence_;
  WriteLock lock_;
  std::mutex exchanging_;
};

}  // namespace ledger::storage
