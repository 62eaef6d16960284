#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"

namespace ledger {

/// How many batches may wait, and how large they are together; beyond that `append` throws Busy.
struct IntakeLimits {
  std::size_t batches_max = 1024;
  std::size_t bytes_max = 128 * 1024 * 1024;
};

/// What an intake did since it began. `commit_us` counts commits that took at most 1 ms, 2, 5, 10,
/// 20, 50, 100, 200, 500 ms, 1 s, and longer.
struct IntakeCounts {
  std::int64_t commits{}, batches{}, events{}, repeated{}, refused{}, busy{}, failed{};
  std::int64_t batches_of_largest_commit{}, commit_us_sum{}, waiting{};
  std::array<std::int64_t, 11> commit_us{};
};

/// One ledger, written on behalf of many threads. What is judged without the ledger's state, the
/// signature above all, is judged by the caller's thread; batches that wait at the same time share
/// a transaction, its fsync and its checkpoint. A caller who is alone waits for nobody.
class Intake {
 public:
  /// `ledger` is open for writing, outlives the intake, and is used by nobody else meanwhile.
  explicit Intake(Ledger& ledger, const IntakeLimits& limits = {});
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  /// No call of `append` may be under way.
  ~Intake();

  /// As `Ledger::append`, from any thread. Throws
  ///   Busy        too many wait; nothing was recorded
  ///   DiskFull    nothing was recorded; the next call tries again
  ///   WriteStopped  an earlier commit failed in a way that leaves its outcome unknown, or a
  ///   witness
  ///               contradicted the ledger: nothing is recorded until it is opened again
  ///   Failure     this very commit failed so: the outcome is unknown
  [[nodiscard]] Result<Appended> append(SignedBatch batch);

  /// Asks the witnesses (`Ledger::gather_cosignatures`) between two commits, without making
  /// anybody wait for the network.
  Gathered gather_cosignatures(WitnessClient& client, int attempts);

  /// Called after each commit, with the size of the new head, by the thread that committed, before
  /// its callers are answered. Set before the first `append`.
  void on_head(std::function<void(std::int64_t size)> told);

  /// Why nothing can be recorded now, until the ledger is opened again; empty when it can.
  [[nodiscard]] std::string stopped_because() const;
  [[nodiscard]] IntakeCounts counts() const;
  /// How long the commit that is under way has been; zero when none is. A disk that no longer
  /// answers shows here: its calls do not return, so that nothing fails.
  [[nodiscard]] std::chrono::milliseconds committing_for() const;
  /// Size of the newest head and when it was made, in milliseconds since 1970.
  struct Head {
    std::int64_t size{}, at_ms{};
  };
  [[nodiscard]] Head head() const;
  /// Bytes in use in the database's write-ahead log. A thread of the intake moves them into the
  /// database file beside the commits; a reader that holds a snapshot for long makes the log grow.
  [[nodiscard]] std::int64_t wal_bytes() const;

  struct Impl;  ///< the library's own

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
