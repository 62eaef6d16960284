#pragma once

#include <string>

#include "ledger/key.hpp"

namespace ledger {

/// The vkey (C2SP tlog-cosignature, type 04) by which a witness with this key is known. Its key id
/// differs from that of the same key's own vkey, so that no cosignature passes for a log's
/// signature.
[[nodiscard]] std::string cosigner_vkey(const VerifierKey& key);

}  // namespace ledger
