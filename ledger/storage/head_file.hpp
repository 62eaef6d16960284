#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "ledger/hash.hpp"

namespace ledger::storage {

struct Head {
  std::int64_t size{};
  Hash root{};
};

/// The last head that may have been answered, outside the database: two checksummed slots written
/// in turn, so that a torn write leaves the other (docs/format.md, "Head file"). It is what notices
/// that the database was put back to an earlier state.
class HeadFile {
 public:
  /// Makes the file, mode 0600. Throws Failure if it exists.
  static HeadFile create(const std::filesystem::path& file);
  /// Throws Failure if it is missing, Damage if neither slot verifies.
  static HeadFile open(const std::filesystem::path& file);
  HeadFile(HeadFile&& other) noexcept;
  HeadFile& operator=(HeadFile&& other) noexcept;
  ~HeadFile();

  /// The newest head written; none in a file just made.
  [[nodiscard]] std::optional<Head> last() const { return last_; }
  /// Heads written so far: one a transaction, so never more than there are checkpoints.
  [[nodiscard]] std::uint64_t written() const { return sequence_; }
  /// Written and on disk (fdatasync) before it returns. Throws DiskFull or Failure; `last` is then
  /// unchanged. After any other Failure every further write fails until the file is opened again.
  void write(const Head& head);

 private:
  explicit HeadFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
  std::uint64_t sequence_ = 0;
  bool has_failed_ = false;
  std::optional<Head> last_;
};

}  // namespace ledger::storage
