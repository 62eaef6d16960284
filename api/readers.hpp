#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/ledger.hpp"

namespace api {

/// A few ledgers open for reading, lent to one thread each, so that many threads cost little
/// memory and no reader sees half of a commit.
class Readers {
 public:
  /// Opens `count` of them. Throws as `Ledger::open`.
  Readers(const std::filesystem::path& directory, const ledger::Clock& clock, std::size_t count);

  /// A reader for as long as it lives, at one head.
  class Lease {
   public:
    explicit Lease(Readers& readers, bool is_long = false);
    /// Adds to `waited` how long it took until one was free.
    Lease(Readers& readers, bool is_long, std::chrono::microseconds& waited);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    ledger::Ledger& operator*() const { return *ledger_; }
    ledger::Ledger* operator->() const { return ledger_.get(); }

   private:
    void wait_for_one();
    void give_back();

    Readers& readers_;
    std::unique_ptr<ledger::Ledger> ledger_;
    std::unique_ptr<ledger::Ledger::Snapshot> snapshot_;
    bool is_long_;
    std::chrono::microseconds waited_{};
  };

  /// Waits until one is free: who came first has it first.
  [[nodiscard]] Lease lend() { return Lease(*this); }
  /// As above; what it waited is added to `waited`.
  [[nodiscard]] Lease lend(std::chrono::microseconds& waited) {
    return Lease(*this, false, waited);
  }
  /// For work that takes more than some milliseconds: a quarter of the readers at most, so that the
  /// others go on answering everybody. Null when these are out.
  [[nodiscard]] std::unique_ptr<Lease> try_lend_long(std::chrono::microseconds& waited);
  /// Who waits for one now. Threads: any, as with all of it.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  std::size_t long_max_, long_out_ = 0;
  std::mutex guard_;
  std::condition_variable returned_;
  std::uint64_t next_ticket_ = 0, next_served_ = 0;  ///< of those who wait, and who has one
  std::atomic<std::size_t> waiting_ = 0;
  std::vector<std::unique_ptr<ledger::Ledger>> free_;
};

}  // namespace api
