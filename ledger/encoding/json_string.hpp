#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace ledger::encoding {

/// The rest of a JSON string from the first character on that needs a second look: an escape, or
/// anything outside ASCII. Part of the one pass of `read_json`.
class StringReader {
 public:
  struct Place {
    const char* at;
    const char* end;
    std::size_t text_bytes;  ///< of the whole text: no unescaped string can be longer
  };
  StringReader(Place place, std::unique_ptr<std::string>& unescaped)
      : at_(place.at), end_(place.end), text_bytes_(place.text_bytes), unescaped_(unescaped) {}

  /// Reads on to the closing quote and past it. `start` is the string's first byte; `out` looks
  /// into the text, or into `unescaped` when there was an escape.
  [[nodiscard]] bool read(const char* start, std::string_view& out);

  [[nodiscard]] const char* at() const { return at_; }
  /// Whether every escape was one that the canonical form needs.
  [[nodiscard]] bool is_canonical() const { return is_canonical_; }
  [[nodiscard]] Refusal refusal() const { return refusal_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }

 private:
  bool read_escaped(const char* start, std::string_view& out);
  bool read_character();
  bool read_escape(std::string& out);
  bool read_unicode_escape(std::string& out);
  bool read_four_digits(char32_t& c);
  bool allow(char32_t c);
  bool fail(Refusal refusal, std::string detail);
  [[nodiscard]] std::string_view left() const {
    return {at_, static_cast<std::size_t>(end_ - at_)};
  }

  const char* at_;
  const char* end_;
  std::size_t text_bytes_;
  std::unique_ptr<std::string>& unescaped_;
  bool is_canonical_ = true;
  Refusal refusal_{};
  std::string detail_;
};

/// How a found byte is named to a person.
[[nodiscard]] std::string shown_byte(char c);

}  // namespace ledger::encoding
