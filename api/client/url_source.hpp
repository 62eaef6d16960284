#pragma once

#include <memory>

#include "api/client/http_client.hpp"
#include "ledger/mirror.hpp"

namespace api::client {

/// The files of a log as a server has them: a Celltrail service, or any that serves a directory of
/// C2SP tlog-tiles.
[[nodiscard]] std::unique_ptr<ledger::LogSource> url_source(HttpClient client);

}  // namespace api::client
