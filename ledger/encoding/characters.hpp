#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ledger::encoding {

/// A set of ASCII characters, looked up in one step.
class CharacterSet {
 public:
  constexpr explicit CharacterSet(std::string_view members) {
    for (const char c : members) has_[static_cast<unsigned char>(c)] = true;
  }
  [[nodiscard]] constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] constexpr bool has_all(std::string_view text) const {
    for (const char c : text)
      if (!has(c)) return false;
    return true;
  }

 private:
  std::array<bool, 256> has_{};
};

inline constexpr std::string_view upper_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

inline constexpr CharacterSet decimal("0123456789");
inline constexpr CharacterSet upper_alphanumeric(upper_and_digits);
inline constexpr CharacterSet label_characters(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
inline constexpr CharacterSet event_id_characters(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-");
inline constexpr CharacterSet paper_characters(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/ -");
inline constexpr CharacterSet origin_characters("abcdefghijklmnopqrstuvwxyz0123456789.:/-");

[[nodiscard]] constexpr bool is_printable_ascii(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~') return false;
  return true;
}

}  // namespace ledger::encoding
