#include "tests/unit/api/client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

#include "tests/support/catch.hpp"

namespace made_up {
namespace {

sockaddr_in at(const std::string& address, int port) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(port));
  REQUIRE(::inet_pton(AF_INET, address.c_str(), &place.sin_addr) == 1);
  return place;
}

}  // namespace

Client::Client(int port, const std::string& from)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_in here = at(from, 0), there = at("127.0.0.1", port);
  // A test ends even when the other side does not.
  const timeval patience{20, 0};
  REQUIRE(::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
  // What it does not read waits at the server, but for what the server's own socket takes.
  const int little = 128 * 1024;
  REQUIRE(::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &little, sizeof little) == 0);
  REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0);
  REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0);
}

Client::Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

Client::~Client() {
  if (socket_ >= 0) ::close(socket_);
}

bool Client::send(const std::string& bytes) const {
  return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

void Client::end() const {
  ::shutdown(socket_, SHUT_WR);
}

std::string Client::rest() const {
  std::string all;
  std::array<char, 4096> block{};
  for (ssize_t got = 0; (got = ::recv(socket_, block.data(), block.size(), 0)) > 0;)
    all.append(block.data(), static_cast<std::size_t>(got));
  return all;
}

std::string Client::some(std::size_t bytes) const {
  std::string all(bytes, '\0');
  std::size_t at = 0;
  for (ssize_t got = 0;
       at < bytes && (got = ::recv(socket_, all.data() + at, bytes - at, MSG_WAITALL)) > 0;)
    at += static_cast<std::size_t>(got);
  all.resize(at);
  return all;
}

std::string Client::until(const std::string& bytes) const {
  std::string all;
  std::array<char, 65'536> block{};
  while (!all.ends_with(bytes)) {
    // What follows is left for the next call.
    const ssize_t seen = ::recv(socket_, block.data(), block.size(), MSG_PEEK);
    if (seen <= 0) break;
    const std::size_t from = all.size() - std::min(all.size(), bytes.size());
    const std::size_t before = all.size();
    all.append(block.data(), static_cast<std::size_t>(seen));
    const std::size_t found = all.find(bytes, from);
    if (found != std::string::npos) all.resize(found + bytes.size());
    if (::recv(socket_, block.data(), all.size() - before, 0) <= 0) break;
  }
  return all;
}

bool Client::has_answer(std::chrono::milliseconds within) const {
  pollfd asked{socket_, POLLIN, 0};
  return ::poll(&asked, 1, static_cast<int>(within.count())) > 0;
}

}  // namespace made_up
