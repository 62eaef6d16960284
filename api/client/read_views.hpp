#pragma once

#include <nlohmann/json_fwd.hpp>

#include "ledger/reading.hpp"

/// The other direction of api/wire/views.hpp: what `view` writes, read again. Numbers that only a
/// ledger's own files know (`no`, `ref`) are not on the wire: 0, where nothing else is said. All
/// throw StrangeAnswer.
namespace api::client {

[[nodiscard]] ledger::LedgerInfo read_info(const nlohmann::json& value);
[[nodiscard]] ledger::OperatorState read_operator(const nlohmann::json& value);
[[nodiscard]] ledger::UnitView read_unit(const nlohmann::json& value);
/// The `ref` of a holding in somebody's hands is that operator's `no` among `operators`.
[[nodiscard]] ledger::LotState read_lot(const nlohmann::json& value,
                                        const std::vector<ledger::OperatorState>& operators);
[[nodiscard]] ledger::StockLine read_stock_line(const nlohmann::json& value);
[[nodiscard]] ledger::TransferView read_transfer(const nlohmann::json& value);
[[nodiscard]] ledger::TargetState read_target(const nlohmann::json& value);
/// The note of a head in a list is not on the wire.
[[nodiscard]] ledger::Checkpoint read_head(const nlohmann::json& value);
[[nodiscard]] ledger::OpenedText read_opened(const nlohmann::json& value);
[[nodiscard]] ledger::Receipt read_receipt(const nlohmann::json& value);

/// A finding with who reported what raised it, and when.
struct FoundBy {
  ledger::Finding finding;
  std::string operator_id, at;
};
[[nodiscard]] FoundBy read_finding(const nlohmann::json& value);

}  // namespace api::client
