#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api/client/server_url.hpp"
#include "ledger/result.hpp"

namespace api::client {

/// Nobody answers there, or breaks off: what became of a request is unknown.
class Unreachable : public ledger::Failure {
 public:
  using Failure::Failure;
};

/// A whole answer, whatever it says.
struct HttpAnswer {
  int status{};
  std::string content_type;  ///< without parameters
  std::string body;
  std::string location;                             ///< of a redirect, which is not followed
  std::optional<std::chrono::seconds> retry_after;  ///< as the server asks for
};

/// What one request may take.
struct RequestBounds {
  std::chrono::seconds connect{10}, read{30}, whole{120};
  std::size_t answer_bytes = std::size_t{80} << 20U;  ///< a trail bundle of 64 MiB, as JSON
};

/// Asks one server, over http or https with its certificate verified. Follows no redirect and no
/// proxy, unpacks nothing, and lets no answer take more than its bounds. One request a connection.
/// Threads: any.
class HttpClient {
 public:
  /// `token` goes into each request, and nowhere else.
  explicit HttpClient(ServerUrl url, std::string token = {});

  [[nodiscard]] const ServerUrl& url() const { return url_; }
  [[nodiscard]] bool has_token() const { return !token_.empty(); }
  /// `target` begins with a slash, behind the prefix. Throws Unreachable.
  [[nodiscard]] HttpAnswer get(const std::string& target, const RequestBounds& bounds = {}) const;
  [[nodiscard]] HttpAnswer post(const std::string& target, const std::string& json,
                                const RequestBounds& bounds = {}) const;

 private:
  ServerUrl url_;
  std::string token_;
};

/// Percent-encodes a segment of a path or a value of a query.
[[nodiscard]] std::string encoded(std::string_view text);

}  // namespace api::client
