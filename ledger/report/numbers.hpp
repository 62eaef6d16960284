#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// How figures are written for people, the same in every language.
namespace ledger::report {

/// "12,345"
[[nodiscard]] std::string grouped(std::int64_t value);
/// Millionths as "12,345.678": grams as tonnes, Wh as MWh. Rounded half away from zero.
[[nodiscard]] std::string millions_text(std::int64_t value);
/// "86.6 %"
[[nodiscard]] std::string percent_text(std::int64_t permille);
/// `width` cells, filled in the proportion of part to whole, rounded down: full only when reached.
[[nodiscard]] std::string bar(std::int64_t part, std::int64_t whole, int width,
                              std::string_view unfilled = "░");

}  // namespace ledger::report
