#include "api/wire/base64.hpp"

#include <cstdint>
#include <string_view>

namespace api::wire {

std::string base64(const ledger::Hash& hash) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const std::uint8_t byte : hash) {
    bits = (bits << 8U) | byte;
    for (held += 8; held >= 6; held -= 6) out += letters[(bits >> (held - 6)) & 63U];
  }
  // 32 bytes leave 4 bits over, and one '=' completes the last four letters.
  out += letters[(bits << (6 - held)) & 63U];
  out += '=';
  return out;
}

}  // namespace api::wire
