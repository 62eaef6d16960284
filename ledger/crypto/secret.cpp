#include "ledger/crypto/secret.hpp"

#include <sodium.h>

#include "ledger/crypto/sodium_ready.hpp"

namespace ledger::crypto {

void FreeSecret::operator()(std::uint8_t* bytes) const {
  sodium_free(bytes);
}

SecretBytes secret_bytes(std::size_t size) {
  sodium_ready();
  SecretBytes bytes(static_cast<std::uint8_t*>(sodium_malloc(size)));
  if (!bytes) throw Failure("keeping a secret: no memory for it; free some memory and try again");
  return bytes;
}

void wipe(std::string& text) {
  // Up to the capacity: a text that shrank left its rest behind its end.
  text.resize(text.capacity());
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace ledger::crypto
