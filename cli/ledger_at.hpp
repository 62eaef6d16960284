#pragma once

#include <filesystem>

#include "cli/command.hpp"
#include "ledger/ledger.hpp"

namespace cli {

/// The directory that `--ledger` or CELLTRAIL_LEDGER names. Stops (usage) when neither does, and
/// (not found) when there is no such directory.
[[nodiscard]] std::filesystem::path ledger_directory(const Context& context);

/// Where the passphrase of an encrypted ledger key comes from: the first line of the file that
/// CELLTRAIL_LEDGER_PASSPHRASE_FILE names, else the terminal.
[[nodiscard]] ledger::AskPassphrase ledger_passphrase(const Context& context);

[[nodiscard]] ledger::Ledger open_ledger(const Context& context, ledger::Ledger::Access access);

}  // namespace cli
