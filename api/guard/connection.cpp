#include "api/guard/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <utility>

#include "api/guard/http_request.hpp"
#include "ledger/result.hpp"

namespace api {
namespace {

constexpr std::string_view head_end = "\r\n\r\n", go_on = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

/// Nothing to do now, as against nothing to do any more.
bool Connection::is_for_later(ssize_t done) {
  return done < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

Connection::Connection(Visit visit, Descriptor socket, Surroundings& around, Clock::time_point now)
    : visit_(std::move(visit)),
      socket_(std::move(socket)),
      around_(around),
      begin_(now),
      deadline_(now + around.limits.times.head) {}

Connection::~Connection() {
  let_go_of_body();
  keep({});
  around_.admission.forget(visit_);
}

bool Connection::is_slow() const {
  return stage_ == Stage::reading || stage_ == Stage::answering || stage_ == Stage::parting;
}

std::uint32_t Connection::events() const {
  switch (stage_) {
    case Stage::reading:
    case Stage::parting:
      return EPOLLIN;
    case Stage::answering:
      return EPOLLOUT;
    case Stage::feeding:
      return outgoing_.is_sent() ? EPOLLIN : std::uint32_t{EPOLLIN} | std::uint32_t{EPOLLOUT};
    default:
      return 0;
  }
}

Clock::time_point Connection::deadline() const {
  return is_slow() || stage_ == Stage::feeding ? deadline_ : Clock::time_point::max();
}

void Connection::advance(Clock::time_point now) {
  if (stage_ == Stage::reading) read(now);
  if (stage_ == Stage::answering || stage_ == Stage::feeding) write(now);
  if (stage_ == Stage::parting || stage_ == Stage::feeding) drain();
  if (now >= deadline()) expire(now);
}

void Connection::read(Clock::time_point now) {
  std::array<char, 16'384> block;  // NOLINT: filled by the call
  std::size_t taken = 0;
  while (stage_ == Stage::reading && taken < read_at_once_max) {
    // Not more than belongs to the request: what follows it is not ours to lose.
    const std::size_t left = is_head_whole_ ? visit_.body_bytes - body_.size()
                                            : around_.limits.request.head_bytes - head_.size();
    const ssize_t got = ::recv(descriptor(), block.data(), std::min(left, block.size()), 0);
    if (got < 0 && errno == EINTR) continue;
    if (is_for_later(got)) return;
    if (got <= 0) {
      stage_ = Stage::over;
      return;
    }
    const std::string_view bytes(block.data(), static_cast<std::size_t>(got));
    taken += bytes.size();
    visit_.exchange.bytes_in += bytes.size();
    if (is_head_whole_)
      take_body(bytes, now);
    else
      take_head(bytes, now);
  }
}

/// What was searched for the head's end is not searched again, or dripping would cost its square.
void Connection::take_head(std::string_view bytes, Clock::time_point now) {
  const std::size_t known = head_.size();
  const std::size_t from = known < head_end.size() ? 0 : known - head_end.size() + 1;
  head_ += bytes;
  const std::size_t found = head_.find(head_end, from);
  if (found == std::string::npos) {
    if (has_bare_line_feed(head_, known))
      return refuse(because(refusals::malformed, "a line of the head does not end in CRLF"), now);
    if (!is_header_name(head_.substr(0, 1)))
      return refuse(because(refusals::malformed,
                            "it begins with no method; this port takes HTTP without TLS"),
                    now);
    if (head_.size() >= around_.limits.request.head_bytes) refuse(refusals::large_head, now);
    return;
  }
  const std::string behind = head_.substr(found + head_end.size());
  head_.resize(found + head_end.size());
  is_head_whole_ = true;
  if (const auto refusal = around_.admission.judge(head_, visit_)) return refuse(*refusal, now);
  deadline_ = begin_ + around_.limits.times.request;
  take_body(std::string_view(behind).substr(0, visit_.body_bytes), now);
  if (visit_.awaits_go_on && stage_ == Stage::reading) tell_to_go_on();
}

/// These are the first bytes that go this way: the socket has room for them, or nobody is there.
void Connection::tell_to_go_on() {
  const ssize_t put = ::send(descriptor(), go_on.data(), go_on.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (put != static_cast<ssize_t>(go_on.size())) return end();
  visit_.exchange.bytes_out += go_on.size();
}

void Connection::take_body(std::string_view bytes, Clock::time_point now) {
  const std::size_t size = body_.size() + bytes.size();
  if (size > room_taken_) {
    // Grown by doubling, but never beyond what was announced: what is announced is not yet there.
    const std::size_t room = std::min(visit_.body_bytes, std::max(size, 2 * room_taken_));
    if (!take_room(room - room_taken_, now)) return refuse(refusals::bodies_full, now);
    room_taken_ = room;
    body_.reserve(room);
  }
  body_ += bytes;
  if (size - marked_ >= megabyte) {
    marked_ = size;
    deadline_ = std::max(deadline_, now + around_.limits.times.megabyte);
  }
  if (size == visit_.body_bytes) stage_ = Stage::complete;
}

bool Connection::take_room(std::size_t bytes, Clock::time_point now) {
  if (around_.bodies.take(bytes)) return true;
  around_.make_body_room(bytes, number(), now);
  return around_.bodies.take(bytes);
}

void Connection::let_go_of_body() {
  around_.bodies.give_back(std::exchange(room_taken_, 0));
  body_ = std::string();
}

Work Connection::take_work(Clock::time_point now) {
  ledger::require(stage_ == Stage::complete, "a request is taken when it is complete");
  stage_ = Stage::at_work;
  Work work;
  work.connection = visit_.number;
  work.socket = std::move(socket_);
  work.head = std::exchange(head_, {});
  work.body = std::exchange(body_, {});
  work.client = visit_.exchange.client;
  work.id = visit_.exchange.id;
  work.is_head_only = visit_.is_head_only();
  work.since = now;
  return work;
}

}  // namespace api
