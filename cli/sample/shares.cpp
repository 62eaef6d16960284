#include "cli/sample/shares.hpp"

#include <algorithm>
#include <array>

namespace cli::sample {
namespace {

struct Province {
  std::string_view region;
  std::int64_t permille;
};

// 2023. Tibet's share is below half a permille.
constexpr std::array<Province, 31> provinces{{
    {"CN-HL", 12}, {"CN-JL", 7},  {"CN-LN", 11}, {"CN-NM", 9},  {"CN-BJ", 72}, {"CN-TJ", 35},
    {"CN-HE", 25}, {"CN-SX", 24}, {"CN-SN", 32}, {"CN-GS", 8},  {"CN-NX", 2},  {"CN-QH", 2},
    {"CN-XJ", 3},  {"CN-XZ", 0},  {"CN-SD", 70}, {"CN-HA", 57}, {"CN-JS", 50}, {"CN-SH", 59},
    {"CN-ZJ", 63}, {"CN-AH", 36}, {"CN-HB", 40}, {"CN-HN", 37}, {"CN-JX", 23}, {"CN-CQ", 15},
    {"CN-SC", 39}, {"CN-GZ", 10}, {"CN-YN", 13}, {"CN-GX", 19}, {"CN-HI", 9},  {"CN-GD", 187},
    {"CN-FJ", 31},
}};

constexpr int first_year = 2018;
constexpr std::array<std::int64_t, 13> lfp_by_year{383, 303, 337, 506, 624, 685, 690,
                                                   694, 698, 700, 701, 702, 703};

}  // namespace

std::string_view province_at(std::int64_t point) {
  std::int64_t end = 0;
  for (const Province& province : provinces) {
    end += province.permille * province_line / 1000;
    if (point < end) return province.region;
  }
  return provinces.back().region;
}

std::int64_t lfp_permille(int year) {
  const int last = static_cast<int>(lfp_by_year.size()) - 1;
  return lfp_by_year[static_cast<std::size_t>(std::clamp(year - first_year, 0, last))];
}

}  // namespace cli::sample
