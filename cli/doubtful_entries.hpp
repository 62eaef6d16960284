#pragma once

#include <vector>

#include "ledger/ledger.hpp"

namespace cli {

/// The indexes of those of these entries (newest first) that are signed with a key which is no
/// longer trusted from there on; oldest first.
[[nodiscard]] std::vector<ledger::Index> doubtful_entries(
    const ledger::LedgerReader& ledger, const std::vector<ledger::Entry>& entries);

}  // namespace cli
