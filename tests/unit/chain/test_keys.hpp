#pragma once

#include <cstdint>
#include <string>

#include "ledger/key.hpp"

/// Keys made for tests alone: the seed is one byte and zeros.
[[nodiscard]] inline ledger::Signer test_signer(const std::string& name, std::uint8_t seed) {
  return ledger::Signer(name, {seed});
}

inline constexpr auto test_origin = "ledger.example/2024";
inline constexpr auto test_operator = "DUNS000000000";

[[nodiscard]] inline ledger::Hash hash_of_bytes(std::uint8_t byte) {
  ledger::Hash hash{};
  hash.fill(byte);
  return hash;
}
