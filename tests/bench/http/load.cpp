#include "tests/bench/http/load.hpp"

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace bench {
namespace {

using Time = std::chrono::steady_clock;

/// The status, 0 when the answer broke off.
int exchange(int port, const std::string& request) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(static_cast<std::uint16_t>(port));
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int status = 0;
  if (::connect(made, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0) {
    std::size_t sent = 0;
    while (sent < request.size()) {
      const ssize_t put = ::send(made, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (put <= 0) break;
      sent += static_cast<std::size_t>(put);
    }
    std::array<char, 65'536> block{};
    bool is_first = true;
    for (ssize_t got = 0; (got = ::recv(made, block.data(), block.size(), 0)) > 0;) {
      if (is_first && got >= 12)
        status = (block[9] - '0') * 100 + (block[10] - '0') * 10 + (block[11] - '0');
      is_first = false;
    }
  }
  ::close(made);
  return status;
}

}  // namespace

std::string request_text(int port, const std::string& method, const std::string& target,
                         const std::string& body) {
  const std::string length =
      method == "POST"
          ? fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size())
          : "";
  return fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}\r\n{}", method, target, port,
                     length, body);
}

Load send_all(int port, const std::vector<std::string>& requests, int clients) {
  Load load;
  std::atomic<std::size_t> next = 0;
  std::mutex guard;
  const auto begin = Time::now();
  {
    std::vector<std::jthread> sending;
    for (int i = 0; i < clients; ++i)
      sending.emplace_back([&] {
        Load mine;
        for (std::size_t at = 0; (at = next++) < requests.size();) {
          const auto from = Time::now();
          const int status = exchange(port, requests[at]);
          if (status == 0)
            ++mine.broken;
          else if (status >= 300)
            ++mine.refused;
          else
            mine.latency_s.push_back(std::chrono::duration<double>(Time::now() - from).count());
        }
        const std::lock_guard lock(guard);
        load.latency_s.insert(load.latency_s.end(), mine.latency_s.begin(), mine.latency_s.end());
        load.refused += mine.refused;
        load.broken += mine.broken;
      });
  }
  load.wall_s = std::chrono::duration<double>(Time::now() - begin).count();
  return load;
}

}  // namespace bench
