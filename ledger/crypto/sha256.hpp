#pragma once

#include <string_view>

#include "ledger/hash.hpp"

namespace ledger::crypto {

/// SHA-256 of the parts joined. One EVP context a thread, made once: a hash costs no allocation.
/// Threads: any.
[[nodiscard]] Hash sha256(std::string_view bytes);
[[nodiscard]] Hash sha256(std::string_view first, std::string_view second);
/// A Merkle leaf: SHA-256(0x00 || bytes).
[[nodiscard]] Hash leaf_hash(std::string_view bytes);
/// A Merkle node: SHA-256(0x01 || left || right).
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);

}  // namespace ledger::crypto
