#pragma once

#include <string>
#include <string_view>

namespace ledger::chain {

/// Appends a JSON string, quotes included, as RFC 8785 spells it. `text` is well-formed UTF-8.
void append_json_text(std::string& out, std::string_view text);

}  // namespace ledger::chain
