#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/guard/listener.hpp"
#include "api/guard/outgoing.hpp"
#include "api/guard/server_options.hpp"
#include "api/request.hpp"

namespace api {

/// What a thread is to do: answer a whole request, or ask a feed.
struct Work {
  std::uint64_t connection{};
  Descriptor socket;       ///< of a request
  std::string head, body;  ///< of a request
  std::string client, id;
  bool is_head_only = false;
  Clock::time_point since;     ///< when it was there whole
  std::unique_ptr<Feed> feed;  ///< set: it is asked
  bool is_silent = false;      ///< a feed that has said nothing for long: it is to say something
};

/// What became of it.
struct Done {
  std::uint64_t connection{};
  Descriptor socket;           ///< none: all was sent, and it is closed
  Outgoing outgoing;           ///< what is sent of it already it knows
  std::unique_ptr<Feed> feed;  ///< that the answer goes on with, or that was asked
  bool was_feed = false;
  int status = 0;               ///< of a request
  std::string_view refused_as;  ///< as in Exchange
  std::string failure;          ///< as in Exchange
  std::chrono::microseconds waiting{}, working{};
};

/// Threads that work.
class Workers {
 public:
  using Do = std::function<Done(Work)>;

  /// `work` throws nothing; `ring` is called by a thread after each.
  Workers(std::size_t threads, Do work, std::function<void()> ring);
  /// What is begun is finished, what waits is dropped.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void take(Work work);
  /// What was done since the last call.
  [[nodiscard]] std::vector<Done> done();
  [[nodiscard]] bool has_done() const { return has_done_; }
  /// Work without a thread, and with one.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  [[nodiscard]] std::size_t at_work() const { return at_work_; }

 private:
  void run(const Do& work, const std::function<void()>& ring);

  std::mutex guard_;
  std::condition_variable changed_;
  std::deque<Work> work_;
  std::vector<Done> done_;
  bool is_over_ = false;
  std::atomic<bool> has_done_ = false;
  std::atomic<std::size_t> waiting_ = 0, at_work_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace api
