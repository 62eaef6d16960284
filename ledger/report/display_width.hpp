#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Columns that text takes on a terminal: 2 for East Asian wide and fullwidth characters, 0 for
/// combining ones, 1 for all others (the ambiguous ones among them). Decided here and not by the
/// machine's locale, so that a report has the same bytes everywhere.
namespace ledger::report {

[[nodiscard]] std::size_t display_width(std::string_view utf8);
[[nodiscard]] std::string padded_right(std::string_view utf8, std::size_t columns);
[[nodiscard]] std::string padded_left(std::string_view utf8, std::size_t columns);
/// At most this many columns; what was cut is marked by an ellipsis.
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t columns);

}  // namespace ledger::report
