#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ledger::chain {

/// Takes the line up to the next LF off `text`; nothing when there is no LF.
[[nodiscard]] std::optional<std::string_view> take_line(std::string_view& text);

/// A decimal without sign or leading zero, at most `max`.
[[nodiscard]] std::optional<std::int64_t> read_decimal(std::string_view text, std::int64_t max);

}  // namespace ledger::chain
