#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace api {

/// JSON for people: what fits into `width` stands on one line, else each member on a line of its
/// own, two spaces deeper. Members keep their order. No line feed at the end.
[[nodiscard]] std::string pretty(const nlohmann::ordered_json& value, std::size_t width);

}  // namespace api
