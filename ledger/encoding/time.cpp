#include "ledger/encoding/time.hpp"

#include <fmt/format.h>

namespace ledger::encoding {
namespace {

constexpr std::int64_t day_s = 86'400;

/// Days since 1970-01-01 in the proleptic Gregorian calendar; March is taken as a year's first
/// month, so that the leap day is its last.
constexpr std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

constexpr Day calendar_day(std::int64_t number) {
  const std::int64_t z = number + 719'468;
  const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const std::int64_t day_of_era = z - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

constexpr std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  return month == 12 ? 31 : day_number(year, month + 1, 1) - day_number(year, month, 1);
}

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Whether `text` has digits where `form` has 0 and elsewhere the same character.
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == '0' ? !is_digit : text[i] != form[i]) return false;
  }
  return true;
}

std::int64_t number(std::string_view text, std::size_t at, std::size_t length) {
  std::int64_t value = 0;
  for (std::size_t i = at; i < at + length; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

/// Seconds since 1970 of `YYYY-MM-DDThh:mm:ss`, taken as UTC.
std::optional<std::int64_t> read_civil(std::string_view text) {
  const auto year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
  const auto hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return day_number(year, month, day) * day_s + hour * 3'600 + minute * 60 + second;
}

std::string civil_text(std::int64_t seconds) {
  const std::int64_t days = floor_div(seconds, day_s);
  const std::int64_t rest = seconds - days * day_s;
  const Day day = calendar_day(days);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", day.year, day.month, day.day,
                     rest / 3'600, rest / 60 % 60, rest % 60);
}

bool looks_like_time(std::string_view text) {
  return has_form(text, "0000-00-00T00:00:00+00:00") || has_form(text, "0000-00-00T00:00:00-00:00");
}

}  // namespace

std::optional<std::int64_t> read_time(std::string_view text) {
  if (!looks_like_time(text)) return std::nullopt;
  const bool is_west = text[19] == '-';
  const auto civil = read_civil(text);
  const auto hours = number(text, 20, 2), minutes = number(text, 23, 2);
  const auto offset_min = hours * 60 + minutes;
  if (!civil || minutes > 59 || offset_min > 14 * 60) return std::nullopt;
  // RFC 3339: -00:00 says that the local offset is unknown.
  if (is_west && offset_min == 0) return std::nullopt;
  return *civil - (is_west ? -offset_min : offset_min) * 60;
}

std::string time_advice(std::string_view text) {
  if (!looks_like_time(text)) return {};
  return read_civil(text) ? "an offset is at most 14 hours, and never -00:00"
                          : "no calendar or clock shows this time";
}

std::string recorded_at_text(std::int64_t ms) {
  const std::int64_t seconds = floor_div(ms, 1'000);
  return fmt::format("{}.{:03}Z", civil_text(seconds), ms - seconds * 1'000);
}

std::optional<std::int64_t> read_recorded_at(std::string_view text) {
  if (!has_form(text, "0000-00-00T00:00:00.000Z")) return std::nullopt;
  const auto seconds = read_civil(text);
  if (!seconds) return std::nullopt;
  return *seconds * 1'000 + number(text, 20, 3);
}

std::string local_time_text(std::int64_t seconds, std::int64_t utc_offset_min) {
  const std::int64_t minutes = utc_offset_min < 0 ? -utc_offset_min : utc_offset_min;
  return fmt::format("{}{}{:02}:{:02}", civil_text(seconds + utc_offset_min * 60),
                     utc_offset_min < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

Day local_day(std::int64_t seconds, std::int64_t utc_offset_min) {
  return calendar_day(local_day_number(seconds, utc_offset_min));
}

std::int64_t local_day_number(std::int64_t seconds, std::int64_t utc_offset_min) {
  return floor_div(seconds + utc_offset_min * 60, day_s);
}

}  // namespace ledger::encoding
