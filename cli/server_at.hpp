#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "api/client/exchange.hpp"
#include "cli/command.hpp"

namespace cli {

/// The service that `--server` or CELLTRAIL_SERVER names; nothing when a directory is meant. An
/// option goes before a variable. Stops (usage) when both are named in the same way.
[[nodiscard]] std::optional<std::string> named_server(const Context& context);

[[nodiscard]] bool is_url(const std::string& word);

/// What asks a service, with the token of `--token-file` or CELLTRAIL_TOKEN_FILE, if any. Stops
/// (usage) when the URL is none, or the file holds no token.
[[nodiscard]] api::client::HttpClient server_client(const Context& context, const std::string& url);

/// Tries again for so long, telling a person on `err`; an interrupt ends it.
[[nodiscard]] api::client::Patience patience(const Context& context,
                                             std::chrono::milliseconds retry_for);

/// What stands at a URL, as bytes. Stops (not found) when nothing does.
[[nodiscard]] std::string fetch_file(const Context& context, const std::string& url);

}  // namespace cli
