#pragma once

#include "ledger/hash.hpp"

namespace ledger::crypto {

/// 32 bytes from the operating system's randomness.
[[nodiscard]] Hash random_hash();

}  // namespace ledger::crypto
