#pragma once

#include <filesystem>
#include <optional>

#include "ledger/audit.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::audit {

/// The first kept text that does not hash to the commitment in its event. A text that is gone is no
/// damage: it may be erased. Counts into `report.openings_checked`; entries from `report.size` on
/// are not looked at, they may be of a later state. Throws Failure.
[[nodiscard]] std::optional<DamageReport> compare_openings(const std::filesystem::path& file,
                                                           const storage::Store& store,
                                                           AuditReport& report);

}  // namespace ledger::audit
