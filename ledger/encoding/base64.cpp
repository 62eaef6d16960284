#include "ledger/encoding/base64.hpp"

#include <algorithm>

namespace ledger::encoding {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}
constexpr auto values = digit_values();

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

/// The first `kept` bytes of a group; false when bits that stand for no byte are set, because then
/// two texts would mean the same bytes.
bool append_group(std::string& out, std::string_view group, std::size_t kept) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < kept + 1; ++i) {
    const auto value = values[byte_at(group, i)];
    if (value == no_digit) return false;
    bits |= static_cast<std::uint32_t>(value) << (18 - 6 * i);
  }
  for (std::size_t i = 0; i < kept; ++i)
    out.push_back(static_cast<char>((bits >> (16 - 8 * i)) & 0xff));
  return (bits & ((1U << (24 - 8 * kept)) - 1)) == 0;
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = byte_at(bytes, i) << 16;
    if (left > 1) bits |= byte_at(bytes, i + 1) << 8;
    if (left > 2) bits |= byte_at(bytes, i + 2);
    for (std::size_t k = 0; k < 4; ++k)
      out.push_back(k <= left ? digits[(bits >> (18 - 6 * k)) & 63] : '=');
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::string_view group = text.substr(i, 4);
    std::size_t kept = 3;
    // Padding stands at the very end only.
    if (i + 4 == text.size() && group[3] == '=') kept = group[2] == '=' ? 1 : 2;
    if (!append_group(out, group, kept)) return std::nullopt;
  }
  return out;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view letters = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out.push_back(letters[byte_at(bytes, i) >> 4]);
    out.push_back(letters[byte_at(bytes, i) & 15]);
  }
  return out;
}

}  // namespace ledger::encoding
