#pragma once

#include <cstdint>
#include <string>

#include "ledger/entry.hpp"
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

/// A batch of three, entries 70 to 72, recorded 2024-03-05T01:30:00.123Z.
[[nodiscard]] inline ledger::Batch batch_of_three() {
  ledger::Batch batch;
  batch.first = 70;
  batch.head = {test_origin, test_operator, 3, hash_of_bytes(1), 41, hash_of_bytes(2), "", {}};
  batch.head.key = "DUNS000000000/desk";
  batch.head.signature.fill(5);
  batch.standing = 12;
  batch.recorded_at_ms = 1'709'602'200'123;
  return batch;
}
