#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "ledger/ledger.hpp"

/// Values of the library as JSON answers.
namespace cli {

[[nodiscard]] nlohmann::json view(const ledger::OperatorState& state);
[[nodiscard]] nlohmann::json view(const ledger::UnitView& unit);
[[nodiscard]] nlohmann::json view(const ledger::LotState& lot);
[[nodiscard]] nlohmann::json view(const ledger::StockLine& line);
[[nodiscard]] nlohmann::json view(const ledger::TransferView& transfer);

/// "collector, recycler"
[[nodiscard]] std::string roles_text(const ledger::OperatorState& state);

}  // namespace cli
