#include "api/guard/listener.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace api {
namespace {

/// Whoever connects while the loop is busy waits here instead of being turned away.
constexpr int backlog = 1024;

void set(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof value);
}

using Places = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Places places_of(const std::string& address, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found);
  return {failed == 0 ? found : nullptr, &::freeaddrinfo};
}

/// Not SO_REUSEPORT: a second server on this port must fail.
Descriptor listen_at(const addrinfo& place) {
  const int type = place.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC;
  Descriptor socket(::socket(place.ai_family, type, place.ai_protocol));
  if (socket.number() < 0) return socket;
  set(socket.number(), SOL_SOCKET, SO_REUSEADDR, 1);
  // Linux passes it on to every connection that is taken.
  set(socket.number(), IPPROTO_TCP, TCP_NODELAY, 1);
  if (place.ai_family == AF_INET6) set(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  if (::bind(socket.number(), place.ai_addr, place.ai_addrlen) != 0 ||
      ::listen(socket.number(), backlog) != 0)
    return Descriptor();
  return socket;
}

int port_of(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
  sockaddr_in in{};  // the port lies at one place in both families
  std::memcpy(&in, &bound, sizeof in);
  return ntohs(in.sin_port);
}

std::string reason(int error) {
  switch (error) {
    case EADDRINUSE:
      return "another program listens there; stop it, or choose another port";
    case EADDRNOTAVAIL:
      return "this machine does not have the address";
    case EACCES:
      return "ports below 1024 are not for everybody; choose a larger one";
    default:
      return std::generic_category().message(error);
  }
}

bool is_want_of_room(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Listener::Listener(const std::string& address, int port) {
  const Places places = places_of(address, port);
  int error = 0;
  for (const addrinfo* place = places.get(); place != nullptr && descriptor() < 0;
       place = place->ai_next) {
    socket_ = listen_at(*place);
    error = errno;
  }
  if (descriptor() < 0)
    throw ledger::Failure(fmt::format("listening on {}:{} failed: {}", address, port,
                                      places ? reason(error) : "the address is not known here"));
  port_ = port_of(descriptor());
}

std::optional<Accepted> Listener::accept() {
  sockaddr_storage from{};
  socklen_t size = sizeof from;
  Descriptor socket(::accept4(descriptor(), reinterpret_cast<sockaddr*>(&from), &size,
                              SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket.number() < 0) {
    if (is_want_of_room(errno))
      throw std::system_error(errno, std::generic_category(), "taking a connection");
    return std::nullopt;
  }
  return Accepted{std::move(socket), ClientAddress(from)};
}

}  // namespace api
