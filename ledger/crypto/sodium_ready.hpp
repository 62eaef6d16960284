#pragma once

namespace ledger::crypto {

/// Starts libsodium, once; every use of it comes after this. Throws Failure. Threads: any.
void sodium_ready();

}  // namespace ledger::crypto
