#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <utility>

#include "api/guard/connection.hpp"

/// From the answer to the end of a connection.
namespace api {
namespace {

/// Of a refused body: its sender looks for the answer when it has sent it.
constexpr std::size_t body_drained_max = 32 * 1024 * 1024;

}  // namespace

void Connection::write(Clock::time_point now) {
  if (stage_ == Stage::feeding && outgoing_.is_sent()) return;
  const std::size_t before = outgoing_.sent();
  const Outgoing::Way way = outgoing_.send(descriptor());
  visit_.exchange.bytes_out += outgoing_.sent() - before;
  if (outgoing_.sent() > before) last_taken_ = now;
  if (way == Outgoing::Way::broken) {
    stage_ = Stage::over;
    return;
  }
  if (way == Outgoing::Way::full) {
    if (stage_ == Stage::answering && outgoing_.sent() - marked_ >= megabyte) {
      marked_ = outgoing_.sent();
      deadline_ = std::max(deadline_, now + around_.limits.times.megabyte);
    }
    return;
  }
  keep({});
  if (is_feed_) {
    stage_ = Stage::feeding;
    deadline_ = now + around_.limits.times.feed_silence;
    return;
  }
  ::shutdown(descriptor(), SHUT_WR);
  stage_ = Stage::parting;
  deadline_ = now + (to_drain_ > drained_max ? around_.limits.times.megabyte
                                             : around_.limits.times.parting);
}

/// What the other side still sends is read and dropped for a moment, a refused body for longer:
/// closing with bytes unread would reset the connection before the answer was seen. Of a feed it is
/// how its end is noticed.
void Connection::drain() {
  std::array<char, 16'384> block;  // NOLINT: filled by the call
  const std::size_t before = drained_;
  while (drained_ < to_drain_) {
    if (drained_ - before >= read_at_once_max) return;
    const ssize_t got = ::recv(descriptor(), block.data(), block.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (is_for_later(got)) return;
    if (got <= 0) break;
    drained_ += static_cast<std::size_t>(got);
  }
  stage_ = Stage::over;
}

void Connection::expire(Clock::time_point now) {
  if (stage_ == Stage::reading) return refuse(refusals::too_late, now);
  if (stage_ != Stage::feeding || !outgoing_.is_sent()) {
    stage_ = Stage::over;
    return;
  }
  deadline_ = now + around_.limits.times.feed_silence;
  // By a thread: it may look whether its reader may still listen.
  is_feed_awake_ = is_feed_silent_ = true;
}

void Connection::keep(Outgoing answer) {
  around_.answer_bytes -= outgoing_.size();
  outgoing_ = std::move(answer);
  around_.answer_bytes += outgoing_.size();
}

void Connection::take_back(Done done, Clock::time_point now) {
  if (done.was_feed) {
    if (!done.feed) visit_.exchange.failure = done.failure;
    // One that has failed ends: its reader comes back and asks from where it was.
    if (stage_ != Stage::feeding || !done.feed) return end();
    feed_ = std::move(done.feed);
    if (done.outgoing.is_sent()) return;
    is_feed_awake_ = true;
    keep(std::move(done.outgoing));
    last_taken_ = now;
    deadline_ = now + around_.limits.times.feed_stall;
    return write(now);
  }
  let_go_of_body();
  Exchange& exchange = visit_.exchange;
  exchange.status = done.status;
  exchange.refused_as = done.refused_as;
  exchange.failure = std::move(done.failure);
  exchange.waiting = done.waiting;
  exchange.working = done.working;
  exchange.bytes_out += done.outgoing.sent();
  if (done.socket.number() < 0) return end();
  socket_ = std::move(done.socket);
  feed_ = std::move(done.feed);
  is_feed_ = feed_ != nullptr;
  is_feed_awake_ = is_feed_;
  keep(std::move(done.outgoing));
  last_taken_ = now;
  marked_ = outgoing_.sent();
  stage_ = Stage::answering;
  deadline_ = now + around_.limits.times.answer;
  write(now);
}

/// How much of a refused request is waited for, so that its client sees the answer.
std::size_t Connection::may_still_come() const {
  if (stage_ != Stage::reading || !is_head_whole_) return drained_max;
  // A head that was refused has not said how much follows it.
  if (visit_.body_bytes == 0) return head_.starts_with("POST ") ? body_drained_max : drained_max;
  const std::size_t come = visit_.exchange.bytes_in - head_.size();
  return std::clamp(visit_.body_bytes - std::min(visit_.body_bytes, come), drained_max,
                    body_drained_max);
}

void Connection::refuse(const HttpRefusal& refusal, Clock::time_point now) {
  to_drain_ = may_still_come();
  let_go_of_body();
  visit_.exchange.status = refusal.status;
  visit_.exchange.refused_as = refusal.name;
  // Of a head that cannot be read the visit knows no method.
  const bool head_only = visit_.is_head_only() || says_head(head_);
  keep(whole_answer(refusal, visit_.exchange.id, head_only));
  last_taken_ = now;
  marked_ = 0;
  feed_.reset();
  is_feed_ = false;
  stage_ = Stage::answering;
  deadline_ = now + around_.limits.times.answer;
  write(now);
}

bool Connection::is_feed_to_be_asked() const {
  return is_feed_awake_ && stage_ == Stage::feeding && feed_ && outgoing_.is_sent();
}

Work Connection::take_feed() {
  is_feed_awake_ = false;
  Work work;
  work.connection = visit_.number;
  work.since = Clock::now();
  work.is_silent = std::exchange(is_feed_silent_, false);
  work.feed = std::move(feed_);
  return work;
}

}  // namespace api
