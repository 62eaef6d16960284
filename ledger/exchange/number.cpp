#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "ledger/encoding/characters.hpp"
#include "ledger/exchange/values.hpp"

namespace ledger::exchange {
namespace {

using encoding::decimal;

constexpr std::size_t digits_max = 15;

Complaint no_number(std::string_view cell) {
  return {"number_malformed", fmt::format("found \"{}\", expected a number", cell),
          "write digits alone, with a point before decimals"};
}

struct Grouped {
  std::string digits;
  std::size_t separators = 0;
  bool is_good = true;
};

/// "1,234,567" without its separators: between all groups or none, of three digits each.
Grouped ungroup(std::string_view text) {
  Grouped out;
  std::size_t group = 0;
  for (const char c : text) {
    if (decimal.has(c)) {
      out.digits.push_back(c);
      ++group;
      continue;
    }
    const bool is_first = out.separators++ == 0;
    out.is_good = out.is_good && c == ',' && (is_first ? group >= 1 && group <= 3 : group == 3);
    group = 0;
  }
  const bool is_decimal = text.starts_with("0,");
  out.is_good =
      out.is_good && !out.digits.empty() && !is_decimal && (out.separators == 0 || group == 3);
  return out;
}

/// The unit behind a number has to be the column's.
std::optional<Complaint> check_unit(std::string_view written, const CellPlace& place,
                                    std::string_view cell) {
  if (written.empty()) return std::nullopt;
  if (place.scale.unit.empty()) return no_number(cell);
  const auto scale = find_scale(place.member_unit, written);
  if (scale && scale->unit == place.scale.unit) return std::nullopt;
  return Complaint{"unit_differs",
                   fmt::format("found \"{}\" in a column of {}", cell, place.scale.unit),
                   scale ? fmt::format("name the column in {}, or convert the number", scale->unit)
                         : std::string("write the number alone; the unit stands in the header")};
}

Read<std::string> scaled(std::string whole, std::string fraction, const CellPlace& place,
                         std::string_view cell) {
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  const auto places = static_cast<std::size_t>(place.scale.places);
  if (fraction.size() > places)
    return Complaint{
        "too_precise",
        place.member_unit.empty() ? fmt::format("found \"{}\", expected a whole number", cell)
                                  : fmt::format("found \"{}\" {}, which is no whole number of {}",
                                                cell, place.scale.unit, place.member_unit),
        place.member_unit == "g" ? "nothing finer than a gram is booked: round as the scale does"
                                 : "round the number"};
  whole += fraction;
  whole.append(places - fraction.size(), '0');
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  if (whole.size() > digits_max)
    return Complaint{"out_of_range", fmt::format("found \"{}\", which is too large", cell),
                     "look at the unit of the column"};
  return whole;
}

/// Programs that cut files at semicolons mostly write decimals with a comma and thousands with a
/// point. Is 1,234 or 1.234 a thousand kilograms or one?
bool is_ambiguous(const Grouped& whole, bool has_point, std::string_view fraction, char separator) {
  if (!has_point) return whole.separators == 1 && separator != ',';
  return separator == ';' && whole.separators == 0 && fraction.size() == 3 &&
         whole.digits.size() <= 3 && whole.digits != "0";
}

}  // namespace

bool is_scientific(std::string_view cell) {
  const auto exponent = cell.find_first_of("Ee");
  if (exponent == 0 || exponent == std::string_view::npos) return false;
  const std::string_view mantissa = cell.substr(0, exponent);
  const std::string_view power = cell.substr(exponent + 1);
  if (power.size() < 2 || (power[0] != '+' && power[0] != '-')) return false;
  if (!decimal.has_all(power.substr(1)) || !decimal.has(mantissa.front())) return false;
  const auto points =
      std::count_if(mantissa.begin(), mantissa.end(), [](char c) { return c == '.' || c == ','; });
  const auto digits =
      std::count_if(mantissa.begin(), mantissa.end(), [](char c) { return decimal.has(c); });
  return points <= 1 && static_cast<std::size_t>(points + digits) == mantissa.size();
}

Read<std::string> read_number(std::string_view cell, const CellPlace& place) {
  if (is_scientific(cell))
    return Complaint{"excel_number",
                     fmt::format("found \"{}\": the spreadsheet has rounded the number", cell),
                     "format the column as Number without decimals and save the file again"};
  std::string_view number = cell;
  const bool is_negative = number.starts_with('-');
  if (is_negative) number.remove_prefix(1);
  const auto last = number.find_last_of("0123456789");
  if (last == std::string_view::npos) return no_number(cell);
  std::string_view unit = number.substr(last + 1);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (auto complaint = check_unit(unit, place, cell)) return *complaint;
  number = number.substr(0, last + 1);

  const auto point = number.find('.');
  const Grouped whole = ungroup(number.substr(0, point));
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : number.substr(point + 1);
  if (!whole.is_good || !decimal.has_all(fraction)) return no_number(cell);
  if (is_ambiguous(whole, point != std::string_view::npos, fraction, place.separator))
    return Complaint{"number_ambiguous",
                     fmt::format("found \"{}\": a thousands separator or a decimal sign?", cell),
                     "write the number without thousands separators, in the smaller unit"};
  auto read = scaled(whole.digits, std::string(fraction), place, cell);
  if (auto* const digits = std::get_if<std::string>(&read))
    if (is_negative && *digits != "0") digits->insert(0, 1, '-');
  return read;
}

}  // namespace ledger::exchange
