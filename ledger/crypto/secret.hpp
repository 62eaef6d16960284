#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "ledger/key.hpp"

namespace ledger::crypto {

/// Memory for secrets: between guard pages, locked, kept out of core dumps, wiped when freed.
struct FreeSecret {
  void operator()(std::uint8_t* bytes) const;
};
using SecretBytes = std::unique_ptr<std::uint8_t[], FreeSecret>;

/// Throws Failure when there is none to be had.
[[nodiscard]] SecretBytes secret_bytes(std::size_t size);

/// Overwrites a text that held a secret before its memory goes back to the heap.
void wipe(std::string& text);

/// Wipes on every way out of a scope.
class Wiped {
 public:
  explicit Wiped(std::string& text) : text_(text) {}
  ~Wiped() { wipe(text_); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;

 private:
  std::string& text_;
};

}  // namespace ledger::crypto

namespace ledger {

/// libsodium's form of an Ed25519 secret key: the 32 bytes of seed, then the public key.
struct Signer::Secret {
  crypto::SecretBytes bytes;
};

}  // namespace ledger
