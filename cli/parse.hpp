#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace cli {

/// Fills the targets of `parameters` from the words after a command's name. Answers what is wrong
/// with them, or nothing.
[[nodiscard]] std::optional<std::string> parse(const std::vector<Parameter>& parameters,
                                               const std::vector<std::string>& words);

}  // namespace cli
