#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::encoding {

struct Decoded {
  char32_t character{};
  std::size_t length{};
};

/// The character that `text` begins with; nothing when it is not UTF-8 as RFC 3629 has it: no
/// overlong form, no surrogate, nothing beyond U+10FFFF.
[[nodiscard]] std::optional<Decoded> decode_utf8(std::string_view text);

void append_utf8(std::string& out, char32_t c);

/// Number of characters of a text known to be UTF-8.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace ledger::encoding
