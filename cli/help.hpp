#pragma once

#include <string>

#include "cli/command.hpp"

namespace cli {

/// The list of commands.
[[nodiscard]] std::string help_text();
/// One command: examples first, then usage and options.
[[nodiscard]] std::string help_text(const Command& command);

}  // namespace cli
