#include "api/guard/guarded_server.hpp"

#include <algorithm>
#include <utility>

namespace api {
namespace {

using namespace std::chrono_literals;
using Stage = Connection::Stage;

/// Deadlines are looked at together, not more often than this.
constexpr auto look_again_after = 10ms;

std::chrono::milliseconds time_to(Clock::time_point end, Clock::time_point now) {
  if (end <= now) return 0ms;
  if (end - now > 1min) return 1min;
  // One more: a wait that ends before its deadline would be for nothing.
  return std::chrono::duration_cast<std::chrono::milliseconds>(end - now) + 1ms;
}

}  // namespace

GuardedServer::GuardedServer(ServerOptions options, Answer answer)
    : options_(std::move(options)),
      listener_(options_.address, options_.port),
      admission_(options_),
      bodies_(options_.limits.body_bytes),
      around_{options_.limits, admission_, bodies_, answers_,
              [this](std::size_t bytes, std::uint64_t for_whom, Clock::time_point now) {
                make_body_room(bytes, for_whom, now);
              }},
      answering_(std::move(answer)),
      workers_(
          options_.limits.threads, [this](Work work) { return answering_.work(std::move(work)); },
          [this] { ring(); }) {
  poller_.watch(bell_.descriptor(), bell_name);
}

void GuardedServer::run() {
  while (!is_stopping_ || !connections_.empty() || being_asked_ > 0) {
    wait();
    if (is_stopping_) drop_unfinished(Clock::now());
    count();
  }
}

void GuardedServer::stop() {
  is_stopping_ = true;
  ring();
}

void GuardedServer::wake() {
  if (!is_woken_.exchange(true)) ring();
}

void GuardedServer::ring() {
  if (is_asleep_.exchange(false)) bell_.ring();
}

InHand GuardedServer::in_hand() const {
  return {connection_count_,  feed_count_, workers_.waiting(),
          workers_.at_work(), body_bytes_, answer_bytes_};
}

void GuardedServer::count() {
  connection_count_ = connections_.size();
  feed_count_ = feeds_.size();
  body_bytes_ = bodies_.taken();
  answer_bytes_ = answers_;
}

std::chrono::milliseconds GuardedServer::time_to_sleep(Clock::time_point now) const {
  if (workers_.has_done() || (is_stopping_ && !has_stopped_)) return 0ms;
  Clock::time_point end = std::min(next_look_, now + 1min);
  if (stop_end_ > now) end = std::min(end, stop_end_);
  if (now < accept_again_) end = std::min(end, accept_again_);
  if (is_woken_ && !feeds_.empty()) end = std::min(end, next_round_);
  return time_to(end, now);
}

void GuardedServer::wait() {
  poll_listener(Clock::now());
  // Whoever brings news from here on rings; whoever brought it before is seen.
  is_asleep_ = true;
  const auto& ready = poller_.wait(time_to_sleep(Clock::now()));
  is_asleep_ = false;
  const Clock::time_point now = Clock::now();
  // Who is done no longer counts against who comes.
  take_done(now);
  bool has_new = false;
  for (const std::uint64_t name : ready) {
    if (name == bell_name) bell_.silence();
    if (name == listener_name) has_new = true;
    const auto known = name < first_connection ? connections_.end() : connections_.find(name);
    if (known == connections_.end()) continue;
    known->second.asked_for = 0;
    advance(known, now);
  }
  if (has_new) {
    is_listening_ = false;
    take_new(now);
  }
  ask_feeds(now);
  settle_crowded_out(now);
  drop_deaf(now);
  if (next_look_ <= now) look_at_deadlines(now);
}

void GuardedServer::take_done(Clock::time_point now) {
  for (Done& done : workers_.done()) {
    if (done.was_feed) --being_asked_;
    const auto known = connections_.find(done.connection);
    if (known == connections_.end()) continue;
    Connection& connection = known->second.connection;
    if (done.feed && !done.was_feed) begin_feed(done, connection.exchange().id);
    connection.take_back(std::move(done), now);
    settle(known, now);
  }
}

void GuardedServer::begin_feed(Done& done, const std::string& id) {
  if (feeds_.size() < options_.limits.feeds) {
    feeds_.insert(done.connection);
    return;
  }
  done.feed.reset();
  done.outgoing = whole_answer(refusals::feeds_full, id, false);
  done.status = refusals::feeds_full.status;
  done.refused_as = refusals::feeds_full.name;
}

void GuardedServer::ask_feeds(Clock::time_point now) {
  if (!is_woken_ || feeds_.empty() || now < next_round_) return;
  is_woken_ = false;
  next_round_ = now + options_.limits.times.feed_round;
  for (const std::uint64_t number : feeds_) {
    Connection& connection = connections_.at(number).connection;
    connection.wake_feed();
    ask_feed(connection);
  }
}

void GuardedServer::ask_feed(Connection& connection) {
  if (!connection.is_feed_to_be_asked()) return;
  ++being_asked_;
  workers_.take(connection.take_feed());
}

bool GuardedServer::advance(Connections::iterator at, Clock::time_point now) {
  at->second.connection.advance(now);
  return settle(at, now);
}

/// What follows from a connection's stage. False when it is over, and gone.
bool GuardedServer::settle(Connections::iterator at, Clock::time_point now) {
  auto& [connection, asked_for, is_polled, is_told] = at->second;
  if (connection.stage() == Stage::complete) {
    if (workers_.waiting() < options_.limits.waiting)
      workers_.take(connection.take_work(now));
    else
      connection.refuse(refusals::busy, now);
  }
  ask_feed(connection);
  if (const std::uint32_t events = connection.events(); events != 0 && events != asked_for) {
    if (!poller_.ask(connection.descriptor(), events, at->first, is_polled)) connection.end();
    asked_for = events;
    is_polled = true;
  }
  const bool is_over = connection.stage() == Stage::over;
  if ((is_over || connection.stage() == Stage::parting) && !is_told &&
      connection.exchange().status != 0) {
    is_told = true;
    options_.log(connection.exchange());
  }
  if (is_over) {
    forget(at);
    return false;
  }
  next_look_ = std::min(next_look_, connection.deadline());
  return true;
}

void GuardedServer::forget(Connections::iterator at) {
  feeds_.erase(at->first);
  connections_.erase(at);
}

void GuardedServer::look_at_deadlines(Clock::time_point now) {
  Clock::time_point first = Clock::time_point::max();
  for (auto at = connections_.begin(); at != connections_.end();) {
    const auto known = at++;
    if (known->second.connection.deadline() > now || advance(known, now))
      first = std::min(first, known->second.connection.deadline());
  }
  next_look_ = std::max(first, now + look_again_after);
}

/// Those whose request is not whole go at once; later those whose client takes its answer slowly.
void GuardedServer::drop_unfinished(Clock::time_point now) {
  if (!has_stopped_) stop_end_ = now + options_.limits.times.stop;
  has_stopped_ = true;
  listener_.close();
  for (auto at = connections_.begin(); at != connections_.end();) {
    const auto known = at++;
    const Stage stage = known->second.connection.stage();
    // A thread may be about to bring a feed.
    const bool is_unfinished = stage == Stage::reading || feeds_.count(known->first) > 0;
    if (!is_unfinished && (now < stop_end_ || !known->second.connection.is_slow())) continue;
    known->second.connection.end();
    settle(known, now);
  }
}

}  // namespace api
