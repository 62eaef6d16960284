#pragma once

#include <string>

#include "ledger/batch_file.hpp"

namespace cli {

/// A batch file from disk. Stops (not found, usage) when there is none that can be read.
[[nodiscard]] ledger::BatchFile read_batch_file_at(const std::string& file);

}  // namespace cli
