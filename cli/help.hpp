#pragma once

#include <string>

#include "cli/command.hpp"

namespace cli {

/// The list of commands.
[[nodiscard]] std::string help_text();
/// One command: examples first, then usage and options.
[[nodiscard]] std::string help_text(const Command& command);
/// "celltrail trail [--last N] CODE"
[[nodiscard]] std::string usage_line(const Command& command, const Call& call);

}  // namespace cli
