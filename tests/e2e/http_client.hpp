#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace e2e {

struct HttpAsked {
  std::string method = "GET", target;
  std::vector<std::string> headers = {};  ///< "Name: value"
  std::string body = {};
  std::size_t events = 0;  ///< of a stream that never ends: how many to wait for
};

struct HttpAnswer {
  int status = 0;  ///< 0: there was no whole answer
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds took{};

  /// Whatever the case of the name; "" when there is none.
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// Asks on a connection of its own, on loopback; waits ten seconds at most. Adds Host, and the
/// length when there is a body or the method is POST.
[[nodiscard]] HttpAnswer ask(int port, const HttpAsked& asked);

/// Sends these bytes and reads the one answer.
[[nodiscard]] HttpAnswer ask_bytes(int port, const std::string& bytes, std::size_t events = 0);

}  // namespace e2e
