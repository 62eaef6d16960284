#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/event.hpp"
#include "ledger/model/world.hpp"

namespace ledger::model {

/// The newest version of the rules this program knows (docs/rules.md, "Versions").
inline constexpr std::int64_t rules_known = 1;

/// Judges one event against the world and, when it is lawful, changes the world by it. On a refusal
/// the world may be half changed: the caller rolls back to its mark. Reads earlier entries (the
/// world), the event and `recorded_at_ms`, nothing else.
[[nodiscard]] Result<void> apply(World& world, const Event& event, Index index,
                                 std::int64_t recorded_at_ms);

/// Resolves the trails an applied event belongs to, tells what each one's last entry was, and makes
/// `index` their last. Sorted by id.
[[nodiscard]] std::vector<TrailLink> link_trails(World& world, const Event& event, Index index);

/// Who signs: judged on the state before the batch's first entry (design "Order at the door").
struct Signing {
  const OperatorState* signer = nullptr;
  const KeyState* key = nullptr;
};
[[nodiscard]] Result<Signing> judge_signer(World& world, std::string_view operator_id,
                                           std::string_view key_name, std::int64_t recorded_at_ms);
/// Whether this operator, with this key, may send an event of this type.
[[nodiscard]] Result<void> judge_sender(const Constitution& constitution,
                                        const OperatorState& signer, const KeyState& key,
                                        const Event& event);

}  // namespace ledger::model
