#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ledger::exchange {

/// Another word for one of the format's own.
struct Alias {
  std::string_view alias, word;
};

/// What headers may be called, beside the member names: without the unit, which follows.
[[nodiscard]] std::span<const Alias> header_aliases();

/// What the words of closed lists are called in the trade. One name may stand for words of several
/// lists.
[[nodiscard]] std::span<const Alias> word_aliases();

/// What to write for a Chinese cell that is no word of the list; empty when the cell is not
/// Chinese, or the list has no Chinese names.
[[nodiscard]] std::string word_hint(std::string_view cell, std::span<const std::string_view> words);

/// The word of a closed list that a cell stands for: the word itself in any spelling, or its name
/// in the trade; empty when there is none.
[[nodiscard]] std::string_view find_word(std::string_view cell,
                                         std::span<const std::string_view> words);

/// The ISO 3166 code of a Chinese province or of China by name; empty when it is none.
[[nodiscard]] std::string_view find_region(std::string_view cell);

}  // namespace ledger::exchange
