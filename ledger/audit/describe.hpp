#pragma once

#include <string>

#include "ledger/state.hpp"

namespace ledger::audit {

/// One line with every member, so that two states that differ read differently.
[[nodiscard]] std::string describe_state(const OperatorState& state);
[[nodiscard]] std::string describe_state(const UnitState& state);
[[nodiscard]] std::string describe_state(const CodeState& state);
[[nodiscard]] std::string describe_state(const LotState& state);
[[nodiscard]] std::string describe_state(const TransferState& state);
[[nodiscard]] std::string describe_state(const TargetState& state);
[[nodiscard]] std::string describe_state(const Finding& finding);
[[nodiscard]] std::string describe_state(const Constitution& constitution);

[[nodiscard]] std::string describe_sum(const Figure& figure);
[[nodiscard]] std::string describe_sum(const Flow& flow);
[[nodiscard]] std::string describe_sum(const MaterialSum& sum);
[[nodiscard]] std::string describe_sum(const ElementSum& sum);
[[nodiscard]] std::string describe_sum(std::int64_t sum);
[[nodiscard]] std::string describe_key(const FigureKey& key);
[[nodiscard]] std::string describe_key(const FlowKey& key);
[[nodiscard]] std::string describe_key(const MaterialKey& key);
[[nodiscard]] std::string describe_key(const ElementKey& key);
[[nodiscard]] std::string describe_key(const DelayKey& key);
[[nodiscard]] std::string describe_key(const AccountKey& key);

}  // namespace ledger::audit
