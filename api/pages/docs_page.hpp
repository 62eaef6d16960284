#pragma once

#include <string>
#include <string_view>

/// What the service says of itself to people.
namespace api {

/// One page of HTML without scripts that needs nothing else: made once, of `openapi()`, so that the
/// two say the same. Threads: any.
[[nodiscard]] const std::string& docs_page();

/// The Content-Security-Policy it is sent with: no script, no address, this one style.
[[nodiscard]] std::string_view docs_page_policy();

}  // namespace api
