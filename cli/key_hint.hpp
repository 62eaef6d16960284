#pragma once

#include <string>

#include "ledger/ledger.hpp"

namespace cli {

/// What to do when the ledger knows no key `signer` of this operator, or (`signer` null) when no
/// key of it is at hand: names the keys that would do.
[[nodiscard]] std::string key_hint(const ledger::LedgerReader& ledger,
                                   const std::string& operator_id, const ledger::Signer* signer);

}  // namespace cli
