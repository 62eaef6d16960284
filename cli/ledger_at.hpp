#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "ledger/ledger.hpp"

namespace cli {

using Access = ledger::Ledger::Access;

/// The directory that `--ledger` or CELLTRAIL_LEDGER names. Stops (usage) when neither does, or a
/// service is named (`instead`: what does it from elsewhere), and (not found) when there is no such
/// directory.
[[nodiscard]] std::filesystem::path ledger_directory(const Context& context,
                                                     const std::string& instead = {});

/// Where the passphrase of an encrypted ledger key comes from: the first line of the file that
/// CELLTRAIL_LEDGER_PASSPHRASE_FILE names, else the terminal.
[[nodiscard]] ledger::AskPassphrase ledger_passphrase(const Context& context);

/// The ledger in the directory named.
[[nodiscard]] ledger::Ledger open_directory(const Context& context, Access access);

/// The ledger that is named, in its directory or behind a service. A service is asked the same
/// again for so long when it is not there or cannot do it; when nothing is said, only what is
/// recorded, for five minutes.
[[nodiscard]] std::unique_ptr<ledger::LedgerWriter> open_ledger(
    const Context& context, Access access,
    std::optional<std::chrono::seconds> retry_for = std::nullopt);

/// Behind a service and with a token: what was not found last may be another's. Then the service's
/// own words end the command (api::client::Absent).
void require_not_withheld(const ledger::LedgerReader& ledger);

/// For `--accept-clock-jump`. Stops (usage) when the ledger is behind a service: the clock is that
/// of whoever runs it.
void accept_clock_jump(ledger::LedgerWriter& ledger);

}  // namespace cli
