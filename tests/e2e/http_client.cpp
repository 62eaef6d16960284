#include "tests/e2e/http_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ledger/result.hpp"

namespace e2e {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{10};

class Connection {
 public:
  explicit Connection(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* address = &to;
    if (::connect(socket_, static_cast<sockaddr*>(address), sizeof to) != 0) {
      ::close(socket_);
      throw ledger::Failure("the service cannot be reached");
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(socket_); }

  /// As much as the other side takes: it may answer and close before it has read all.
  void send(std::string_view bytes) const {
    while (!bytes.empty() && is_ready(POLLOUT)) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Until the other side closes, or `is_enough` of what came.
  template <class IsEnough>
  std::string read(const IsEnough& is_enough) const {
    std::string all;
    char piece[65536];
    while (!is_enough(all) && is_ready(POLLIN)) {
      const ssize_t size = ::recv(socket_, piece, sizeof piece, 0);
      if (size <= 0) break;
      all.append(piece, static_cast<std::size_t>(size));
    }
    return all;
  }

 private:
  [[nodiscard]] bool is_ready(short what) const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
    pollfd asked{socket_, what, 0};
    return left.count() > 0 && ::poll(&asked, 1, static_cast<int>(left.count())) > 0;
  }

  int socket_;
  Clock::time_point end_ = Clock::now() + patience;
};

bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

HttpAnswer taken_apart(const std::string& bytes) {
  HttpAnswer answer;
  const std::size_t end = bytes.find("\r\n\r\n");
  // Before the answer to who asked whether to send the body.
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  if (bytes.starts_with(go_on)) return taken_apart(bytes.substr(go_on.size()));
  if (!bytes.starts_with("HTTP/1.1 ") || end == std::string::npos) return answer;
  answer.status = std::stoi(bytes.substr(9, 3));
  std::size_t at = bytes.find("\r\n") + 2;
  while (at < end) {
    const std::string line = bytes.substr(at, bytes.find("\r\n", at) - at);
    at += line.size() + 2;
    const std::size_t colon = std::min(line.find(": "), line.size() - 1);
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    answer.headers.back().second.erase(0, answer.headers.back().second.find_first_not_of(' '));
  }
  answer.body = bytes.substr(end + 4);
  return answer;
}

/// Events of a stream that came whole.
std::size_t events_in(const std::string& bytes) {
  std::size_t count = 0;
  for (std::size_t at = bytes.find("\nevent: "); at != std::string::npos;
       at = bytes.find("\nevent: ", at + 1))
    if (bytes.find("\n\n", at + 1) != std::string::npos) ++count;
  return count;
}

}  // namespace

std::string HttpAnswer::header(const std::string& name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& line) { return is_same_name(line.first, name); });
  return found == headers.end() ? "" : found->second;
}

HttpAnswer ask_bytes(int port, const std::string& bytes, std::size_t events) {
  const auto begin = Clock::now();
  const Connection connection(port);
  connection.send(bytes);
  HttpAnswer answer = taken_apart(connection.read(
      [&](const std::string& all) { return events > 0 && events_in(all) >= events; }));
  answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  return answer;
}

HttpAnswer ask(int port, const HttpAsked& asked) {
  std::string bytes = asked.method + ' ' + asked.target +
                      " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
  for (const std::string& header : asked.headers) bytes += header + "\r\n";
  if (asked.method == "POST" || !asked.body.empty())
    bytes += "Content-Length: " + std::to_string(asked.body.size()) + "\r\n";
  return ask_bytes(port, bytes + "\r\n" + asked.body, asked.events);
}

}  // namespace e2e
