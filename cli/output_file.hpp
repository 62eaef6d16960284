#pragma once

#include <string>
#include <string_view>

namespace cli {

/// Writes a file whole or not at all: beside it first, then over it. Throws Failure.
void replace_file(const std::string& file, std::string_view content);

}  // namespace cli
