#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace api::client {

/// Ends a connection that lasts too long or brings too much: the library bounds neither the head of
/// an answer nor the time that dripping bytes take.
class SocketWatch {
 public:
  SocketWatch(std::chrono::milliseconds time, std::size_t bytes);
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;
  ~SocketWatch();

  /// The connection that is under way now. Threads: any.
  void look_at(int socket);

 private:
  void watch(const std::stop_token& stopping);
  [[nodiscard]] bool is_too_much() const;
  void forget();

  std::chrono::steady_clock::time_point end_;
  std::size_t bytes_max_;
  std::mutex guard_;
  std::condition_variable_any stopped_;
  int socket_ = -1;  ///< a copy, so that its number is nobody else's
  std::jthread thread_;
};

}  // namespace api::client
