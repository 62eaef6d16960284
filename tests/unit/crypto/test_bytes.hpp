#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Bytes written as hex digits, as the standards print their examples.
[[nodiscard]] inline std::string from_hex(std::string_view digits) {
  constexpr std::string_view alphabet = "0123456789abcdef";
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(
        static_cast<char>(alphabet.find(digits[i]) << 4 | alphabet.find(digits[i + 1])));
  return bytes;
}

template <std::size_t N>
[[nodiscard]] std::array<std::uint8_t, N> fixed_from_hex(std::string_view digits) {
  const std::string bytes = from_hex(digits);
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<std::uint8_t>(bytes.at(i));
  return out;
}
