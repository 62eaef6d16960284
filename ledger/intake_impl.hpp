#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "ledger/group.hpp"
#include "ledger/intake.hpp"
#include "ledger/recording/wal_thread.hpp"
#include "ledger/threads/shared_turns.hpp"

namespace ledger {

struct Intake::Impl {
  Impl(Ledger& open, Ledger::Impl& into, const IntakeLimits& most);
  ~Impl() { ledger.store.leave_wal(false); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  /// A batch's room among those inside.
  class Place {
   public:
    Place(Impl& intake, std::size_t bytes);
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place();

   private:
    Impl& intake_;
    std::size_t bytes_;
  };

  /// A batch on its way, on its caller's stack.
  struct Queued {
    Posted posted;
    std::size_t bytes{};
    std::uint64_t ring_epoch{};
  };
  using Turns = threads::SharedTurns<Queued>;

  Result<Appended> append(SignedBatch&& batch);
  void work(const Turns::Group& group) noexcept;
  void record(const std::vector<Posted*>& group);
  void give_up(const std::vector<Posted*>& group, const GroupDone& done);
  void count(const std::vector<Posted*>& group, const GroupDone& done);
  void fill_ring();
  void set_committing(std::optional<std::chrono::steady_clock::time_point> since);
  void stop(const std::string& reason);
  [[nodiscard]] std::string stopped_because() const;

  Ledger::Impl& ledger;
  const IntakeLimits limits;
  const std::string origin;
  std::function<void(std::int64_t)> told_of_head;

  mutable std::mutex mutex;  ///< of what follows; never held while something is read or written
  std::size_t batches_inside = 0, bytes_inside = 0;  ///< from before the door to the answer
  std::string stopped;                               ///< why, once it is so
  IntakeCounts counts;
  Head head;
  std::optional<std::chrono::steady_clock::time_point> committing_since;

  /// Keys granted in a transaction that failed are forgotten, and with them what they verified: the
  /// epoch counts how often.
  std::atomic<std::uint64_t> ring_epoch = 0;
  std::mutex commit_mutex;  ///< held while the ledger is used
  std::mutex asking_mutex;  ///< one asks the witnesses at a time
  Turns turns;
  WalThread log;  ///< the last, since its thread uses the others
};

/// What is said while nothing is written any more.
[[nodiscard]] std::string stopped_text(const std::string& reason);

}  // namespace ledger
