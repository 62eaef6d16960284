#include "ledger/crypto/sealed_seed.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "ledger/crypto/sodium_ready.hpp"
#include "ledger/result.hpp"

namespace ledger::crypto {
namespace {

static_assert(std::tuple_size_v<decltype(SealedSeed::salt)> == crypto_pwhash_argon2id_SALTBYTES);
static_assert(std::tuple_size_v<decltype(SealedSeed::nonce)> == crypto_secretbox_NONCEBYTES);
static_assert(std::tuple_size_v<decltype(SealedSeed::box)> ==
              seed_bytes + crypto_secretbox_MACBYTES);

SecretBytes key_from(std::string_view passphrase, const SealedSeed& sealed) {
  SecretBytes key = secret_bytes(crypto_secretbox_KEYBYTES);
  if (crypto_pwhash_argon2id(key.get(), crypto_secretbox_KEYBYTES, passphrase.data(),
                             passphrase.size(), sealed.salt.data(), sealed.operations,
                             sealed.memory_bytes, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
    throw Failure(
        fmt::format("deriving a key from the passphrase: no {} bytes of memory for it; "
                    "free some memory and try again",
                    sealed.memory_bytes));
  return key;
}

void check_limits(const SealedSeed& sealed) {
  if (sealed.memory_bytes >= crypto_pwhash_argon2id_MEMLIMIT_MIN &&
      sealed.memory_bytes <= kdf_memory_bytes_max &&
      sealed.operations >= crypto_pwhash_argon2id_OPSLIMIT_MIN &&
      sealed.operations <= kdf_operations_max)
    return;
  throw Failure(fmt::format(
      "deriving a key from the passphrase: the key file asks for {} bytes and {} operations, at "
      "most {} bytes and {} operations are allowed; use a key file this program wrote",
      sealed.memory_bytes, sealed.operations, kdf_memory_bytes_max, kdf_operations_max));
}

}  // namespace

SealedSeed seal_seed(const std::uint8_t* seed, std::string_view passphrase) {
  sodium_ready();
  SealedSeed sealed;
  sealed.memory_bytes = crypto_pwhash_argon2id_MEMLIMIT_MODERATE;
  sealed.operations = crypto_pwhash_argon2id_OPSLIMIT_MODERATE;
  randombytes_buf(sealed.salt.data(), sealed.salt.size());
  randombytes_buf(sealed.nonce.data(), sealed.nonce.size());
  const SecretBytes key = key_from(passphrase, sealed);
  crypto_secretbox_easy(sealed.box.data(), seed, seed_bytes, sealed.nonce.data(), key.get());
  return sealed;
}

std::optional<SecretBytes> open_seed(const SealedSeed& sealed, std::string_view passphrase) {
  check_limits(sealed);
  const SecretBytes key = key_from(passphrase, sealed);
  SecretBytes seed = secret_bytes(seed_bytes);
  if (crypto_secretbox_open_easy(seed.get(), sealed.box.data(), sealed.box.size(),
                                 sealed.nonce.data(), key.get()) != 0)
    return std::nullopt;
  return seed;
}

}  // namespace ledger::crypto
