#include <array>

#include <fmt/format.h>

#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/exchange/values.hpp"

namespace ledger::exchange {
namespace {

constexpr std::string_view ledger_offset = "+08:00";

/// Takes a text apart from its front.
class Scanner {
 public:
  explicit Scanner(std::string_view rest) : rest_(rest) {}

  /// Up to `most` digits; empty when none stands here.
  std::string_view digits(std::size_t most) {
    std::size_t count = 0;
    while (count < most && count < rest_.size() && encoding::decimal.has(rest_[count])) ++count;
    return take(count);
  }
  bool skip(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    take(text.size());
    return true;
  }
  void skip_spaces() {
    while (skip(" ")) continue;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest_;
};

struct DateSigns {
  std::string_view after_year, after_month, after_day;
};
constexpr std::array dates{DateSigns{"-", "-", ""}, DateSigns{"/", "/", ""},
                           DateSigns{".", ".", ""}, DateSigns{"年", "月", "日"}};

struct Parts {
  std::string_view year, month, day, hour, minute, second = "0", offset = ledger_offset;
};

bool read_date(Scanner& scanner, Parts& parts) {
  parts.year = scanner.digits(4);
  if (parts.year.size() != 4) return false;
  for (const DateSigns& signs : dates) {
    if (!scanner.skip(signs.after_year)) continue;
    parts.month = scanner.digits(2);
    if (!scanner.skip(signs.after_month)) return false;
    parts.day = scanner.digits(2);
    return scanner.skip(signs.after_day) && !parts.month.empty() && !parts.day.empty();
  }
  return false;
}

bool read_clock(Scanner& scanner, Parts& parts) {
  parts.hour = scanner.digits(2);
  const bool is_chinese = scanner.skip("时");
  if (!is_chinese && !scanner.skip(":")) return false;
  parts.minute = scanner.digits(2);
  if (is_chinese) scanner.skip("分");
  if (!is_chinese && scanner.skip(":")) {
    parts.second = scanner.digits(2);
  } else if (is_chinese && !scanner.rest().empty()) {
    parts.second = scanner.digits(2);
    if (!scanner.skip("秒")) return false;
  }
  if (!scanner.rest().empty()) parts.offset = scanner.rest() == "Z" ? "+00:00" : scanner.rest();
  return !parts.hour.empty() && parts.minute.size() == 2 && !parts.second.empty();
}

/// What a spreadsheet program keeps of a date: days since 1899 (or 1904), hours as a fraction.
bool is_serial(std::string_view cell) {
  const auto point = cell.find('.');
  const std::string_view whole = cell.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : cell.substr(point + 1);
  return whole.size() == 5 && encoding::decimal.has_all(whole) &&
         encoding::decimal.has_all(fraction);
}

Complaint no_time(std::string_view cell, std::string_view hint) {
  return {"time_malformed", fmt::format("found \"{}\", expected a time as 2024-03-05 09:30", cell),
          std::string(hint)};
}

}  // namespace

Read<std::string> read_moment(std::string_view cell) {
  if (is_serial(cell))
    return Complaint{"excel_date",
                     fmt::format("found \"{}\": a date as the spreadsheet counts days", cell),
                     "format the column as Text and write times as 2024-03-05 09:30"};
  Scanner scanner(cell);
  Parts parts;
  if (!read_date(scanner, parts))
    return no_time(cell, "the year comes first, with four digits, then month and day");
  if (scanner.rest().empty())
    return Complaint{"time_of_day_missing",
                     fmt::format("found \"{}\": a day without a time of day", cell),
                     "write the hour and minute too, as 2024-03-05 09:30"};
  if (!scanner.skip("T")) scanner.skip_spaces();
  if (!read_clock(scanner, parts))
    return no_time(cell, "the time of day is written 09:30 or 09:30:00, of 24 hours");
  std::string moment =
      fmt::format("{}-{:0>2}-{:0>2}T{:0>2}:{:0>2}:{:0>2}{}", parts.year, parts.month, parts.day,
                  parts.hour, parts.minute, parts.second, parts.offset);
  if (!encoding::read_time(moment)) return no_time(cell, "no calendar or clock shows this time");
  return json_string(moment);
}

}  // namespace ledger::exchange
