#include "api/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

#include "ledger/result.hpp"

namespace api {
namespace {

constexpr std::string_view head_end = "\r\n\r\n";
constexpr HttpRefusal head_too_large{431, "Request Header Fields Too Large"};
constexpr HttpRefusal too_late{408, "Request Timeout"};
constexpr std::size_t drained_max = 65'536;

/// Nothing to do now, as against nothing to do any more.
bool is_for_later(ssize_t done) {
  return done < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

Connection::Connection(Accepted accepted, const RequestLimits& limits, const TimeLimits& times,
                       Clock::time_point now)
    : accepted_(std::move(accepted)),
      limits_(limits),
      times_(times),
      begin_(now),
      deadline_(now + times.head) {}

bool Connection::is_slow() const {
  return stage_ != Stage::complete && stage_ != Stage::at_work;
}

short Connection::events() const {
  if (stage_ == Stage::answering) return POLLOUT;
  return stage_ == Stage::reading || stage_ == Stage::parting ? POLLIN : short{0};
}

void Connection::advance(Clock::time_point now) {
  if (stage_ == Stage::reading) read(now);
  if (stage_ == Stage::answering) write(now);
  if (stage_ == Stage::parting) drain();
  if (is_slow() && now >= deadline_) expire(now);
}

void Connection::read(Clock::time_point now) {
  std::array<char, 4096> block{};
  while (stage_ == Stage::reading) {
    const std::size_t bytes_max = whole_ > 0 ? whole_ : limits_.head_bytes;
    const std::size_t room = std::min(block.size(), bytes_max - bytes_.size());
    const ssize_t got = ::recv(descriptor(), block.data(), room, 0);
    if (got < 0 && errno == EINTR) continue;
    if (is_for_later(got)) return;
    if (got <= 0) {
      stage_ = Stage::over;
      return;
    }
    const std::size_t before = bytes_.size();
    bytes_.append(block.data(), static_cast<std::size_t>(got));
    take_bytes(before, now);
  }
}

/// What was searched for the head's end is not searched again, or dripping would cost its square.
void Connection::take_bytes(std::size_t searched, Clock::time_point now) {
  if (whole_ == 0) {
    const std::size_t from = searched < head_end.size() ? 0 : searched - head_end.size() + 1;
    const std::size_t end = bytes_.find(head_end, from);
    if (end == std::string::npos) {
      if (bytes_.size() >= limits_.head_bytes) answer(refusal_text(head_too_large), now);
      return;
    }
    const std::size_t head_bytes = end + head_end.size();
    RequestHead head;
    const auto refusal = judge_head(std::string_view(bytes_).substr(0, head_bytes), limits_, head);
    if (refusal) return answer(refusal_text(*refusal), now);
    whole_ = head_bytes + head.body_bytes;
    deadline_ = begin_ + times_.request;
  }
  if (bytes_.size() < whole_) return;
  bytes_.resize(whole_);
  stage_ = Stage::complete;
}

void Connection::write(Clock::time_point now) {
  while (written_ < bytes_.size()) {
    const ssize_t put =
        ::send(descriptor(), bytes_.data() + written_, bytes_.size() - written_, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (is_for_later(put)) return;
    if (put <= 0) {
      stage_ = Stage::over;
      return;
    }
    written_ += static_cast<std::size_t>(put);
  }
  ::shutdown(descriptor(), SHUT_WR);
  stage_ = Stage::parting;
  deadline_ = now + times_.parting;
}

/// What the other side still sends is read and dropped for a moment: closing with bytes unread
/// would reset the connection before the answer was seen.
void Connection::drain() {
  std::array<char, 4096> block{};
  while (drained_ < drained_max) {
    const ssize_t got = ::recv(descriptor(), block.data(), block.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (is_for_later(got)) return;
    if (got <= 0) break;
    drained_ += static_cast<std::size_t>(got);
  }
  stage_ = Stage::over;
}

void Connection::expire(Clock::time_point now) {
  if (stage_ == Stage::reading)
    answer(refusal_text(too_late), now);
  else
    stage_ = Stage::over;
}

std::string Connection::take_request() {
  ledger::require(stage_ == Stage::complete, "a request is taken when it is complete");
  stage_ = Stage::at_work;
  return std::exchange(bytes_, {});
}

void Connection::answer(std::string bytes, Clock::time_point now) {
  bytes_ = std::move(bytes);
  stage_ = Stage::answering;
  deadline_ = now + times_.answer;
  write(now);
}

}  // namespace api
