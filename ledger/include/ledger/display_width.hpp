#pragma once

#include <cstddef>
#include <string_view>

namespace ledger {

/// Columns that UTF-8 text takes on a terminal: 2 for a wide character (Chinese, Japanese, Korean,
/// full-width forms), 0 for a combining one, 1 for the rest and for each byte that is not UTF-8.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Bytes of the longest beginning of `text` that takes at most `columns`; cuts no character.
[[nodiscard]] std::size_t fitting_bytes(std::string_view text, std::size_t columns);

}  // namespace ledger
