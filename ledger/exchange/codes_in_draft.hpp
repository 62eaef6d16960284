#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ledger/exchange/draft.hpp"
#include "ledger/exchange/table.hpp"

namespace ledger::exchange {

/// Adds what a battery code says itself to the object that states one, where its cells are empty:
/// its scheme and level; and what was scanned, where that differs from the code in normal form.
/// Answers with the code when no scheme fits it.
[[nodiscard]] std::optional<DraftMember> complete_code(std::vector<DraftMember>& members,
                                                       std::span<const Field> fields);

}  // namespace ledger::exchange
