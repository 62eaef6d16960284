#include "api/wire/target.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/wire/problem.hpp"
#include "api/wire/utf8.hpp"

namespace api::wire {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

[[noreturn]] void malformed(std::string_view name, std::string_view expected) {
  throw Stop(parameter_problem(Trouble::parameter_malformed, name,
                               fmt::format("`{}` is not {}", name, expected)));
}

[[noreturn]] void unknown(std::string_view name, std::string detail) {
  throw Stop(parameter_problem(Trouble::unknown_parameter, name, std::move(detail)));
}

/// Digits alone, so many of them; -1 when something else is there.
std::int64_t digits(std::string_view text, std::size_t at, std::size_t count) {
  std::int64_t value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// Seconds of YYYY-MM-DDThh:mm:ss and an offset.
std::optional<std::int64_t> seconds_of(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view form = "0000-00-00T00:00:00+00:00";
  if (text.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool is_sign = i == 19 && text[i] == '-';
    if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i] && !is_sign)
      return std::nullopt;
  }
  const year_month_day day(year(static_cast<int>(digits(text, 0, 4))),
                           month(static_cast<unsigned>(digits(text, 5, 2))),
                           std::chrono::day(static_cast<unsigned>(digits(text, 8, 2))));
  const std::int64_t hour = digits(text, 11, 2), minute = digits(text, 14, 2),
                     second = digits(text, 17, 2), offset_hour = digits(text, 20, 2),
                     offset_minute = digits(text, 23, 2);
  if (!day.ok() || hour > 23 || minute > 59 || second > 59 || offset_hour > 14 ||
      offset_minute > 59)
    return std::nullopt;
  const std::int64_t offset = (text[19] == '-' ? -1 : 1) * (offset_hour * 60 + offset_minute) * 60;
  return duration_cast<seconds>(sys_days(day).time_since_epoch()).count() + hour * 3600 +
         minute * 60 + second - offset;
}

}  // namespace

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return std::nullopt;
    out.push_back(c);
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

bool is_spelled_plainly(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const std::string_view digits = text.substr(at + 1, 2);
    if (std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'a' && c <= 'f'; }))
      return false;
    const auto plain = decoded(text.substr(at, 3));
    if (plain && is_unreserved(plain->front())) return false;
  }
  return true;
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c) || c == ':' || c == '+')
      out.push_back(c);
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Fields read_query(std::string_view query, const std::vector<std::string_view>& names) {
  Fields fields;
  while (!query.empty()) {
    const std::string_view field = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), field.size() + 1));
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    const auto name = decoded(field.substr(0, equals));
    const auto value =
        decoded(equals == field.size() ? std::string_view() : field.substr(equals + 1));
    if (!name || !value)
      malformed(field.substr(0, equals), "percent-encoded UTF-8 without control characters");
    if (std::find(names.begin(), names.end(), *name) == names.end())
      unknown(*name,
              fmt::format("there is a parameter `{}`, and this route takes{} {}", *name,
                          names.empty() ? "" : ":",
                          names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
    if (!fields.emplace(*name, *value).second)
      unknown(*name, fmt::format("`{}` is there twice", *name));
  }
  return fields;
}

std::string write_query(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out += (out.empty() ? "?" : "&") + name + "=" + encoded(value);
  return out;
}

std::int64_t read_number(std::string_view name, std::string_view text, std::int64_t least,
                         std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_plain = text == "0" || (!text.starts_with('0') && !text.starts_with("-0"));
  if (wrong != std::errc() || end != text.data() + text.size() || !is_plain || value < least ||
      value > most)
    malformed(name, fmt::format("a whole number from {} to {}, in plain digits", least, most));
  return value;
}

std::optional<std::int64_t> number_in(const Fields& query, std::string_view name,
                                      std::int64_t least, std::int64_t most) {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return read_number(name, found->second, least, most);
}

bool flag_in(const Fields& query, std::string_view name) {
  return word_in(query, name, {"false", "true"}) == 1;
}

std::size_t word_in(const Fields& query, std::string_view name,
                    const std::vector<std::string_view>& words) {
  const auto found = query.find(name);
  if (found == query.end()) return 0;
  const auto word = std::find(words.begin(), words.end(), found->second);
  if (word == words.end()) malformed(name, fmt::format("one of: {}", fmt::join(words, ", ")));
  return static_cast<std::size_t>(word - words.begin());
}

std::string text_in(const Fields& query, std::string_view name) {
  const auto found = query.find(name);
  if (found == query.end()) return "";
  if (found->second.empty()) malformed(name, "a text; leave it out where nothing is asked for");
  return found->second;
}

std::optional<std::int64_t> time_ms_in(const Fields& query, std::string_view name) {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  if (const auto seconds = seconds_of(found->second)) return *seconds * 1000;
  const std::string& text = found->second;
  const bool is_number = !text.empty() && text.size() <= 11 &&
                         text.find_first_not_of("0123456789") == std::string::npos &&
                         (text == "0" || !text.starts_with('0'));
  if (!is_number) malformed(name, "a time like 2024-03-05T09:30:00+08:00, or seconds since 1970");
  return std::stoll(text) * 1000;
}

}  // namespace api::wire
