#include <algorithm>
#include <array>

#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/codes.hpp"

namespace ledger::encoding {
namespace {

/// ISO 3166-1 alpha-2: the 249 assigned codes.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN "
    "BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
    "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL "
    "GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM "
    "JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP "
    "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD "
    "SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

/// ISO 3166-2:CN: provinces, municipalities, autonomous and special administrative regions.
constexpr std::string_view chinese_subdivisions =
    "AH BJ CQ FJ GD GS GX GZ HA HB HE HI HK HL HN JL JS JX LN MO NM NX QH SC SD SH SN SX "
    "TJ TW XJ XZ YN ZJ ";

constexpr std::size_t letters = 26;
using Pairs = std::array<bool, letters * letters>;

constexpr std::size_t place(char first, char second) {
  return static_cast<std::size_t>(first - 'A') * letters + static_cast<std::size_t>(second - 'A');
}

constexpr Pairs pairs_of(std::string_view list) {
  Pairs pairs{};
  for (std::size_t i = 0; i + 1 < list.size(); i += 3) pairs[place(list[i], list[i + 1])] = true;
  return pairs;
}
constexpr Pairs country_pairs = pairs_of(countries);
constexpr Pairs chinese_pairs = pairs_of(chinese_subdivisions);
static_assert(std::count(country_pairs.begin(), country_pairs.end(), true) == 249);
static_assert(std::count(chinese_pairs.begin(), chinese_pairs.end(), true) == 34);

bool stands_in(const Pairs& pairs, std::string_view text) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 2 && is_letter(text[0]) && is_letter(text[1]) &&
         pairs[place(text[0], text[1])];
}

}  // namespace

bool is_country(std::string_view text) {
  return stands_in(country_pairs, text);
}

bool is_region(std::string_view text) {
  if (text.size() == 2) return is_country(text);
  if (text.size() < 4 || text[2] != '-' || !is_country(text.substr(0, 2))) return false;
  const std::string_view subdivision = text.substr(3);
  if (text.starts_with("CN")) return stands_in(chinese_pairs, subdivision);
  // Other countries' lists change often; their form is checked, their members are not.
  return subdivision.size() <= 3 && upper_alphanumeric.has_all(subdivision);
}

std::string region_advice(std::string_view text) {
  if (text.size() < 2 || text.size() > 6) return "a province of China is CN- and two letters";
  std::string mended;
  for (const char c : text)
    mended += c >= 'a' && c <= 'z'   ? static_cast<char>(c - 'a' + 'A')
              : c == '_' || c == ' ' ? '-'
                                     : c;
  if (stands_in(chinese_pairs, mended)) mended.insert(0, "CN-");
  if (mended.size() > 3 && mended[2] != '-') mended.insert(2, "-");
  if (is_region(mended)) return "is it " + mended + "?";
  if (!mended.starts_with("CN-")) return "a province of China is CN- and two letters";
  return "after CN- stands one of " +
         std::string(chinese_subdivisions.substr(0, chinese_subdivisions.size() - 1));
}

}  // namespace ledger::encoding
