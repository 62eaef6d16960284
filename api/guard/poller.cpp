#include "api/guard/poller.hpp"

#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

#include "ledger/result.hpp"

namespace api {
namespace {

Descriptor made(int descriptor) {
  if (descriptor < 0)
    throw ledger::Failure("starting the server failed: " + std::generic_category().message(errno));
  return Descriptor(descriptor);
}

}  // namespace

Poller::Poller() : epoll_(made(::epoll_create1(EPOLL_CLOEXEC))) {}

bool Poller::ask(int socket, std::uint32_t events, std::uint64_t name, bool is_known) {
  epoll_event event{};
  event.events = events | EPOLLONESHOT;
  event.data.u64 = name;
  return ::epoll_ctl(epoll_.number(), is_known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event) ==
         0;
}

void Poller::watch(int socket, std::uint64_t name) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = name;
  if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, socket, &event) != 0)
    throw ledger::Failure("starting the server failed: " + std::generic_category().message(errno));
}

const std::vector<std::uint64_t>& Poller::wait(std::chrono::milliseconds time) {
  std::array<epoll_event, 256> events;  // NOLINT: filled by the call
  const int count = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()),
                                 static_cast<int>(time.count()));
  if (count < 0 && errno != EINTR)
    throw ledger::Failure("waiting for requests failed: " + std::generic_category().message(errno));
  ready_.clear();
  for (std::size_t i = 0; static_cast<int>(i) < count; ++i) ready_.push_back(events[i].data.u64);
  return ready_;
}

Bell::Bell() : bell_(made(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))) {}

void Bell::ring() const {
  const std::uint64_t one = 1;
  // It fails only while it rings already.
  (void)!::write(bell_.number(), &one, sizeof one);
}

void Bell::silence() const {
  std::uint64_t rung = 0;
  (void)!::read(bell_.number(), &rung, sizeof rung);
}

}  // namespace api
