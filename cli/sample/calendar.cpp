#include "cli/sample/calendar.hpp"

#include <algorithm>

namespace cli::sample {
namespace {

constexpr std::int64_t working_seconds = 36'000;

void append_digits(std::string& out, std::int64_t value, int digits) {
  std::int64_t scale = 1;
  for (int i = 1; i < digits; ++i) scale *= 10;
  for (; scale > 0; scale /= 10) out += static_cast<char>('0' + value / scale % 10);
}

}  // namespace

// Both conversions count years from March, so that the leap day is a year's last.
std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t m = month <= 2 ? month + 9 : month - 3;
  return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719'468;
}

Date date_of(std::int64_t day_number) {
  const std::int64_t days = day_number + 719'468;
  const std::int64_t era = days / 146'097, of_era = days % 146'097;
  const std::int64_t y = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
  const std::int64_t m = (5 * of_year + 2) / 153;
  const std::int64_t month = m < 10 ? m + 3 : m - 9;
  return {era * 400 + y + (month <= 2 ? 1 : 0), month, of_year - (153 * m + 2) / 5 + 1};
}

void append_time(std::string& out, Moment at) {
  const Date date = date_of(at / 86'400);
  const std::int64_t second = at % 86'400;
  append_digits(out, date.year, 4);
  out += '-';
  append_digits(out, date.month, 2);
  out += '-';
  append_digits(out, date.day, 2);
  out += 'T';
  append_digits(out, second / 3'600, 2);
  out += ':';
  append_digits(out, second / 60 % 60, 2);
  out += ':';
  append_digits(out, second % 60, 2);
  out += "+08:00";
}

Shifts::Shifts(std::int64_t first_day, std::int64_t days, std::int64_t parts)
    : first_day_(first_day), days_(days), parts_(std::max<std::int64_t>(parts, 1)) {}

Moment Shifts::next() {
  const std::int64_t worked = days_ * working_seconds * used_ / parts_;
  if (used_ + 1 < parts_) ++used_;
  return moment(first_day_ + worked / working_seconds, 8) + worked % working_seconds;
}

}  // namespace cli::sample
