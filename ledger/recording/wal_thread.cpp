#include "ledger/recording/wal_thread.hpp"

#include <utility>

namespace ledger {
namespace {

constexpr std::int64_t step_bytes = 8 << 20;
constexpr std::int64_t finish_bytes = 32 << 20;

}  // namespace

WalThread::WalThread(const std::filesystem::path& database, std::function<void()> finish,
                     std::function<void()> failed)
    : mover_(database),
      finish_(std::move(finish)),
      failed_(std::move(failed)),
      thread_([this] { run(); }) {}

WalThread::~WalThread() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  static_cast<void>(mover_.empty());
}

void WalThread::committed(std::int64_t wal_bytes) {
  // The log began anew.
  if (wal_bytes < bytes_) moved_ = 0;
  bytes_ = wal_bytes;
  if (wal_bytes - moved_ < step_bytes) return;
  moved_ = wal_bytes;
  {
    const std::lock_guard lock(mutex_);
    is_due_ = true;
  }
  changed_.notify_one();
}

void WalThread::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return is_due_ || is_stopping_; });
    if (is_stopping_) return;
    is_due_ = false;
    lock.unlock();
    if (!mover_.move()) {
      failed_();
      return;
    }
    if (bytes_ >= finish_bytes) finish_();
    lock.lock();
  }
}

}  // namespace ledger
