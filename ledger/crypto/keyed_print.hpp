#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ledger::crypto {

/// 64-bit fingerprints under a secret made with the object (SipHash-2-4): whoever does not know the
/// secret cannot prepare two texts that share one. Threads: any.
class KeyedPrint {
 public:
  KeyedPrint();
  [[nodiscard]] std::uint64_t of(std::string_view text) const;

 private:
  std::array<std::uint8_t, 16> secret_{};
};

}  // namespace ledger::crypto
