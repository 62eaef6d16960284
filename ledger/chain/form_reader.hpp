#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/encoding/base64.hpp"
#include "ledger/hash.hpp"

namespace ledger::chain {

/// Reads a canonical JSON text whose members are known in advance, from left to right. It takes the
/// one spelling that each value has, so what it reads is canonical, and it keeps nothing but the
/// values: memory stays below a small multiple of the text's. After the first thing that does not
/// fit, nothing fits. The text must outlive the reader.
class FormReader {
 public:
  explicit FormReader(std::string_view text) : rest_(text) {}

  /// Exactly these bytes come next.
  void take(std::string_view literal);
  /// Takes these bytes if they come next.
  bool take_if(std::string_view literal);
  /// A string without control characters.
  [[nodiscard]] std::string text() { return string(false); }
  /// A string that may hold LF: a signed note.
  [[nodiscard]] std::string note() { return string(true); }
  /// A string of printable ASCII.
  [[nodiscard]] std::string name();
  /// 0 to 2^53 - 1.
  [[nodiscard]] std::int64_t number();
  /// As `number`, or -1 for "none".
  [[nodiscard]] std::int64_t number_or_none();
  [[nodiscard]] std::vector<std::int64_t> numbers();
  template <std::size_t N>
  [[nodiscard]] std::array<std::uint8_t, N> base64() {
    const auto bytes = encoding::fixed_from_base64<N>(plain_string());
    if (!bytes) fail();
    return bytes.value_or(std::array<std::uint8_t, N>{});
  }
  [[nodiscard]] Hash hash() { return base64<32>(); }
  [[nodiscard]] std::vector<Hash> hashes(std::size_t max);
  /// An object, bracket for bracket, unread.
  [[nodiscard]] std::string_view object();
  /// A string without escapes, unread.
  [[nodiscard]] std::string_view plain_string();

  void fail() { has_failed_ = true; }
  [[nodiscard]] bool failed() const { return has_failed_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  /// Everything fitted and nothing is left.
  [[nodiscard]] bool done() const { return !has_failed_ && rest_.empty(); }

 private:
  std::string string(bool may_hold_lf);
  void take_escape(std::string& out, bool may_hold_lf);

  std::string_view rest_;
  bool has_failed_ = false;
};

}  // namespace ledger::chain
