#pragma once

#include <string>

#include "ledger/hash.hpp"

namespace api::wire {

/// Padded standard base64, as hashes stand in every Celltrail file. `ledger::read_identity` reads
/// it.
[[nodiscard]] std::string base64(const ledger::Hash& hash);

}  // namespace api::wire
