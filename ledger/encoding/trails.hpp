#pragma once

#include <string_view>
#include <vector>

#include "ledger/event.hpp"

namespace ledger::encoding {

/// The position of the first text that stood before; its count when none did.
[[nodiscard]] std::size_t find_repeat(const std::vector<std::string_view>& texts);

}  // namespace ledger::encoding
