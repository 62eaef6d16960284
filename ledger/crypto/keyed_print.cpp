#include "ledger/crypto/keyed_print.hpp"

#include <cstring>

#include <sodium.h>

#include "ledger/crypto/sodium_ready.hpp"

namespace ledger::crypto {

KeyedPrint::KeyedPrint() {
  static_assert(std::tuple_size_v<decltype(secret_)> == crypto_shorthash_KEYBYTES);
  sodium_ready();
  crypto_shorthash_keygen(secret_.data());
}

std::uint64_t KeyedPrint::of(std::string_view text) const {
  std::array<std::uint8_t, crypto_shorthash_BYTES> bytes{};
  (void)crypto_shorthash(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), secret_.data());
  std::uint64_t print = 0;
  std::memcpy(&print, bytes.data(), sizeof print);
  return print;
}

}  // namespace ledger::crypto
