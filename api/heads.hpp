#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

namespace api {

/// The newest head's size, told by who commits to who waits for it. Threads: any.
class Heads {
 public:
  /// `told` is called after each new head, by the thread that committed; it must not wait.
  explicit Heads(std::int64_t size) : size_(size) {}
  void on_new(std::function<void()> told) { told_ = std::move(told); }
  void moved_to(std::int64_t size) {
    size_ = size;
    if (told_) told_();
  }
  [[nodiscard]] std::int64_t size() const { return size_; }

 private:
  std::atomic<std::int64_t> size_;
  std::function<void()> told_;
};

}  // namespace api
