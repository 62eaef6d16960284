#pragma once

#include <string_view>

namespace api::wire {

/// Whether the bytes are UTF-8, shortest forms only, without surrogates.
[[nodiscard]] inline bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
    const unsigned first = at(i);
    const std::size_t more = first < 0x80                    ? 0
                             : first >= 0xc2 && first < 0xe0 ? 1
                             : first >= 0xe0 && first < 0xf0 ? 2
                             : first >= 0xf0 && first < 0xf5 ? 3
                                                             : 4;
    if (more == 4 || bytes.size() - i <= more) return false;
    for (std::size_t k = 1; k <= more; ++k)
      if ((at(i + k) & 0xc0U) != 0x80U) return false;
    if ((first == 0xe0 && at(i + 1) < 0xa0) || (first == 0xed && at(i + 1) >= 0xa0) ||
        (first == 0xf0 && at(i + 1) < 0x90) || (first == 0xf4 && at(i + 1) >= 0x90))
      return false;
    i += more + 1;
  }
  return true;
}

}  // namespace api::wire
