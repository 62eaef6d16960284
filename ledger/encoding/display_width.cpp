#include "ledger/display_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ledger {
namespace {

struct Range {
  std::uint32_t first, last;
};

// East Asian Width W and F (Unicode Standard Annex 11), neighbouring blocks joined over code points
// that are not assigned.
constexpr std::array<Range, 19> wide{{{0x1100, 0x115F},
                                      {0x231A, 0x231B},
                                      {0x2329, 0x232A},
                                      {0x23E9, 0x23EC},
                                      {0x25FD, 0x25FE},
                                      {0x2614, 0x2615},
                                      {0x2648, 0x2653},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xA960, 0xA97C},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE10, 0xFE19},
                                      {0xFE30, 0xFE6F},
                                      {0xFF01, 0xFF60},
                                      {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1F64F},
                                      {0x1F680, 0x1FAFF},
                                      {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 8> without_width{{{0x0300, 0x036F},
                                              {0x0483, 0x0489},
                                              {0x200B, 0x200F},
                                              {0x20D0, 0x20F0},
                                              {0x302A, 0x302D},
                                              {0x3099, 0x309A},
                                              {0xFE00, 0xFE0F},
                                              {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool lies_in(const std::array<Range, N>& ranges, std::uint32_t code) {
  const auto at =
      std::lower_bound(ranges.begin(), ranges.end(), code,
                       [](const Range& range, std::uint32_t c) { return range.last < c; });
  return at != ranges.end() && at->first <= code;
}

struct Character {
  std::uint32_t code;
  std::size_t bytes;
};

Character first_character(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (bytes == 1 || bytes > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {lead, 1};
    code = (code << 6U) | (next & 0x3FU);
  }
  return {code, bytes};
}

std::size_t columns_of(std::uint32_t code) {
  if (code < 0x300) return 1;
  if (lies_in(without_width, code)) return 0;
  return lies_in(wide, code) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    columns += columns_of(character.code);
    text.remove_prefix(character.bytes);
  }
  return columns;
}

std::size_t fitting_bytes(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Character character = first_character(text.substr(bytes));
    const std::size_t width = columns_of(character.code);
    if (width > columns) break;
    columns -= width;
    bytes += character.bytes;
  }
  return bytes;
}

}  // namespace ledger
