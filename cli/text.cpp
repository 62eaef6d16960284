#include "cli/text.hpp"

#include <chrono>

#include <fmt/format.h>

#include "ledger/display_width.hpp"

namespace cli {
namespace {

struct LocalTime {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
};

LocalTime at_offset(std::int64_t seconds, std::int64_t utc_offset_min) {
  const std::chrono::sys_seconds local{std::chrono::seconds(seconds + utc_offset_min * 60)};
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss(local - day)};
}

std::string day_text(const LocalTime& at) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(at.day.year()),
                     static_cast<unsigned>(at.day.month()), static_cast<unsigned>(at.day.day()));
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > sign + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string kilograms(std::int64_t grams) {
  const std::int64_t rest = grams % 1000;
  return fmt::format("{}{}.{:03} kg", grams < 0 && grams > -1000 ? "-" : "", grouped(grams / 1000),
                     rest < 0 ? -rest : rest);
}

std::string local_time(std::int64_t seconds, std::int64_t utc_offset_min) {
  const LocalTime at = at_offset(seconds, utc_offset_min);
  return fmt::format("{}T{:02}:{:02}:{:02}{}", day_text(at), at.time.hours().count(),
                     at.time.minutes().count(), at.time.seconds().count(),
                     offset_text(utc_offset_min));
}

std::string table_time(std::int64_t seconds, std::int64_t utc_offset_min) {
  const LocalTime at = at_offset(seconds, utc_offset_min);
  return fmt::format("{} {:02}:{:02}", day_text(at), at.time.hours().count(),
                     at.time.minutes().count());
}

std::string offset_text(std::int64_t utc_offset_min) {
  const std::int64_t minutes = utc_offset_min < 0 ? -utc_offset_min : utc_offset_min;
  return fmt::format("{}{:02}:{:02}", utc_offset_min < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string shown(std::string_view word) {
  constexpr std::size_t columns_max = 80;
  if (word.empty()) return "''";
  std::string out(word.substr(0, ledger::fitting_bytes(word, columns_max)));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
  return out.size() < word.size() ? out + "…" : out;
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

}  // namespace cli
