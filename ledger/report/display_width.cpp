#include "ledger/report/display_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ledger::report {
namespace {

struct Range {
  std::uint32_t first, last;
};

// Unicode 14: combining marks and zero-width characters that names of people and firms may carry.
constexpr std::array zero_width{Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x200B, 0x200F},
                                Range{0x20D0, 0x20F0}, Range{0x302A, 0x302D}, Range{0x3099, 0x309A},
                                Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};

// Unicode 14, EastAsianWidth W and F, joined over unassigned gaps.
constexpr std::array wide{Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
                          Range{0x3400, 0x4DBF},   Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97C},
                          Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE10, 0xFE19},
                          Range{0xFE30, 0xFE6B},   Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},
                          Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FC}, Range{0x1F90C, 0x1F9FF},
                          Range{0x20000, 0x3FFFD}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, std::uint32_t point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](Range r) { return point >= r.first && point <= r.last; });
}

struct Character {
  std::size_t bytes, columns;
};

/// The first character. A byte that starts none takes one column, as terminals show it.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC0 ? 1
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
  if (length == 1 || length > text.size()) return {1, 1};
  std::uint32_t point = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {1, 1};
    point = point << 6 | (byte(i) & 0x3FU);
  }
  if (is_in(zero_width, point)) return {length, 0};
  return {length, is_in(wide, point) ? std::size_t{2} : std::size_t{1}};
}

std::string spaces(std::size_t width, std::size_t columns) {
  return std::string(columns > width ? columns - width : 0, ' ');
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t columns = 0;
  while (!utf8.empty()) {
    const Character next = first_character(utf8);
    columns += next.columns;
    utf8.remove_prefix(next.bytes);
  }
  return columns;
}

std::string padded_right(std::string_view utf8, std::size_t columns) {
  return std::string(utf8) + spaces(display_width(utf8), columns);
}

std::string padded_left(std::string_view utf8, std::size_t columns) {
  return spaces(display_width(utf8), columns) + std::string(utf8);
}

std::string shortened(std::string_view utf8, std::size_t columns) {
  if (display_width(utf8) <= columns) return std::string(utf8);
  std::size_t kept = 0, width = 0;
  while (kept < utf8.size()) {
    const Character next = first_character(utf8.substr(kept));
    if (width + next.columns + 1 > columns) break;
    kept += next.bytes;
    width += next.columns;
  }
  return std::string(utf8.substr(0, kept)) + "…";
}

}  // namespace ledger::report
