#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::encoding {

/// Seconds since 1970 UTC of `YYYY-MM-DDThh:mm:ss±hh:mm`; nothing when it is not exactly that, is
/// no day of the calendar, has `Z`, `-00:00` or second 60, or an offset beyond ±14:00.
[[nodiscard]] std::optional<std::int64_t> read_time(std::string_view text);

/// Why `read_time` takes nothing from text that looks like a time; "" of any other text.
[[nodiscard]] std::string time_advice(std::string_view text);

/// `YYYY-MM-DDThh:mm:ss.mmmZ`
[[nodiscard]] std::string recorded_at_text(std::int64_t ms);
[[nodiscard]] std::optional<std::int64_t> read_recorded_at(std::string_view text);

/// `YYYY-MM-DDThh:mm:ss±hh:mm` at a fixed offset.
[[nodiscard]] std::string local_time_text(std::int64_t seconds, std::int64_t utc_offset_min);

struct Day {
  std::int64_t year{}, month{}, day{};
};
/// The calendar day at a fixed offset; no time-zone database is ever asked.
[[nodiscard]] Day local_day(std::int64_t seconds, std::int64_t utc_offset_min);
/// Days since 1970-01-01 at a fixed offset.
[[nodiscard]] std::int64_t local_day_number(std::int64_t seconds, std::int64_t utc_offset_min);

}  // namespace ledger::encoding
