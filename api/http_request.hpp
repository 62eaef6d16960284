#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The part of HTTP/1.1 that is taken from strangers, judged before the library sees a byte of it.
namespace api {

struct RequestLimits {
  std::size_t head_bytes = 16'384;
  std::size_t header_lines = 64;
  std::size_t target_bytes = 512;
  std::size_t body_bytes = 0;
};

/// What a request's head says about what follows.
struct RequestHead {
  std::size_t body_bytes{};
};

/// Why a request is not taken; an HTTP status.
struct HttpRefusal {
  int status{};
  std::string_view reason;
};

/// Judges everything up to and with the empty line. Refused: what two programs could read in two
/// ways (any Transfer-Encoding, two lengths, a body where none belongs, bare line feeds, folded
/// lines), what makes the library do more than answer (Range, Expect, Content-Encoding), names that
/// it takes for its own, and whatever is beyond the limits.
[[nodiscard]] std::optional<HttpRefusal> judge_head(std::string_view head,
                                                    const RequestLimits& limits,
                                                    RequestHead& found);

/// A whole answer with this status, for requests that go no further.
[[nodiscard]] std::string refusal_text(const HttpRefusal& refusal);

}  // namespace api
