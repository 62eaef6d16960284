#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "api/client/http_client.hpp"
#include "ledger/result.hpp"

namespace api::client {

/// The parts of a problem as the service said them, beside what an exception says in one sentence.
struct ServiceWords {
  std::string url, name, detail, hint, pointer;
  int status{};
};

/// A failure of a kind with the words of the service: catch `Kind`, look for `ServiceWords`.
template <class Kind>
class Answered final : public Kind, public ServiceWords {
 public:
  Answered(const std::string& sentence, ServiceWords words)
      : Kind(sentence), ServiceWords(std::move(words)) {}
};

/// What an answer comes to, when it is not an exception.
struct Judged {
  std::optional<ServiceWords> absent;  ///< the service has no such thing, or not for who asks
  std::optional<ledger::Error> refusal;
};

/// Takes a problem (RFC 9457, docs/http.md) for what it is in the library: a refusal by its stable
/// name, anything else as the exception of its kind, with the service's own words. Throws
/// StrangeAnswer for what no Celltrail service says, redirects among it.
[[nodiscard]] Judged judge(const HttpAnswer& answer, const HttpClient& client);

/// Throws the exception of the problem's kind: Absent, NotAllowed, Withheld, Busy, DiskFull,
/// WriteStopped, Damage, Failure.
[[noreturn]] void fail(ServiceWords words);

/// The refusal that an object with a stable name in `name` is; nothing when that names none.
[[nodiscard]] std::optional<ledger::Error> read_refusal(const nlohmann::json& value);

/// A refusal of something that the rules have no say in.
[[nodiscard]] ledger::Failure refused_unasked(const ledger::Error& error, const std::string& what);

}  // namespace api::client
