#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "api/guard/listener.hpp"

namespace api {

/// Waits for sockets, however many there are. Each is told of once after each time it is asked for.
class Poller {
 public:
  /// Throws Failure.
  Poller();
  /// `events` are epoll's; 0 asks for nothing. False when the machine has no room for one more.
  [[nodiscard]] bool ask(int socket, std::uint32_t events, std::uint64_t name, bool is_known);
  /// Like `ask`, but told of as long as it is so.
  void watch(int socket, std::uint64_t name);
  /// The names of those that have something. Throws Failure.
  [[nodiscard]] const std::vector<std::uint64_t>& wait(std::chrono::milliseconds time);

 private:
  Descriptor epoll_;
  std::vector<std::uint64_t> ready_;
};

/// Ends a wait from another thread.
class Bell {
 public:
  /// Throws Failure.
  Bell();
  [[nodiscard]] int descriptor() const { return bell_.number(); }
  void ring() const;
  void silence() const;

 private:
  Descriptor bell_;
};

}  // namespace api
