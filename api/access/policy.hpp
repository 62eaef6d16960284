#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Who may read what: the one table (docs/http.md, "Who may read what"). Default deny.
namespace api {

/// Who asks, as a token says; writing needs no token, it is authorised by the batch's signature.
struct Caller {
  enum class Kind : std::uint8_t { anybody, operator_, regulator, metrics };
  Kind kind = Kind::anybody;
  std::string operator_id;  ///< of an operator's token
  std::string token;        ///< the token's name, for the log; never the token
};

/// What a route gives away.
enum class Needs : std::uint8_t {
  nothing,     ///< health, documentation, the checkpoint; and writing, which the signature allows
  tiles,       ///< every entry's bytes: anybody when the ledger is configured public
  figures,     ///< aggregates; the split by operator is for those who may see all
  code,        ///< proofs and trails for a code that the caller knows already
  own,         ///< what an operator is party to; all of it for a regulator
  everything,  ///< regulators and auditors
  metrics
};

enum class Verdict : std::uint8_t { allowed, own_only, needs_token, not_allowed };

struct AccessPolicy {
  bool open = false;          ///< everybody is a regulator: only on loopback
  bool public_tiles = false;  ///< the configuration says that everybody may read every entry
};

/// Of those whom it is closed to, what opens it: "a regulator's token".
[[nodiscard]] std::string_view token_for(Needs needs);

/// `own_only`: the route shows no more than what the caller's operator is party to.
[[nodiscard]] Verdict judge(const AccessPolicy& policy, const Caller& caller, Needs needs);

}  // namespace api
