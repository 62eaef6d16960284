#include "api/guard/workers.hpp"

#include <utility>

namespace api {

Workers::Workers(std::size_t threads, Do work, std::function<void()> ring) {
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this, work, ring] { run(work, ring); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(guard_);
    is_over_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

void Workers::take(Work work) {
  {
    const std::lock_guard lock(guard_);
    work_.push_back(std::move(work));
    ++waiting_;
  }
  changed_.notify_one();
}

std::vector<Done> Workers::done() {
  if (!has_done_) return {};
  const std::lock_guard lock(guard_);
  has_done_ = false;
  return std::exchange(done_, {});
}

void Workers::run(const Do& work, const std::function<void()>& ring) {
  std::unique_lock lock(guard_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || !work_.empty(); });
    if (is_over_) return;
    Work next = std::move(work_.front());
    work_.pop_front();
    --waiting_;
    ++at_work_;
    lock.unlock();
    Done done = work(std::move(next));
    lock.lock();
    done_.push_back(std::move(done));
    has_done_ = true;
    --at_work_;
    lock.unlock();
    ring();
    lock.lock();
  }
}

}  // namespace api
