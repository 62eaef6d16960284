#include "ledger/exchange/scale.hpp"

#include <array>

#include "ledger/exchange/normal_text.hpp"

namespace ledger::exchange {
namespace {

struct Spelling {
  std::string_view member_unit, written, name;
  int places;
};

constexpr std::array spellings{
    Spelling{"g", "g", "g", 0},
    Spelling{"g", "克", "g", 0},
    Spelling{"g", "kg", "kg", 3},
    Spelling{"g", "千克", "kg", 3},
    Spelling{"g", "公斤", "kg", 3},
    Spelling{"g", "t", "t", 6},
    Spelling{"g", "吨", "t", 6},
    Spelling{"wh", "wh", "wh", 0},
    Spelling{"wh", "瓦时", "wh", 0},
    Spelling{"wh", "kwh", "kwh", 3},
    Spelling{"wh", "千瓦时", "kwh", 3},
    Spelling{"wh", "度", "kwh", 3},
    Spelling{"kwh", "kwh", "kwh", 0},
    Spelling{"kwh", "千瓦时", "kwh", 0},
    Spelling{"kwh", "度", "kwh", 0},
    Spelling{"permille", "permille", "permille", 0},
    Spelling{"permille", "‰", "permille", 0},
    Spelling{"permille", "percent", "percent", 1},
    Spelling{"permille", "%", "percent", 1},
    Spelling{"ppm", "ppm", "ppm", 0},
    Spelling{"ppm", "mgkg", "ppm", 0},  // mg/kg
    Spelling{"ppm", "percent", "percent", 4},
    Spelling{"ppm", "%", "percent", 4},
};

}  // namespace

Measure measure_of(std::string_view member) {
  const auto cut = member.rfind('_');
  if (cut == std::string_view::npos) return {member, {}};
  const std::string_view unit = member.substr(cut + 1);
  for (const Spelling& spelling : spellings)
    if (spelling.member_unit == unit) return {member.substr(0, cut), spelling.member_unit};
  return {member, {}};
}

std::optional<Scale> find_scale(std::string_view unit, std::string_view written) {
  const std::string key = match_key(written);
  for (const Spelling& spelling : spellings)
    if (spelling.member_unit == unit && spelling.written == key)
      return Scale{spelling.name, spelling.places};
  return std::nullopt;
}

std::string unit_choices(std::string_view unit) {
  std::string out;
  std::string_view last;
  for (const Spelling& spelling : spellings) {
    if (spelling.member_unit != unit || spelling.name == last) continue;
    if (!out.empty()) out += ", ";
    out += last = spelling.name;
  }
  return out;
}

}  // namespace ledger::exchange
