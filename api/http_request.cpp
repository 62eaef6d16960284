#include "api/http_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace api {
namespace {

using Refused = std::optional<HttpRefusal>;

constexpr HttpRefusal malformed{400, "Bad Request"};

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  });
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// The library percent-decodes header values after it has checked them.
bool has_encoded_control(std::string_view value) {
  const std::string text = lower(value);
  return text.find("%0") != std::string::npos || text.find("%1") != std::string::npos;
}

class HeadJudge {
 public:
  HeadJudge(const RequestLimits& limits, RequestHead& found) : limits_(limits), found_(found) {}

  Refused request_line(std::string_view line) {
    const std::size_t space = line.find(' '), second = line.rfind(' ');
    if (space == std::string_view::npos || second == space) return malformed;
    method_ = line.substr(0, space);
    const std::string_view target = line.substr(space + 1, second - space - 1);
    const std::string_view version = line.substr(second + 1);
    if (method_ != "GET" && method_ != "POST") return HttpRefusal{405, "Method Not Allowed"};
    if (target.size() > limits_.target_bytes) return HttpRefusal{414, "URI Too Long"};
    if (!target.starts_with('/') || target.find(' ') != std::string_view::npos) return malformed;
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return malformed;
    return std::nullopt;
  }

  Refused header(std::string_view line) {
    if (++lines_ > limits_.header_lines) return HttpRefusal{431, "Request Header Fields Too Large"};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_name(line.substr(0, colon))) return malformed;
    const std::string name = lower(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
    if (has_encoded_control(value)) return malformed;
    if (name == "transfer-encoding") return HttpRefusal{411, "Length Required"};
    if (name == "content-encoding") return HttpRefusal{415, "Unsupported Media Type"};
    if (name == "range" || name == "expect") return malformed;
    if (name == "content-length") return length(value);
    return std::nullopt;
  }

  Refused end() {
    if (method_ == "GET") return length_ > 0 ? Refused(malformed) : std::nullopt;
    if (!has_length_) return HttpRefusal{411, "Length Required"};
    found_.body_bytes = length_;
    return std::nullopt;
  }

 private:
  Refused length(std::string_view value) {
    std::size_t bytes = 0;
    const char* const last = value.data() + value.size();
    const auto read = std::from_chars(value.data(), last, bytes);
    if (has_length_ || value.empty() || value.size() > 12 || read.ec != std::errc{} ||
        read.ptr != last)
      return malformed;
    if (bytes > limits_.body_bytes) return HttpRefusal{413, "Payload Too Large"};
    has_length_ = true;
    length_ = bytes;
    return std::nullopt;
  }

  const RequestLimits& limits_;
  RequestHead& found_;
  std::string_view method_;
  bool has_length_ = false;
  std::size_t length_ = 0;
  std::size_t lines_ = 0;
};

}  // namespace

std::optional<HttpRefusal> judge_head(std::string_view head, const RequestLimits& limits,
                                      RequestHead& found) {
  if (head.size() > limits.head_bytes) return HttpRefusal{431, "Request Header Fields Too Large"};
  HeadJudge judge(limits, found);
  bool is_first = true;
  for (;;) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return malformed;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (line.empty()) return head.empty() && !is_first ? judge.end() : Refused(malformed);
    if (!is_plain(line)) return malformed;
    if (const auto refused = is_first ? judge.request_line(line) : judge.header(line))
      return refused;
    is_first = false;
  }
}

std::string refusal_text(const HttpRefusal& refusal) {
  const std::string body = fmt::format("{}\n", refusal.reason);
  return fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      refusal.status, refusal.reason, body.size(), body);
}

}  // namespace api
