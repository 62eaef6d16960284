#pragma once

#include <filesystem>
#include <string_view>

namespace ledger::storage {

/// One process writes a ledger (or runs a witness) at a time: an flock on DIR/lock, held while this
/// lives. The system lets go of it when the process ends, however it ends.
class WriteLock {
 public:
  /// Throws Locked, naming the process that holds it; Failure when the file cannot be made.
  /// `does` ends the sentence "process 12 …".
  explicit WriteLock(const std::filesystem::path& folder,
                     std::string_view does = "is writing this ledger");
  WriteLock(WriteLock&& other) noexcept;
  WriteLock& operator=(WriteLock&& other) noexcept;
  ~WriteLock();

 private:
  int descriptor_ = -1;
};

}  // namespace ledger::storage
