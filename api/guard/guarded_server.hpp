#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "api/guard/admission.hpp"
#include "api/guard/answering.hpp"
#include "api/guard/connection.hpp"
#include "api/guard/listener.hpp"
#include "api/guard/poller.hpp"
#include "api/guard/server_options.hpp"
#include "api/guard/workers.hpp"
#include "api/request.hpp"

namespace api {

/// A server of HTTP that strangers may reach. One loop reads the head of each request and exactly
/// its body, bounded in bytes and time; only whole requests go to threads, where the HTTP library
/// reads the head from memory and `Answer` makes the answer. One request a connection. Where
/// connections are at their limit, a new one takes the place of the oldest that waits for its
/// client: of the same client first.
class GuardedServer {
 public:
  /// Listens. Throws Failure.
  GuardedServer(ServerOptions options, Answer answer);

  [[nodiscard]] int port() const { return listener_.port(); }
  /// Answers until `stop`, then answers what is whole already and ends feeds at once. Throws
  /// Failure. Once.
  void run();
  /// From any thread, and before `run`.
  void stop();
  /// There may be something new for feeds: each is asked soon. From any thread; costs next to
  /// nothing.
  void wake();
  /// From any thread.
  [[nodiscard]] InHand in_hand() const;

 private:
  struct Known {
    Known(Visit visit, Descriptor socket, Surroundings& around, Clock::time_point now)
        : connection(std::move(visit), std::move(socket), around, now) {}
    Connection connection;
    std::uint32_t asked_for = 0;  ///< of the poller, since it last told something
    bool is_polled = false, is_told = false;
  };
  using Connections = std::map<std::uint64_t, Known>;  ///< the oldest first

  static constexpr std::uint64_t bell_name = 0, listener_name = 1, first_connection = 2;

  void ring();
  void wait();
  [[nodiscard]] std::chrono::milliseconds time_to_sleep(Clock::time_point now) const;
  void take_done(Clock::time_point now);
  void begin_feed(Done& done, const std::string& id);
  void ask_feeds(Clock::time_point now);
  void ask_feed(Connection& connection);
  bool advance(Connections::iterator at, Clock::time_point now);
  bool settle(Connections::iterator at, Clock::time_point now);
  void forget(Connections::iterator at);
  void look_at_deadlines(Clock::time_point now);
  void drop_unfinished(Clock::time_point now);
  void make_body_room(std::size_t bytes, std::uint64_t for_whom, Clock::time_point now);
  void settle_crowded_out(Clock::time_point now);
  void count();

  void poll_listener(Clock::time_point now);
  [[nodiscard]] bool can_take(Clock::time_point now) const;
  void take_new(Clock::time_point now);
  void let_in(Accepted accepted, Clock::time_point now);
  [[nodiscard]] bool make_room(Clock::time_point now);
  void drop(Connections::iterator slow, Clock::time_point now);
  void drop_deaf(Clock::time_point now);
  bool drop_oldest_slow(Clock::time_point now);
  bool drop_oldest_slow_of(const ClientAddress::Bytes& client, Clock::time_point now);

  const ServerOptions options_;
  Listener listener_;
  Poller poller_;
  Bell bell_;
  Admission admission_;
  BodyRoom bodies_;
  std::size_t answers_ = 0;  ///< bytes that wait for their readers
  Surroundings around_;
  std::atomic<bool> is_stopping_ = false, is_asleep_ = false, is_woken_ = false;
  bool is_listening_ = false, is_listener_polled_ = false, has_stopped_ = false;
  Clock::time_point stop_end_ = Clock::time_point::max();
  Clock::time_point accept_again_, next_look_ = Clock::time_point::max(), next_round_;
  Connections connections_;
  std::set<std::uint64_t> feeds_;
  std::vector<std::uint64_t> crowded_out_;  ///< refused while another was at its turn
  std::uint64_t next_ = first_connection;
  std::size_t being_asked_ = 0;  ///< feeds that a thread has
  std::atomic<std::size_t> connection_count_ = 0, feed_count_ = 0, body_bytes_ = 0,
                           answer_bytes_ = 0;
  Answering answering_;
  Workers workers_;
};

}  // namespace api
