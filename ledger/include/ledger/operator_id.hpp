#pragma once

#include <string_view>

namespace ledger {

/// Whether a text has the form of an operator's id (docs/rules.md), enrolled or not.
[[nodiscard]] bool is_operator_id(std::string_view text);

}  // namespace ledger
