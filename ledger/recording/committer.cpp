#include "ledger/recording/committer.hpp"

#include <utility>

namespace ledger {

Committer::Committer(std::function<void(const storage::Append&)> store)
    : store_(std::move(store)), thread_([this] { run(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Committer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return waiting_ || is_stopping_; });
    if (!waiting_ || failure_) return;
    working_ = std::exchange(waiting_, nullptr);
    changed_.notify_all();
    lock.unlock();
    std::exception_ptr failure;
    try {
      store_(*working_);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
      failure_ = failure;
    } else {
      stored_.push_back(working_);
    }
    working_ = nullptr;
    changed_.notify_all();
    if (failure_) return;
  }
}

void Committer::rethrow_failure() {
  if (failure_) std::rethrow_exception(failure_);
}

void Committer::give(Transaction transaction) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !waiting_ || failure_; });
  rethrow_failure();
  waiting_ = std::move(transaction);
  changed_.notify_all();
}

std::optional<Committer::Transaction> Committer::take_stored() {
  const std::lock_guard lock(mutex_);
  if (stored_.empty()) {
    rethrow_failure();
    return std::nullopt;
  }
  Transaction first = stored_.front();
  stored_.erase(stored_.begin());
  return first;
}

void Committer::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return (!waiting_ && !working_) || failure_; });
  rethrow_failure();
}

}  // namespace ledger
