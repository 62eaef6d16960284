#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "api/client/http_client.hpp"
#include "ledger/result.hpp"

namespace api::client {

/// What an answer comes to, when it is not an exception.
struct Judged {
  bool is_absent = false;  ///< the service has no such thing
  std::optional<ledger::Error> refusal;
};

/// Takes a problem (RFC 9457, docs/http.md) for what it is in the library: a refusal by its stable
/// name, anything else as the exception of its kind, with the service's own words. Throws
/// StrangeAnswer for what no Celltrail service says, redirects among it.
[[nodiscard]] Judged judge(const HttpAnswer& answer, const ServerUrl& url);

/// The refusal that an object with a stable name in `name` is; nothing when that names none.
[[nodiscard]] std::optional<ledger::Error> read_refusal(const nlohmann::json& value);

/// A refusal of something that the rules have no say in.
[[nodiscard]] ledger::Failure refused_unasked(const ledger::Error& error, const std::string& what);

}  // namespace api::client
