#pragma once

#include <string>

#include "cli/sample/sample.hpp"

namespace cli::sample {

/// The text of the sample's README.md: what it is, what it rests on, how to record it.
[[nodiscard]] std::string readme(const Options& options, const Summary& summary);

}  // namespace cli::sample
