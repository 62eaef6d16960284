#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/mirror/batches.hpp"
#include "ledger/recording/door.hpp"
#include "ledger/recording/recorder.hpp"

namespace ledger {

/// The time that the source's batches say they were recorded at.
class GivenClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t now_ms() const override { return ms; }
  std::int64_t ms = 0;
};

/// Entries of a verified log on their way into a store: each batch goes through the ledger's own
/// door and rules again, and must become the very same entries. Throws mirror::Stopped. Threads:
/// one, and workers of its own.
class MirrorCopy {
 public:
  /// With `commits_parts` every part is committed by itself: for a store that nobody reads yet.
  /// Without, nothing is seen or kept before `commit`.
  MirrorCopy(storage::Store& store, mirror::VerifiedLog& log, std::string origin,
             bool commits_parts);

  /// All entries that the store lacks.
  void run(const Progress& progress);
  /// After the last entry, with the head that signs them.
  void commit(const Checkpoint& checkpoint);

 private:
  /// A batch of the source beside what the door says of it.
  struct Judged {
    mirror::ReadBatch read;
    Result<CheckedBatch> checked;
  };
  [[nodiscard]] std::vector<Judged> judge(const mirror::Piece& piece) const;
  void keep(const Judged& batch);
  void compare(const mirror::ReadBatch& read) const;
  void hand_over();

  storage::Store& store_;
  mirror::VerifiedLog& log_;
  std::string origin_;
  bool commits_parts_;
  std::optional<storage::Increment> increment_;
  GivenClock clock_;
  KeyRing ring_;
  Recorder recorder_;
};

}  // namespace ledger
