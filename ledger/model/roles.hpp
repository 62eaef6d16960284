#pragma once

#include <cstdint>

#include "ledger/lists.hpp"

namespace ledger::model {

/// Bit per Role that may send events of this type: one table, default deny (docs/rules.md,
/// "Who may send what").
[[nodiscard]] std::uint32_t roles_allowed(EventType type);

/// What a suspended operator may still send: nothing that brings new mass in or changes it, but
/// what keeps the record true (design §4).
[[nodiscard]] bool allowed_while_suspended(EventType type);

}  // namespace ledger::model
