#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace api {

/// Threads that make answers out of requests. They touch no socket.
class Workers {
 public:
  using Job = std::pair<std::uint64_t, std::string>;  ///< whose, and the request or the answer

  /// `answer` throws nothing; `done` is called by a thread after each answer.
  Workers(std::size_t threads, std::function<std::string(std::string)> answer,
          std::function<void()> done);
  /// What is begun is finished, what waits is dropped.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void take(Job request);
  /// The answers since the last call.
  [[nodiscard]] std::vector<Job> answers();

 private:
  void work(const std::stop_token& stopping);

  std::function<std::string(std::string)> answer_;
  std::function<void()> done_;
  std::mutex guard_;
  std::condition_variable_any waiting_;
  std::deque<Job> requests_;
  std::vector<Job> answers_;
  std::vector<std::jthread> threads_;
};

}  // namespace api
