#include "api/guard/http_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace api {
namespace {

using Refused = std::optional<HttpRefusal>;

/// What no route takes anyway.
constexpr std::size_t length_digits_max = 12;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Visible ASCII, and no fragment: that is never sent.
bool is_target(std::string_view text) {
  return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7f && c != '#';
         });
}

/// The library percent-decodes header values after it has checked them, also of four digits.
bool has_encoded_control(std::string_view value) {
  for (std::size_t at = value.find('%'); at != std::string_view::npos;
       at = value.find('%', at + 1)) {
    const std::string next = lower(value.substr(at + 1, 2));
    if (next.starts_with('0') || next.starts_with('1') || next.starts_with('u') || next == "7f")
      return true;
  }
  return false;
}

/// Headers that say one thing: a second one would leave it open which.
bool is_said_once(std::string_view name) {
  static constexpr std::array<std::string_view, 7> once{
      "authorization", "content-length", "content-type", "expect",
      "host",          "last-event-id",  "x-request-id"};
  return std::find(once.begin(), once.end(), name) != once.end();
}

class HeadJudge {
 public:
  HeadJudge(const RequestLimits& limits, RequestHead& found) : limits_(limits), found_(found) {}

  Refused request_line(std::string_view line) {
    const std::size_t space = line.find(' '), second = line.rfind(' ');
    if (space == std::string_view::npos || second == space) return refusals::malformed;
    const std::string_view method = line.substr(0, space), version = line.substr(second + 1);
    const std::string_view target = line.substr(space + 1, second - space - 1);
    if (!is_header_name(method)) return refusals::malformed;
    found_.method = method;
    found_.path = target.substr(0, std::min(target.find('?'), limits_.target_bytes));
    if (method != "GET" && method != "HEAD" && method != "POST") return refusals::method;
    if (target.size() > limits_.target_bytes) return refusals::long_target;
    if (!is_target(target))
      return because(refusals::malformed, "the target is not a path of visible ASCII characters");
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
      return because(refusals::malformed, "the version is neither HTTP/1.1 nor HTTP/1.0");
    is_of_1_1_ = version == "HTTP/1.1";
    return std::nullopt;
  }

  Refused header(std::string_view line) {
    if (++lines_ > limits_.header_lines) return refusals::large_head;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_header_name(line.substr(0, colon)))
      return because(refusals::malformed,
                     "a header is not a name of letters, digits and hyphens, a colon and a value");
    const std::string name = lower(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (has_encoded_control(value))
      return because(refusals::malformed, "a header has a percent-encoded control character");
    if (is_said_once(name) && is_second(name))
      return name == "host" ? refusals::unknown_host
                            : because(refusals::malformed,
                                      "a header is there twice that may be "
                                      "there once");
    return special(name, value);
  }

  Refused end() {
    if (found_.host.empty()) return refusals::unknown_host;
    if (found_.method != "POST")
      return length_ > 0 ? Refused(because(refusals::malformed, "only a POST has a body"))
                         : std::nullopt;
    if (!has_length_) return refusals::no_length;
    found_.body_bytes = length_;
    // RFC 9110, 10.1.1: of an HTTP/1.0 client it means nothing.
    found_.awaits_go_on = expects_ && is_of_1_1_ && length_ > 0;
    return std::nullopt;
  }

 private:
  bool is_second(const std::string& name) {
    if (seen_.find("\n" + name + "\n") != std::string::npos) return true;
    seen_ += "\n" + name + "\n";
    return false;
  }

  Refused special(std::string_view name, std::string_view value) {
    if (name == "transfer-encoding") return refusals::no_length;
    if (name == "content-encoding") return refusals::encoded;
    if (name == "range") return refusals::range;
    if (name == "expect") return expectation(value);
    if (name == "content-length") return length(value);
    if (name == "host") found_.host = value;
    if (name == "x-forwarded-for") found_.forwarded_for = value;
    if (name == "x-request-id") found_.request_id = value;
    return std::nullopt;
  }

  Refused expectation(std::string_view value) {
    if (lower(value) != "100-continue") return refusals::expects;
    expects_ = true;
    return std::nullopt;
  }

  Refused length(std::string_view value) {
    const bool is_number = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
      return c >= '0' && c <= '9';
    });
    if (!is_number)
      return because(refusals::malformed, "Content-Length is not a number of decimal digits");
    if (value.size() > length_digits_max) return refusals::too_large;
    std::from_chars(value.data(), value.data() + value.size(), length_);
    has_length_ = true;
    return std::nullopt;
  }

  const RequestLimits& limits_;
  RequestHead& found_;
  std::string seen_;
  bool has_length_ = false, expects_ = false, is_of_1_1_ = false;
  std::size_t length_ = 0;
  std::size_t lines_ = 0;
};

}  // namespace

bool has_bare_line_feed(std::string_view head, std::size_t from) {
  for (std::size_t at = head.find('\n', from); at != std::string_view::npos;
       at = head.find('\n', at + 1))
    if (at == 0 || head[at - 1] != '\r') return true;
  return false;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_one_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  });
}

bool says_head(std::string_view head) {
  constexpr std::string_view method = "HEAD";
  return head.starts_with(method) && !is_header_name(head.substr(method.size(), 1));
}

bool is_request_id(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 && is_header_name(text);
}

std::optional<HttpRefusal> judge_head(std::string_view head, const RequestLimits& limits,
                                      RequestHead& found) {
  if (head.size() > limits.head_bytes) return refusals::large_head;
  HeadJudge judge(limits, found);
  bool is_first = true;
  for (;;) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return refusals::malformed;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (line.empty()) return head.empty() && !is_first ? judge.end() : Refused(refusals::malformed);
    if (!is_one_line(line))
      return because(refusals::malformed, "a line of the head has a control character");
    if (const auto refused = is_first ? judge.request_line(line) : judge.header(line))
      return refused;
    is_first = false;
  }
}

}  // namespace api
