#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace api::client {

/// `http(s)://host[:port][/prefix]`, as people name a service.
struct ServerUrl {
  bool is_https = false;
  std::string host;  ///< of IPv6 without its brackets
  int port = 0;
  std::string prefix;  ///< "" or "/…" without a slash at its end

  [[nodiscard]] std::string text() const;
  /// The other end is this machine.
  [[nodiscard]] bool is_loopback() const;
};

/// Nothing for anything else: no user names, queries, fragments, or bytes that do not belong there.
[[nodiscard]] std::optional<ServerUrl> read_url(std::string_view text);

}  // namespace api::client
