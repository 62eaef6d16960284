#pragma once

#include <cstdint>
#include <string>

namespace cli::sample {

/// Seconds since 1970 on the wall clock at +08:00, where all sample companies are.
using Moment = std::int64_t;

/// Days since 1970-01-01 of a day of the calendar.
[[nodiscard]] std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day);

struct Date {
  std::int64_t year{}, month{}, day{};
};
[[nodiscard]] Date date_of(std::int64_t day_number);

[[nodiscard]] constexpr Moment moment(std::int64_t day_number, std::int64_t hour,
                                      std::int64_t minute = 0) {
  return day_number * 86'400 + hour * 3'600 + minute * 60;
}

/// Adds `2024-03-05T09:30:00+08:00`.
void append_time(std::string& out, Moment at);

/// Working hours (8 to 18 o'clock) of some days on end, shared out evenly.
class Shifts {
 public:
  Shifts(std::int64_t first_day, std::int64_t days, std::int64_t parts);
  /// The moments of the parts in order; the last one again when there are more.
  Moment next();

 private:
  std::int64_t first_day_, days_, parts_, used_ = 0;
};

}  // namespace cli::sample
