#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/guard/refusals.hpp"
#include "api/request.hpp"

namespace api {

/// Bytes on their way to a client, from where they lie.
class Outgoing {
 public:
  enum class Way : std::uint8_t { all_sent, full, broken };

  Outgoing() = default;
  Outgoing(std::string head, std::string body) : head_(std::move(head)), body_(std::move(body)) {}

  /// As far as the socket takes them. Never waits.
  [[nodiscard]] Way send(int socket);
  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] std::size_t size() const { return head_.size() + body_.size(); }
  [[nodiscard]] bool is_sent() const { return sent_ == size(); }

 private:
  std::string head_, body_;
  std::size_t sent_ = 0;
};

/// As the header Date has it (RFC 9110, 5.6.7), in English wherever the machine stands.
[[nodiscard]] std::string http_date(std::chrono::sys_seconds at);

/// The whole answer; of a feed the head and its begin. Throws std::logic_error when a header would
/// not be one line: then nothing of it may be sent.
[[nodiscard]] Outgoing whole_answer(Response&& response, bool has_feed, std::string_view request_id,
                                    bool head_only);
[[nodiscard]] Outgoing whole_answer(const HttpRefusal& refusal, std::string_view request_id,
                                    bool head_only);

}  // namespace api
