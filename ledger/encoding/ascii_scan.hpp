#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Eight characters at a time. In each test the lowest byte that is marked is marked rightly; a
/// carry can mark only bytes above one.
namespace ledger::encoding {

inline constexpr std::uint64_t each_byte = 0x0101'0101'0101'0101;
inline constexpr std::uint64_t top_bits = each_byte * 0x80;

[[nodiscard]] inline std::uint64_t load_eight(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

/// Whether a character of a JSON string needs no second look.
[[nodiscard]] constexpr bool is_plain(char c) {
  return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/// Marks the top bit of bytes that are not plain.
[[nodiscard]] constexpr std::uint64_t mark_special(std::uint64_t bytes) {
  constexpr auto zero_bytes = [](std::uint64_t x) { return (x - each_byte) & ~x; };
  const std::uint64_t control = (bytes - each_byte * 0x20) & ~bytes;
  const std::uint64_t delete_or_above = bytes | (bytes + each_byte);
  return (control | delete_or_above | zero_bytes(bytes ^ each_byte * '"') |
          zero_bytes(bytes ^ each_byte * '\\')) &
         top_bits;
}

/// The first character from `at` on that is not plain, or `end`.
[[nodiscard]] inline const char* skip_plain(const char* at, const char* end) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - at >= 8; at += 8)
      if (const auto marks = mark_special(load_eight(at)); marks != 0)
        return at + std::countr_zero(marks) / 8;
  }
  while (at != end && is_plain(*at)) ++at;
  return at;
}

[[nodiscard]] inline bool is_ascii(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; end - at >= 8; at += 8)
    if ((load_eight(at) & top_bits) != 0) return false;
  for (; at != end; ++at)
    if ((*at & 0x80) != 0) return false;
  return true;
}

/// As `a.compare(b)`; most names and words differ in their first character, without a call.
[[nodiscard]] inline int order_of(std::string_view a, std::string_view b) {
  if (!a.empty() && !b.empty() && a[0] != b[0])
    return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]) ? -1 : 1;
  return a.compare(b);
}

[[nodiscard]] inline bool is_same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || a[0] == b[0]) && a == b;
}

}  // namespace ledger::encoding
