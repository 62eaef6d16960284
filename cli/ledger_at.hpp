#pragma once

#include <filesystem>

#include "cli/command.hpp"
#include "ledger/ledger.hpp"

namespace cli {

/// The directory that `--ledger` or CELLTRAIL_LEDGER names. Stops (usage) when neither does, and
/// (not found) when there is no such directory.
[[nodiscard]] std::filesystem::path ledger_directory(const Context& context);

[[nodiscard]] ledger::Ledger open_ledger(const Context& context, ledger::Ledger::Access access);

}  // namespace cli
