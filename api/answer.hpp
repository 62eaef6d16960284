#pragma once

#include "api/request.hpp"

namespace api {

struct Core;

/// Answers any request: finds its route and who asks, judges whether they may, and turns whatever
/// goes wrong into a problem (RFC 9457). Counts it and tells the log. Throws nothing.
[[nodiscard]] Response answer(Core& core, const Request& request);

}  // namespace api
