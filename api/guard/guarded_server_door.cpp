#include <algorithm>
#include <sys/epoll.h>
#include <system_error>
#include <utility>

#include "api/guard/guarded_server.hpp"
#include "ledger/result.hpp"

/// Who comes in, and who goes for it.
namespace api {
namespace {

/// So that those who are connected already are heard in between.
constexpr int taken_at_once_max = 64;
constexpr std::chrono::milliseconds machine_is_full_for{100};

}  // namespace

void GuardedServer::poll_listener(Clock::time_point now) {
  if (is_listening_ || !can_take(now)) return;
  is_listening_ = true;
  if (!poller_.ask(listener_.descriptor(), EPOLLIN, listener_name, is_listener_polled_))
    throw ledger::Failure("waiting for connections failed: the machine has no room for it");
  is_listener_polled_ = true;
}

bool GuardedServer::can_take(Clock::time_point now) const {
  if (is_stopping_ || now < accept_again_) return false;
  return connections_.size() < options_.limits.connections ||
         std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& known) { return known.second.connection.is_slow(); });
}

void GuardedServer::take_new(Clock::time_point now) {
  for (int i = 0; i < taken_at_once_max && can_take(now); ++i) {
    try {
      auto accepted = listener_.accept();
      if (!accepted) return;
      if (make_room(now)) let_in(std::move(*accepted), now);
    } catch (const std::system_error&) {
      // The machine is out of descriptors: one of ours, or those of others, must go first.
      if (!drop_oldest_slow(now)) accept_again_ = now + machine_is_full_for;
      return;
    }
  }
}

void GuardedServer::let_in(Accepted accepted, Clock::time_point now) {
  Visit visit = admission_.visit(next_++, accepted.client);
  const auto client = admission_.counted_as(accepted.client);
  bool is_too_many = false;
  if (client) {
    while (admission_.connections_of(*client).size() >= options_.limits.connections_of_a_client)
      if (!drop_oldest_slow_of(*client, now)) break;
    is_too_many =
        admission_.connections_of(*client).size() >= options_.limits.connections_of_a_client;
    admission_.count(visit, *client);
  }
  const std::uint64_t number = visit.number;
  const auto taken =
      connections_.try_emplace(number, std::move(visit), std::move(accepted.socket), around_, now)
          .first;
  // Before a thread has it: the answer may be the one that tells how many there are.
  connection_count_ = connections_.size();
  if (is_too_many) taken->second.connection.refuse(refusals::too_many, now);
  advance(taken, now);
}

bool GuardedServer::make_room(Clock::time_point now) {
  while (connections_.size() >= options_.limits.connections)
    if (!drop_oldest_slow(now)) return false;
  return true;
}

void GuardedServer::drop(Connections::iterator slow, Clock::time_point now) {
  // What it still had to say may have come in the meantime.
  if (advance(slow, now) && slow->second.connection.is_slow()) forget(slow);
}

/// Where answers wait for readers in more memory than they may, those go whose reader has taken
/// nothing for the longest: whoever reads on is not among them. One alone may be of any size.
void GuardedServer::drop_deaf(Clock::time_point now) {
  while (answers_ > options_.limits.answer_bytes) {
    auto deaf = connections_.end();
    int keeping = 0;
    for (auto at = connections_.begin(); at != connections_.end(); ++at) {
      const Connection& connection = at->second.connection;
      if (!connection.keeps_answer()) continue;
      ++keeping;
      if (deaf == connections_.end() ||
          connection.last_taken() < deaf->second.connection.last_taken())
        deaf = at;
    }
    if (keeping < 2) return;
    deaf->second.connection.end();
    settle(deaf, now);
  }
}

/// Bodies that drip must not keep out those that come: the oldest that had time enough go.
void GuardedServer::make_body_room(std::size_t bytes, std::uint64_t for_whom,
                                   Clock::time_point now) {
  const Clock::time_point then = now - options_.limits.times.room_for_body;
  for (auto& [number, known] : connections_) {
    if (bodies_.has_room(bytes)) return;
    if (number == for_whom || !known.connection.holds_room_since(then)) continue;
    known.connection.refuse(refusals::bodies_full, now);
    crowded_out_.push_back(number);
  }
}

void GuardedServer::settle_crowded_out(Clock::time_point now) {
  for (const std::uint64_t number : std::exchange(crowded_out_, {}))
    if (const auto known = connections_.find(number); known != connections_.end())
      settle(known, now);
}

bool GuardedServer::drop_oldest_slow(Clock::time_point now) {
  const auto oldest = std::find_if(connections_.begin(), connections_.end(), [](const auto& known) {
    return known.second.connection.is_slow();
  });
  if (oldest == connections_.end()) return false;
  drop(oldest, now);
  return true;
}

bool GuardedServer::drop_oldest_slow_of(const ClientAddress::Bytes& client, Clock::time_point now) {
  for (const std::uint64_t number : admission_.connections_of(client)) {
    const auto known = connections_.find(number);
    if (known == connections_.end() || !known->second.connection.is_slow()) continue;
    drop(known, now);
    return true;
  }
  return false;
}

}  // namespace api
