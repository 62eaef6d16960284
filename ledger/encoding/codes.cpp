#include "ledger/encoding/codes.hpp"

#include "ledger/encoding/characters.hpp"
#include "ledger/operator_id.hpp"

namespace ledger::encoding {
namespace {

constexpr std::string_view provisional_start = "NOCODE-";
constexpr std::size_t other_bytes_max = 64;

constexpr CharacterSet type_letters("PMC");
constexpr CharacterSet chemistry_letters("ABCDEFGZ");
// I and U stand in the published expressions though no printed date table has them.
constexpr CharacterSet year_symbols("123456789ABCDEFGHIJKLMNPRSTUVWXY");
constexpr CharacterSet month_symbols("123456789ABC");
constexpr CharacterSet day_symbols("0123456789ABCDEFGHIJKLMNPRSTUVWXY");
constexpr std::string_view date_order = "123456789ABCDEFGHJKLMNPRSTVWXY";

Level level_of(char type_letter) {
  switch (type_letter) {
    case 'P':
      return Level::pack;
    case 'M':
      return Level::module;
    default:
      return Level::cell;
  }
}

bool has_date_symbols(std::string_view date) {
  return year_symbols.has(date[0]) && month_symbols.has(date[1]) && day_symbols.has(date[2]);
}

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

std::optional<BatteryCode::Date> read_date(std::string_view date) {
  const auto year = date_order.find(date[0]);
  const auto month = date_order.find(date[1]);
  const auto day = date[2] == '0' ? 30 : date_order.find(date[2]);
  if (year == std::string_view::npos || day == std::string_view::npos) return std::nullopt;
  const BatteryCode::Date read{2011 + static_cast<int>(year), 1 + static_cast<int>(month),
                               1 + static_cast<int>(day)};
  if (read.day > days_in_month(read.year, read.month)) return std::nullopt;
  return read;
}

/// What both GB/T forms begin with: maker, type, chemistry, specification.
bool has_design_part(std::string_view code) {
  return upper_alphanumeric.has_all(code.substr(0, 3)) && type_letters.has(code[3]) &&
         chemistry_letters.has(code[4]) && upper_alphanumeric.has_all(code.substr(5, 2));
}

bool is_24(std::string_view code) {
  return code.size() == 24 && has_design_part(code) &&
         upper_alphanumeric.has_all(code.substr(7, 7)) && has_date_symbols(code.substr(14, 3)) &&
         decimal.has_all(code.substr(17));
}

bool is_19(std::string_view code) {
  return code.size() == 19 && has_design_part(code) && has_date_symbols(code.substr(7, 3)) &&
         decimal.has_all(code.substr(10, 7)) && code[17] == 'R' && type_letters.has(code[18]);
}

/// The operator in `NOCODE-OPERATOR-n`; empty when it is not that.
std::string_view provisional_reporter(std::string_view code) {
  if (!code.starts_with(provisional_start)) return {};
  const std::string_view rest = code.substr(provisional_start.size());
  const auto dash = rest.find('-');
  if (dash == std::string_view::npos || !is_operator_id(rest.substr(0, dash))) return {};
  const std::string_view number = rest.substr(dash + 1);
  if (number.empty() || number.size() > 18 || number[0] == '0' || !decimal.has_all(number))
    return {};
  return rest.substr(0, dash);
}

/// `ISSUER:verbatim`. What is a code of another scheme keeps to that scheme: under an issuer's name
/// it would be a second identity of the same battery.
bool is_other(std::string_view code) {
  const auto colon = code.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 32) return false;
  const std::string_view verbatim = code.substr(colon + 1);
  if (code.size() > other_bytes_max || verbatim.empty()) return false;
  if (verbatim.front() == ' ' || verbatim.back() == ' ') return false;
  // Escaped in a trail, they could make an entry longer than a tile bundle holds.
  if (verbatim.find_first_of("\"\\") != std::string_view::npos) return false;
  return upper_alphanumeric.has_all(code.substr(0, colon)) && is_printable_ascii(verbatim) &&
         !is_24(verbatim) && !is_19(verbatim) && !verbatim.starts_with(provisional_start);
}

std::optional<BatteryCode> standard_code(std::string_view code, CodeScheme scheme) {
  const std::size_t date_at = scheme == CodeScheme::gbt34014_24 ? 14 : 7;
  return BatteryCode{scheme, level_of(code[3]), code[4], {}, read_date(code.substr(date_at, 3))};
}

}  // namespace

std::optional<BatteryCode> read_code(std::string_view code, CodeScheme scheme) {
  switch (scheme) {
    case CodeScheme::gbt34014_24:
      if (is_24(code)) return standard_code(code, scheme);
      break;
    case CodeScheme::gbt34014_19:
      // The letter after R mostly repeats the fourth; no clause at hand says that it must.
      if (is_19(code)) return standard_code(code, scheme);
      break;
    case CodeScheme::provisional:
      if (const auto reporter = provisional_reporter(code); !reporter.empty())
        return BatteryCode{scheme, Level::none, 0, reporter, std::nullopt};
      break;
    case CodeScheme::other:
      if (is_other(code)) return BatteryCode{scheme, Level::none, 0, {}, std::nullopt};
      break;
    case CodeScheme::none:
      break;
  }
  return std::nullopt;
}

bool is_code(std::string_view code) {
  return is_24(code) || is_19(code) || is_other(code) || !provisional_reporter(code).empty();
}

std::string code_advice(std::string_view text) {
  if (text.size() != 24 && text.size() != 19) return {};
  std::string mended(text);
  for (char& c : mended)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  // The date and the seven figures of the serial number: no O or Q stands there, and an I only as a
  // year or a day, where it means none.
  const std::size_t date_at = text.size() == 24 ? 14 : 7;
  for (std::size_t i = date_at; i < date_at + 10; ++i) {
    char& c = mended[i];
    const bool is_figure = i >= date_at + 3;
    if (c == 'O' || c == 'Q' || (is_figure && c == 'D')) c = '0';
    if (c == 'I' || (is_figure && c == 'L')) c = '1';
  }
  if (mended == text || !(is_24(mended) || is_19(mended))) return {};
  return "is it " + mended + "?";
}

bool letter_fits(char letter, Chemistry chemistry) {
  if (letter == 0 || chemistry == Chemistry::none) return true;
  switch (letter) {
    case 'A':
      return chemistry == Chemistry::NIMH;
    case 'B':
      return chemistry == Chemistry::LFP || chemistry == Chemistry::LMFP;
    case 'C':
      return chemistry == Chemistry::LMO;
    case 'D':
      return chemistry == Chemistry::LCO;
    case 'E':
      return chemistry == Chemistry::NCM || chemistry == Chemistry::NCA;
    case 'F':  // supercapacitors, for which the list has no word of its own
      return chemistry == Chemistry::OTHER;
    case 'G':
      return chemistry == Chemistry::LTO;
    case 'Z':
      return chemistry == Chemistry::OTHER || chemistry == Chemistry::LMFP ||
             chemistry == Chemistry::SODIUM_ION || chemistry == Chemistry::MIXED;
    default:
      return false;
  }
}

}  // namespace ledger::encoding

namespace ledger {

bool is_operator_id(std::string_view text) {
  return encoding::is_operator_id(text);
}

}  // namespace ledger
