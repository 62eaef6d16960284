#pragma once

#include <array>
#include <cstdint>

namespace ledger {

/// 32 bytes of SHA-256: a leaf hash, a tree node or a root (docs/format.md, "Tree").
using Hash = std::array<std::uint8_t, 32>;

/// An Ed25519 public key.
using PublicKey = std::array<std::uint8_t, 32>;

/// A note's signature line after base64: 4 bytes of key id, then 64 of Ed25519.
using LineSignature = std::array<std::uint8_t, 68>;

/// An entry's number, from 0 without gaps; also its leaf index. -1 means "none".
using Index = std::int64_t;

}  // namespace ledger
