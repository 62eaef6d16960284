#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Lines of the service's log: one JSON object each, no line feed in it, at most 4,000 bytes, so
/// that a pipe takes it whole or not at all (PIPE_BUF): what is longer in it is cut. Never a token,
/// a header's or a query's value; every control character is escaped.
namespace api {

/// What is told of a request. Paths have codes in them, which are business data: the log has the
/// route's pattern unless `path` is given.
struct RequestTold {
  std::int64_t at_ms{};
  std::string_view id, method, route, operation, path, refusal, client, token;
  int status{};
  std::size_t bytes_in{}, bytes_out{};
  std::chrono::microseconds waited{};  ///< for a thread and for a reader of the ledger
  std::chrono::microseconds worked{};  ///< from the thread on, without waiting for a reader
};
[[nodiscard]] std::string request_line(const RequestTold& told);

/// Why something failed, for who runs the service; a client is told only the request's id.
[[nodiscard]] std::string failure_line(std::int64_t at_ms, std::string_view request_id,
                                       std::string_view reason);

/// What happened beside requests: begin and end, witnesses, the disk. `event` is a stable word.
[[nodiscard]] std::string event_line(std::int64_t at_ms, std::string_view event,
                                     std::string_view detail);

}  // namespace api
