#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::encoding {

/// Standard base64 with padding (RFC 4648 section 4).
[[nodiscard]] std::string base64(std::string_view bytes);
template <std::size_t N>
[[nodiscard]] std::string base64(const std::array<std::uint8_t, N>& bytes) {
  return base64(std::string_view(reinterpret_cast<const char*>(bytes.data()), N));
}

/// Nothing when the text is not exactly what `base64` would write for some bytes.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
template <std::size_t N>
[[nodiscard]] std::optional<std::array<std::uint8_t, N>> fixed_from_base64(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != N) return std::nullopt;
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<std::uint8_t>((*bytes)[i]);
  return out;
}

[[nodiscard]] std::string hex(std::string_view bytes);
template <std::size_t N>
[[nodiscard]] std::string hex(const std::array<std::uint8_t, N>& bytes) {
  return hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), N));
}

}  // namespace ledger::encoding
