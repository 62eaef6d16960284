#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

/// What the service says of itself to programs.
namespace api {

/// OpenAPI 3.1: schema/openapi.json with the shapes of events, the examples that the end-to-end
/// scenarios wrote, and the names of all problems. Made once. Threads: any.
[[nodiscard]] const nlohmann::ordered_json& openapi();
/// The same as it is sent.
[[nodiscard]] const std::string& openapi_text();

}  // namespace api
