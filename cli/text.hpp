#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/wire/base64.hpp"

namespace cli {

using api::wire::base64;

/// 12345678 as "12,345,678".
[[nodiscard]] std::string grouped(std::int64_t number);
/// Grams as "412.000 kg", exact.
[[nodiscard]] std::string kilograms(std::int64_t grams);

/// "2024-03-05T09:30:00+08:00"
[[nodiscard]] std::string local_time(std::int64_t seconds, std::int64_t utc_offset_min);
/// "2024-03-05 09:30", for tables; the offset stands in the table's head.
[[nodiscard]] std::string table_time(std::int64_t seconds, std::int64_t utc_offset_min);
/// "+08:00"
[[nodiscard]] std::string offset_text(std::int64_t utc_offset_min);

/// A word as it was typed, fit for a message: printable, in quotes when empty, cut when long.
[[nodiscard]] std::string shown(std::string_view word);

/// One entry, three entries.
[[nodiscard]] std::string counted(std::int64_t number, std::string_view one, std::string_view many);

}  // namespace cli
