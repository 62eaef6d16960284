#include "ledger/crypto/ed25519.hpp"

#include <sodium.h>

#include "ledger/crypto/sodium_ready.hpp"
#include "ledger/result.hpp"

namespace ledger::crypto {
namespace {

/// The order of the main subgroup minus one (RFC 8032 section 5.1), little-endian.
constexpr std::array<std::uint8_t, 32> order_minus_one{
    0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/// Whether y, the low 255 bits, is below 2^255 - 19: one point, one spelling.
bool is_canonical(const PublicKey& key) {
  if ((key[31] & 0x7f) != 0x7f || key[0] < 0xed) return true;
  for (std::size_t i = 1; i < 31; ++i)
    if (key[i] != 0xff) return true;
  return false;
}

/// (order - 1) * P == -P holds in the main subgroup and for no other point. Asked apart from
/// crypto_core_ed25519_is_valid_point, because unpatched libsodium up to 1.0.20 lets P + (0, -1)
/// pass (CVE-2025-69277), and whether a key is sound must not depend on the library's version.
bool is_in_main_subgroup(const PublicKey& key) {
  PublicKey negated{};
  if (crypto_scalarmult_ed25519_noclamp(negated.data(), order_minus_one.data(), key.data()) != 0)
    return false;
  negated[31] ^= 0x80;
  return negated == key;
}

}  // namespace

void sodium_ready() {
  static const int state = sodium_init();
  if (state < 0)
    throw Failure("starting libsodium: no source of randomness (/dev/urandom, getrandom)");
}

bool verify(const PublicKey& key, std::string_view message, const std::uint8_t* signature64) {
  sodium_ready();
  return crypto_sign_verify_detached(signature64,
                                     reinterpret_cast<const unsigned char*>(message.data()),
                                     message.size(), key.data()) == 0;
}

bool is_sound_key(const PublicKey& key) {
  sodium_ready();
  return is_canonical(key) && crypto_core_ed25519_is_valid_point(key.data()) == 1 &&
         is_in_main_subgroup(key);
}

}  // namespace ledger::crypto
