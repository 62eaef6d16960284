#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace ledger::threads {

/// Work that costs the same for one as for many, such as a commit: those who wait for it at the
/// same time share it. There is no thread of its own: whoever finds nobody at work does it for all
/// who wait, and leaves the next turn to one of those who came meanwhile.
template <class Item>
class SharedTurns {
 public:
  using Group = std::vector<Item*>;

  /// `fits` says whether one more may join a group; `work` is called by one thread at a time, with
  /// one item or more in the order they came, and must not throw.
  SharedTurns(std::function<bool(const Group&, const Item&)> fits,
              std::function<void(const Group&)> work)
      : fits_(std::move(fits)), work_(std::move(work)) {}

  /// Returns when the work was done for the item. Threads: any.
  void pass(Item& item) {
    Waiting own{item};
    std::unique_lock lock(mutex_);
    queue_.push_back(&own);
    if (!std::exchange(is_taken_, true)) own.has_turn = true;
    own.wake.wait(lock, [&] { return own.has_turn || own.is_done; });
    if (!own.is_done) take_turn(lock);
  }

  /// How many wait for a turn; those whose work is being done do not.
  [[nodiscard]] std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }

 private:
  struct Waiting {
    explicit Waiting(Item& of) : item(of) {}
    Item& item;
    std::condition_variable wake;
    bool has_turn = false, is_done = false;
  };

  /// Its own item is the first in the queue: nobody is served before who came first.
  void take_turn(std::unique_lock<std::mutex>& lock) {
    std::vector<Waiting*> served;
    Group group;
    while (!queue_.empty() && (group.empty() || fits_(group, queue_.front()->item))) {
      group.push_back(&queue_.front()->item);
      served.push_back(queue_.front());
      queue_.pop_front();
    }
    lock.unlock();
    work_(group);
    lock.lock();
    is_taken_ = !queue_.empty();
    if (is_taken_) {
      queue_.front()->has_turn = true;
      queue_.front()->wake.notify_one();
    }
    // Under the lock: who is done may leave, and takes what is notified along.
    for (Waiting* one : served) {
      one->is_done = true;
      one->wake.notify_one();
    }
  }

  std::function<bool(const Group&, const Item&)> fits_;
  std::function<void(const Group&)> work_;
  mutable std::mutex mutex_;
  std::deque<Waiting*> queue_;
  bool is_taken_ = false;
};

}  // namespace ledger::threads
