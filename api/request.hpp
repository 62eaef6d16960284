#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the service's own code knows of HTTP. Only api/guard/ knows the library beneath.
namespace api {

using Fields = std::map<std::string, std::string, std::less<>>;

/// A request that is here whole and was judged by the guard.
struct Request {
  std::string method;  ///< GET, HEAD or POST
  std::string path;    ///< as sent, still percent-encoded, without the query
  std::string query;   ///< as sent, without the question mark
  Fields headers;      ///< names in lower case; of a name's lines a list, in no order
  std::string body;
  std::string client;  ///< the address that asks, or that a trusted proxy names; for the log
  std::string id;      ///< of this request: in its answer, in its log line
  std::chrono::microseconds waited{};  ///< for a thread

  /// "" when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
};

/// What a connection goes on sending after its head, for as long as it lasts. It holds nothing
/// back: who reads slowly is asked for less, and dropped in the end.
class Feed {
 public:
  virtual ~Feed() = default;
  /// What is new since the last call, at most some 64 KiB; "" when nothing is. Called by one of the
  /// server's threads at a time, after `GuardedServer::wake` and when the connection has room. What
  /// it throws ends the feed.
  virtual std::string next() = 0;
  /// Sent after a silence, so that both sides see that the other is there. Called as `next`.
  virtual std::string keep_alive() = 0;
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< nothing a client chose
  std::unique_ptr<Feed> feed;                                ///< then the body is its begin
};

/// Makes an answer out of a request, in any of the server's threads. Throws nothing that the guard
/// would show: an exception is answered with 500 and told to the log.
using Answer = std::function<Response(const Request&)>;

/// One request and what became of it, for the log and the metrics.
struct Exchange {
  std::string method, path;     ///< "" when no head was understood; the path without the query
  std::string client, id;       ///< as in the request
  int status = 0;               ///< of the answer
  std::string_view refused_as;  ///< the name of the guard's refusal; "" when it went to `Answer`
  std::string failure;          ///< what an `Answer` or a `Feed` threw; not for strangers
  std::uint64_t bytes_in = 0;   ///< of head and body
  std::uint64_t bytes_out = 0;  ///< that were sent
  std::chrono::microseconds waiting{};  ///< for a thread
  std::chrono::microseconds working{};  ///< the thread, until the answer was made
};

/// What the server has in hand at one moment.
struct InHand {
  std::size_t connections = 0, feeds = 0;
  std::size_t waiting = 0, at_work = 0;  ///< requests without a thread, and with one
  std::size_t body_bytes = 0;            ///< of requests that are not answered yet
  std::size_t answer_bytes = 0;          ///< of answers that wait for their readers
};

}  // namespace api
