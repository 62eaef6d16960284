#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 text in columns of a terminal, as `ledger::display_width` counts them: not as the
/// machine's locale does, so that a report has the same bytes everywhere.
namespace ledger::report {

[[nodiscard]] std::string padded_right(std::string_view utf8, std::size_t columns);
[[nodiscard]] std::string padded_left(std::string_view utf8, std::size_t columns);
/// At most this many columns; what was cut is marked by an ellipsis.
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t columns);

}  // namespace ledger::report
