#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ledger/crypto/secret.hpp"

namespace ledger::crypto {

inline constexpr std::size_t seed_bytes = 32;

/// An Ed25519 seed under a passphrase: Argon2id makes the key, secretbox (XSalsa20-Poly1305) seals.
struct SealedSeed {
  std::uint64_t memory_bytes{}, operations{};  ///< what Argon2id was told to spend
  std::array<std::uint8_t, 16> salt{};
  std::array<std::uint8_t, 24> nonce{};
  std::array<std::uint8_t, seed_bytes + 16> box{};
};

/// What reading may be made to spend: a file from elsewhere must not take the machine down.
inline constexpr std::uint64_t kdf_memory_bytes_max = 1'073'741'824;
inline constexpr std::uint64_t kdf_operations_max = 10;

/// Throws Failure when there is no memory for Argon2id.
[[nodiscard]] SealedSeed seal_seed(const std::uint8_t* seed, std::string_view passphrase);
/// Nothing when the passphrase is wrong or the box was changed. Throws Failure as above, and when
/// the file asks for more than the limits or less than libsodium takes.
[[nodiscard]] std::optional<SecretBytes> open_seed(const SealedSeed& sealed,
                                                   std::string_view passphrase);

}  // namespace ledger::crypto
