#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/guard/refusals.hpp"

/// The part of HTTP/1.1 that is taken from strangers, judged before the library sees a byte of it.
namespace api {

struct RequestLimits {
  std::size_t head_bytes = 16'384;
  std::size_t header_lines = 64;
  std::size_t target_bytes = 512;
};

/// What a request's head says that the guard goes by.
struct RequestHead {
  std::string method, path;    ///< the path as sent, without the query
  std::string host;            ///< without it nothing is taken
  std::string forwarded_for;   ///< the last of them
  std::string request_id;      ///< as sent
  std::size_t body_bytes = 0;  ///< what follows the head
  bool awaits_go_on = false;   ///< sends the body when it is told to, or when it tires of waiting
};

/// Judges everything up to and with the empty line. Refused: what two programs could read in two
/// ways (any Transfer-Encoding, two lengths, a body where none belongs, bare line feeds, folded
/// lines, a second Host), what makes the library do more than read (Range,
/// Content-Encoding), an expectation other than 100-continue, what it would make of a value by
/// decoding it, names that it takes for its own, and whatever is beyond the limits. `found` has
/// what was understood until then.
[[nodiscard]] std::optional<HttpRefusal> judge_head(std::string_view head,
                                                    const RequestLimits& limits,
                                                    RequestHead& found);

/// From this position on, a line feed without its carriage return: no end of a head that is awaited
/// comes after it.
[[nodiscard]] bool has_bare_line_feed(std::string_view head, std::size_t from);

/// Of ASCII letters.
[[nodiscard]] std::string lower(std::string_view text);
/// Without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Letters, digits and hyphens: without the underscore that other programs take for one.
[[nodiscard]] bool is_header_name(std::string_view name);
/// No control but the tabulator.
[[nodiscard]] bool is_one_line(std::string_view text);
/// The request line begins with the method HEAD, whatever else the head is.
[[nodiscard]] bool says_head(std::string_view head);
/// 8 to 64 letters, digits and hyphens, as a proxy may give.
[[nodiscard]] bool is_request_id(std::string_view text);

}  // namespace api
