#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace cli {

/// The whole program without its process: finds the command, fills its options, runs it, and turns
/// whatever happens into an exit code. `args` are the words after the program's name.
[[nodiscard]] int run_program(std::vector<std::string> args, Streams streams,
                              const Environment& environment);

}  // namespace cli
