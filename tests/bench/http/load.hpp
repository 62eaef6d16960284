#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// A load tool for loopback: a number of clients, each with one request under way at a time.
namespace bench {

struct Load {
  double wall_s{};
  std::vector<double> latency_s;  ///< of every answered request
  std::size_t refused{}, broken{};

  [[nodiscard]] double rate() const { return static_cast<double>(latency_s.size()) / wall_s; }
};

/// What a client sends: whole requests, made beforehand. Each is sent once.
[[nodiscard]] std::string request_text(int port, const std::string& method,
                                       const std::string& target, const std::string& body = {});

/// Sends all of them, `clients` at a time, a connection each.
[[nodiscard]] Load send_all(int port, const std::vector<std::string>& requests, int clients);

}  // namespace bench
