#pragma once

#include <string_view>

namespace api {

/// A text that was compiled in for the pages (schema/CMakeLists.txt lists them): "openapi",
/// "openapi_examples", "problems_zh", "event", "docs", "docs_intro".
[[nodiscard]] std::string_view page_text(std::string_view name);

}  // namespace api
