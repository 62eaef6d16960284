#include "tests/unit/api/scripted_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/catch.hpp"

namespace made_up {
namespace {

/// Head and body, by its Content-Length.
std::string read_request(int connection) {
  std::string all;
  std::array<char, 4096> block{};
  std::size_t whole = std::string::npos;
  while (all.size() < whole) {
    const ssize_t got = ::recv(connection, block.data(), block.size(), 0);
    if (got <= 0) break;
    all.append(block.data(), static_cast<std::size_t>(got));
    const std::size_t end = all.find("\r\n\r\n");
    if (whole != std::string::npos || end == std::string::npos) continue;
    const std::size_t length = all.find("Content-Length: ");
    whole = end + 4 + (length < end ? std::stoul(all.substr(length + 16)) : 0);
  }
  return all;
}

}  // namespace

ScriptedServer::ScriptedServer(std::vector<Line> script)
    : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  REQUIRE(::bind(listener_, reinterpret_cast<const sockaddr*>(&place), size) == 0);
  REQUIRE(::listen(listener_, 64) == 0);
  REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size) == 0);
  port_ = ntohs(place.sin_port);
  running_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  ::shutdown(listener_, SHUT_RDWR);
  {
    // Whoever stopped listening to a long answer left the server waiting.
    const std::lock_guard lock(guard_);
    if (connection_ >= 0) ::shutdown(connection_, SHUT_RDWR);
  }
  running_.join();
  ::close(listener_);
}

std::vector<std::string> ScriptedServer::requests() const {
  const std::lock_guard lock(guard_);
  return requests_;
}

void ScriptedServer::serve() {
  for (;;) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    is_at(connection);
    answer(connection);
    is_at(-1);
    ::close(connection);
  }
}

void ScriptedServer::is_at(int connection) {
  const std::lock_guard lock(guard_);
  connection_ = connection;
}

void ScriptedServer::answer(int connection) {
  const std::string request = read_request(connection);
  std::size_t number = 0;
  {
    const std::lock_guard lock(guard_);
    number = std::min(requests_.size(), script_.size() - 1);
    requests_.push_back(request);
  }
  const std::string bytes = script_[number](request);
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t sent = ::send(connection, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return;
    at += static_cast<std::size_t>(sent);
  }
}

std::string http(int status, const std::string& content_type, const std::string& body,
                 const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" +
         headers + "\r\n" + body;
}

ScriptedServer::Line says(std::string bytes) {
  return [bytes = std::move(bytes)](const std::string&) { return bytes; };
}

}  // namespace made_up
