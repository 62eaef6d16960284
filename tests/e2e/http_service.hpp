#pragma once

#include <optional>
#include <string>

#include "tests/e2e/process.hpp"

namespace e2e {

/// `celltrail serve` on the workshop's ledger, in a process of its own, on a free port of loopback.
class HttpService {
 public:
  /// Returns when it listens. Throws Failure with what it said when it does not.
  HttpService(const Workshop& workshop, const std::string& options = "");

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// SIGTERM; how it ended.
  [[nodiscard]] Ran stop();

 private:
  std::optional<Running> running_;
  int port_ = 0;
};

}  // namespace e2e
