#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/hash.hpp"

/// Secrets that a program shows to a service to say who asks.
namespace ledger {

/// What every token begins with, so that one that leaked can be searched for.
inline constexpr std::string_view token_prefix = "ct_";

struct NewToken {
  std::string text;  ///< `ct_` and 43 characters of base64url: shown once, kept nowhere
  Hash hash{};       ///< what is kept
};

/// 256 bits of the operating system's randomness. Throws Failure. Threads: any.
[[nodiscard]] NewToken new_token();

/// SHA-256 of a token's text. Nothing when it is not written as `new_token` writes one. Threads:
/// any.
[[nodiscard]] std::optional<Hash> token_hash(std::string_view text);

}  // namespace ledger
