#pragma once

#include <cstddef>
#include <string_view>

namespace ledger::crypto {

inline constexpr std::size_t note_name_bytes_max = 200;

/// Well-formed UTF-8: no overlong form, surrogate, or code point above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// A name that may stand in a signed note and in a vkey: not empty, at most `note_name_bytes_max`,
/// well-formed UTF-8 without plus, control characters or any space of Unicode.
[[nodiscard]] bool is_note_name(std::string_view text);

}  // namespace ledger::crypto
