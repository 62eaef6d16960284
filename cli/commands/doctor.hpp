#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "ledger/views.hpp"

namespace cli {

enum class Health { ok, warn, bad };

/// One thing that was looked at.
struct Check {
  Health health;
  std::string subject, found, advice = {};
};

/// This machine's clock against the newest entry.
[[nodiscard]] Check look_at_clock(const Context& context, const ledger::LedgerInfo& info);

/// A service, as it is seen from here. `damaged`: what it shows does not verify.
[[nodiscard]] std::vector<Check> examine_server(const Context& context, const std::string& url,
                                                bool& damaged);

}  // namespace cli
