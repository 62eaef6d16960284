#include "ledger/crypto/random.hpp"

#include <sodium.h>

#include "ledger/crypto/sodium_ready.hpp"

namespace ledger::crypto {

Hash random_hash() {
  sodium_ready();
  Hash bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace ledger::crypto
