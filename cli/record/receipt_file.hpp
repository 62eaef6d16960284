#pragma once

#include <string>

#include "ledger/entry.hpp"

namespace cli {

/// Writes a receipt (docs/format.md, "Receipt") into the directory, named after its entries:
/// `receipt-000000000123-1000.json`. The same receipt again replaces it by a later one. Throws
/// Failure.
void write_receipt(const std::string& directory, const ledger::Receipt& receipt);

}  // namespace cli
