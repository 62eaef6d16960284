#pragma once

#include "cli/command.hpp"

namespace cli {

/// The process's own terminal, variables and signals.
[[nodiscard]] Environment this_machine(const ledger::Clock& clock);

}  // namespace cli
