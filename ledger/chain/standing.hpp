#pragma once

#include "ledger/event.hpp"

namespace ledger::chain {

/// Whether an entry of this type is a word about who may sign, which the standing of its subject
/// counts (docs/format.md, "Standing").
[[nodiscard]] constexpr bool changes_standing(EventType type) {
  return type == EventType::enroll || type == EventType::grant_key ||
         type == EventType::revoke_key || type == EventType::suspend ||
         type == EventType::reinstate;
}

}  // namespace ledger::chain
