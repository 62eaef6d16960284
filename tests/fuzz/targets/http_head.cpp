#include <algorithm>

#include "api/guard/http_request.hpp"
#include "ledger/result.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// What is taken can be read in one way only.
bool fuzz::http_head(std::string_view input) {
  const api::RequestLimits limits{16'384, 64, 512};
  api::RequestHead found;
  if (const auto refusal = api::judge_head(input, limits, found)) {
    require(refusal->status >= 400 && refusal->status < 600, "a refusal has a status");
    require(!refusal->name.empty() && !refusal->hint.empty(), "a refusal says what to do");
    require(found.path.size() <= limits.target_bytes, "what is told of a path is bounded");
    return false;
  }
  require(input.size() <= limits.head_bytes, "a request keeps its limits");
  require(!found.host.empty(), "a request names its server");
  require(found.method == "POST" || found.body_bytes == 0, "only a POST has a body");
  require(input.ends_with("\r\n\r\n"), "a head ends with an empty line");
  for (std::size_t at = 0; at < input.size(); ++at) {
    require(input[at] != '\0', "a head holds no NUL");
    require((input[at] == '\n') == (at > 0 && input[at - 1] == '\r'), "every line ends in CRLF");
  }
  require(std::count(input.begin(), input.end(), '\n') <=
              static_cast<std::ptrdiff_t>(limits.header_lines) + 2,
          "a head has at most so many lines");
  return true;
}
