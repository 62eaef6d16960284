#pragma once

#include <string>
#include <string_view>

/// What the service says of itself to people.
namespace api {

/// One page of HTML without scripts that needs nothing else: made once, of `openapi()`, so that the
/// two say the same. `host` is the checked Host header of who asks, for the commands to copy; empty
/// for the address that is listened on unless said otherwise. Threads: any.
[[nodiscard]] std::string docs_page(std::string_view host = {});

/// The Content-Security-Policy it is sent with: no script, no address, this one style.
[[nodiscard]] std::string_view docs_page_policy();

}  // namespace api
