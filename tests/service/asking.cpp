#include "tests/service/asking.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace service {
namespace {

using Time = std::chrono::steady_clock;

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

int connected(int port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(static_cast<std::uint16_t>(port));
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0) return made;
  ::close(made);
  return -1;
}

std::optional<Answer> take_apart(const std::string& text) {
  const std::size_t head_end = text.find("\r\n\r\n");
  if (head_end == std::string::npos || !text.starts_with("HTTP/1.1 ")) return std::nullopt;
  Answer answer;
  std::from_chars(text.data() + 9, text.data() + 12, answer.status);
  std::size_t at = text.find("\r\n") + 2;
  while (at < head_end) {
    const std::size_t end = text.find("\r\n", at), colon = text.find(": ", at);
    if (colon < end)
      answer.headers[lower(text.substr(at, colon - at))] = text.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  answer.body = text.substr(head_end + 4);
  // An answer that breaks off is none: what it acknowledges was never heard.
  const auto length = answer.headers.find("content-length");
  if (length == answer.headers.end() || length->second != std::to_string(answer.body.size()))
    return std::nullopt;
  return answer;
}

}  // namespace

Held::Held(int port) : socket_(connected(port)) {}
Held::Held(Held&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
Held::~Held() {
  if (socket_ >= 0) ::close(socket_);
}

bool Held::send(const std::string& bytes) const {
  std::size_t sent = 0;
  while (socket_ >= 0 && sent < bytes.size()) {
    const ssize_t put = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (put <= 0) return false;
    sent += static_cast<std::size_t>(put);
  }
  return socket_ >= 0;
}

std::optional<std::string> Held::rest(std::chrono::milliseconds within) const {
  const auto end = Time::now() + within;
  std::string all;
  std::array<char, 65'536> block{};
  while (socket_ >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Time::now());
    pollfd asked{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&asked, 1, static_cast<int>(left.count())) <= 0)
      return std::nullopt;
    const ssize_t got = ::recv(socket_, block.data(), block.size(), 0);
    if (got < 0) return std::nullopt;
    if (got == 0) return all;
    all.append(block.data(), static_cast<std::size_t>(got));
  }
  return std::nullopt;
}

std::optional<Answer> ask(int port, const std::string& method, const std::string& target,
                          const std::string& body, const std::string& more_headers) {
  const Held connection(port);
  const std::string length =
      method == "POST"
          ? fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size())
          : "";
  // What was sent may be cut off by an early refusal, which is still to be read.
  connection.send(fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}{}\r\n{}", method, target,
                              port, length, more_headers, body));
  const auto text = connection.rest(std::chrono::seconds(30));
  return text ? take_apart(*text) : std::nullopt;
}

std::optional<Answer> get(int port, const std::string& target) {
  return ask(port, "GET", target);
}

std::optional<Answer> post(int port, const std::string& target, const std::string& body) {
  return ask(port, "POST", target, body);
}

std::string batch_body(const ledger::SignedBatch& batch) {
  std::string events;
  for (const ledger::Event& event : batch.events) {
    if (!events.empty()) events += ',';
    events += event.bytes();
  }
  return fmt::format(R"({{"events":[{}],"head":{}}})", events, nlohmann::json(batch.head).dump());
}

}  // namespace service
