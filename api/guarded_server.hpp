#pragma once

#include <atomic>
#include <cstdint>
#include <httplib.h>
#include <map>
#include <string>

#include "api/connection.hpp"
#include "api/listener.hpp"
#include "api/workers.hpp"

namespace api {

struct ServerLimits {
  RequestLimits request;
  TimeLimits times;
  std::size_t connections = 512;
  std::size_t connections_of_a_client = 16;  ///< that wait for it
  std::size_t threads = 4;
};

/// The HTTP library's routes behind a guard. One loop reads the head of each request and exactly
/// its body, bounded in bytes and time; only whole requests go to threads, and the library gets
/// them from memory. One request a connection. Where connections are at their limit, a new one
/// takes the place of the oldest that waits for its client: of the same client first.
class GuardedServer final : private httplib::Server {
 public:
  /// Listens; port 0 takes any that is free. Throws Failure.
  GuardedServer(const std::string& address, int port, const ServerLimits& limits);

  using httplib::Server::Get;
  using httplib::Server::Post;

  [[nodiscard]] int port() const { return listener_.port(); }
  /// Answers until `stop`, then answers what is whole already. Throws Failure. Once.
  void run();
  /// From any thread, and before `run`.
  void stop();

 private:
  using Connections = std::map<std::uint64_t, Connection>;  ///< the oldest first

  [[nodiscard]] std::string answer(std::string request);
  void wait();
  [[nodiscard]] bool can_take(Clock::time_point now) const;
  void take_answers(Clock::time_point now);
  void take_new(Clock::time_point now);
  [[nodiscard]] bool make_room(const std::string& client, Clock::time_point now);
  bool drop_oldest_slow(const std::string* client, Clock::time_point now);
  bool advance(Connections::iterator at, Clock::time_point now);
  void drop_unfinished();
  void ring();

  ServerLimits limits_;
  Listener listener_;
  Descriptor bell_;
  std::atomic<bool> is_stopping_ = false;
  Clock::time_point accept_again_;
  Connections connections_;
  std::uint64_t next_ = 0;
  Workers workers_;
};

}  // namespace api
