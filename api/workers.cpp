#include "api/workers.hpp"

namespace api {

Workers::Workers(std::size_t threads, std::function<std::string(std::string)> answer,
                 std::function<void()> done)
    : answer_(std::move(answer)), done_(std::move(done)) {
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this](const std::stop_token& stopping) { work(stopping); });
}

Workers::~Workers() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

void Workers::take(Job request) {
  {
    const std::lock_guard lock(guard_);
    requests_.push_back(std::move(request));
  }
  waiting_.notify_one();
}

std::vector<Workers::Job> Workers::answers() {
  const std::lock_guard lock(guard_);
  return std::exchange(answers_, {});
}

void Workers::work(const std::stop_token& stopping) {
  for (;;) {
    std::unique_lock lock(guard_);
    waiting_.wait(lock, stopping, [this] { return !requests_.empty(); });
    if (stopping.stop_requested()) return;
    Job job = std::move(requests_.front());
    requests_.pop_front();
    lock.unlock();
    job.second = answer_(std::move(job.second));
    lock.lock();
    answers_.push_back(std::move(job));
    lock.unlock();
    done_();
  }
}

}  // namespace api
