#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/hash.hpp"
#include "ledger/key.hpp"

/// Vkeys of signed-note whose key is an Ed25519 one, for whatever it signs.
namespace ledger::crypto {

/// signed-note's algorithm bytes.
enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

/// First bytes of SHA-256(name || LF || type || key): the same key has another id for another type.
[[nodiscard]] std::array<std::uint8_t, 4> key_id(std::string_view name, KeyType type,
                                                 const PublicKey& key);

/// `name+hex key id+base64(type || key)`.
[[nodiscard]] std::string vkey_text(std::string_view name, KeyType type, const PublicKey& key);

/// Refuses (`unknown_key`) what is no vkey of this type, whose key id does not fit, or whose point
/// is not canonical in the main subgroup. The answer is a name and a key, whatever the type.
[[nodiscard]] Result<VerifierKey> read_vkey_of(std::string_view text, KeyType type);

}  // namespace ledger::crypto
