#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/report/grid.hpp"

/// Pieces of the page. Well-formed XML; everything that is no markup of ours is escaped.
namespace ledger::report::html {

/// Text for between tags and inside quotes. Control characters, which XML has not, are replaced.
[[nodiscard]] std::string escaped(std::string_view text);

/// A table that scrolls by itself where it is wider than the page. Without rows only
/// its notes, if it has any.
[[nodiscard]] std::string table(const Grid& grid, Language language);

/// How far the target is reached, as a bar; nothing without a target.
[[nodiscard]] std::string target_chart(const Report& report, Language language);
/// Utilised and retired month by month, as columns.
[[nodiscard]] std::string months_chart(const Report& report, Language language);
/// A bar of so much of the whole, which stands in words as well.
[[nodiscard]] std::string bar(std::int64_t part, std::int64_t whole, std::string_view in_words);

}  // namespace ledger::report::html
