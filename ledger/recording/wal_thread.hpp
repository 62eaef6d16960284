#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "ledger/storage/store.hpp"

namespace ledger {

/// One thread that moves the write-ahead log's pages into the database file beside the commits, so
/// that no commit pays for it. A log that is never quite empty would grow without end: from a
/// certain size on, `finish` moves the little that is left while nobody commits, and the next
/// commit begins the log anew, unless a reader still holds a snapshot in it.
class WalThread {
 public:
  /// `finish` and `failed` (an fsync did) are called by the thread.
  WalThread(const std::filesystem::path& database, std::function<void()> finish,
            std::function<void()> failed);
  WalThread(const WalThread&) = delete;
  WalThread& operator=(const WalThread&) = delete;
  /// Empties the log when nobody reads.
  ~WalThread();

  /// After each commit, with the bytes in the log. Threads: any.
  void committed(std::int64_t wal_bytes);
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 private:
  void run();

  storage::WalMover mover_;
  std::function<void()> finish_, failed_;
  std::atomic<std::int64_t> bytes_ = 0, moved_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_due_ = false, is_stopping_ = false;
  std::thread thread_;
};

}  // namespace ledger
