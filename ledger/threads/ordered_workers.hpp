#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace ledger::threads {

/// Work on a stream in parallel, results in order: `next` is called by one thread at a time,
/// `work` by several at once, `take` by the owner. At most `window` pieces are ahead of the taker,
/// so memory stays bounded. The first exception of any of them comes out of `take`.
template <class In, class Out>
class OrderedWorkers {
 public:
  OrderedWorkers(std::size_t threads, std::size_t window, std::function<std::optional<In>()> next,
                 std::function<Out(In)> work)
      : window_(window), next_(std::move(next)), work_(std::move(work)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  OrderedWorkers(const OrderedWorkers&) = delete;
  OrderedWorkers& operator=(const OrderedWorkers&) = delete;
  ~OrderedWorkers() {
    {
      const std::lock_guard lock(mutex_);
      is_stopped_ = true;
    }
    room_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  /// The next result, or nothing after the last.
  std::optional<Out> take() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] {
      return failure_ || ready_.contains(taken_) || (is_ended_ && taken_ == given_);
    });
    if (failure_) std::rethrow_exception(failure_);
    const auto result = ready_.find(taken_);
    if (result == ready_.end()) return std::nullopt;
    Out out = std::move(result->second);
    ready_.erase(result);
    ++taken_;
    room_.notify_all();
    return out;
  }

 private:
  void run() {
    while (auto piece = claim()) {
      try {
        Out out = work_(std::move(piece->second));
        const std::lock_guard lock(mutex_);
        ready_.emplace(piece->first, std::move(out));
      } catch (...) {
        fail(std::current_exception());
      }
      done_.notify_all();
    }
    done_.notify_all();
  }

  /// The source is read under its own lock: pieces are numbered in the order they are read.
  std::optional<std::pair<std::size_t, In>> claim() {
    const std::lock_guard source(source_mutex_);
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [&] { return is_stopped_ || failure_ || given_ - taken_ < window_; });
      if (is_stopped_ || is_ended_ || failure_) return std::nullopt;
    }
    std::optional<In> piece;
    try {
      piece = next_();
    } catch (...) {
      fail(std::current_exception());
      return std::nullopt;
    }
    const std::lock_guard lock(mutex_);
    if (!piece) {
      is_ended_ = true;
      return std::nullopt;
    }
    return std::pair(given_++, std::move(*piece));
  }

  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
  }

  std::size_t window_;
  std::function<std::optional<In>()> next_;
  std::function<Out(In)> work_;
  std::mutex source_mutex_, mutex_;
  std::condition_variable room_, done_;
  std::map<std::size_t, Out> ready_;
  std::size_t given_ = 0, taken_ = 0;
  bool is_ended_ = false, is_stopped_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace ledger::threads
