#pragma once

#include <array>
#include <string_view>

#include "ledger/hash.hpp"

namespace ledger::crypto {

/// True when `signature` over `message` verifies, one by one and cofactorless (libsodium): S is
/// canonical, R and the key are not of small order. Threads: any.
[[nodiscard]] bool verify(const PublicKey& key, std::string_view message,
                          const std::uint8_t* signature64);

/// A canonical point of the main subgroup: the only keys a ledger takes.
[[nodiscard]] bool is_sound_key(const PublicKey& key);

}  // namespace ledger::crypto
