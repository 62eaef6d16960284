#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "ledger/reading.hpp"

/// Values of the library as JSON: the same over HTTP and after `--json`. What is not stated stays
/// out, as in events; numbers that only one ledger's files know (`no`, `ref`) become ids.
namespace api::wire {

[[nodiscard]] nlohmann::json view(const ledger::KeyState& key);
[[nodiscard]] nlohmann::json view(const ledger::OperatorState& state);
[[nodiscard]] nlohmann::json view(const ledger::UnitView& unit);
/// `operators` are all that the ledger names, for the holders.
[[nodiscard]] nlohmann::json view(const ledger::LotState& lot,
                                  const std::vector<ledger::OperatorState>& operators);
[[nodiscard]] nlohmann::json view(const ledger::StockLine& line);
[[nodiscard]] nlohmann::json view(const ledger::TransferView& transfer);
[[nodiscard]] nlohmann::json view(const ledger::TargetState& target);
/// `operator_id` and `at` are of the entry that raised it.
[[nodiscard]] nlohmann::json view(const ledger::Finding& finding, const std::string& operator_id,
                                  const std::string& at);
[[nodiscard]] nlohmann::json view(const ledger::Constitution& constitution);
[[nodiscard]] nlohmann::json view(const ledger::LedgerInfo& info);
[[nodiscard]] nlohmann::json view(const ledger::Checkpoint& checkpoint);
[[nodiscard]] nlohmann::json view(const ledger::OpenedText& text);
/// With every member of docs/format.md, "Receipt"; `dump` gives its canonical bytes.
[[nodiscard]] nlohmann::json view(const ledger::Receipt& receipt);

/// `{"leaf":"…","entry":{…}}`: the exact bytes that the leaf hash covers stand after `"entry":`.
/// They are canonical JSON, so whoever parses them and writes them without spaces, members sorted
/// by bytes, has them again.
[[nodiscard]] std::string entry_text(const ledger::Entry& entry);

/// JSON on one line. Text that is no UTF-8, as a client may have sent it, is made harmless.
[[nodiscard]] std::string written(const nlohmann::json& value);

}  // namespace api::wire
