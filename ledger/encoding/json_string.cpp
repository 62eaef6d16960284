#include "ledger/encoding/json_string.hpp"

#include <optional>

#include <fmt/format.h>

#include "ledger/encoding/json_reader.hpp"
#include "ledger/encoding/utf8.hpp"

namespace ledger::encoding {
namespace {

constexpr const char* half_a_pair = "half of a surrogate pair, which is no character";

std::optional<char32_t> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<char32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<char32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<char32_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::string shown_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7f ? fmt::format("'{}'", c) : fmt::format("byte 0x{:02x}", byte);
}

bool is_allowed_character(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return false;  // controls
  if (c < 0x600) return true;
  if (c == 0x61c || c == 0x200e || c == 0x200f) return false;
  if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)) return false;
  if (c == 0xfeff) return false;  // a byte order mark, or a space that nobody sees
  return !(c >= 0xfdd0 && c <= 0xfdef) && (c & 0xfffe) != 0xfffe;
}

bool StringReader::read(const char* start, std::string_view& out) {
  while (at_ != end_) {
    if (*at_ == '"') {
      out = {start, static_cast<std::size_t>(at_ - start)};
      return ++at_, true;
    }
    if (*at_ == '\\') return read_escaped(start, out);
    if (!read_character()) return false;
  }
  return fail(Refusal::malformed, "the text ends, expected a closing quote");
}

/// A string with an escape is written out beside the text, in room for all that can follow, so
/// that views into it stay good.
bool StringReader::read_escaped(const char* start, std::string_view& out) {
  if (!unescaped_) {
    unescaped_ = std::make_unique<std::string>();
    unescaped_->reserve(text_bytes_);
  }
  std::string& unescaped = *unescaped_;
  const std::size_t first = unescaped.size();
  const char* run = start;
  while (at_ != end_) {
    if (*at_ == '"') {
      unescaped.append(run, at_);
      out = std::string_view(unescaped).substr(first);
      return ++at_, true;
    }
    if (*at_ == '\\') {
      unescaped.append(run, at_);
      ++at_;
      if (!read_escape(unescaped)) return false;
      run = at_;
    } else if (!read_character()) {
      return false;
    }
  }
  return fail(Refusal::malformed, "the text ends, expected a closing quote");
}

bool StringReader::read_character() {
  const auto decoded = decode_utf8(left());
  if (!decoded)
    return fail(Refusal::text_not_allowed, fmt::format("{} is not UTF-8", shown_byte(*at_)));
  at_ += decoded->length;
  return allow(decoded->character);
}

bool StringReader::allow(char32_t c) {
  if (is_allowed_character(c)) return true;
  return fail(Refusal::text_not_allowed,
              fmt::format("U+{:04X}, a control, bidirectional or non-character",
                          static_cast<std::uint32_t>(c)));
}

bool StringReader::read_escape(std::string& out) {
  if (at_ == end_) return fail(Refusal::malformed, "the text ends, expected an escape");
  const char escape = *at_++;
  switch (escape) {
    case '"':
    case '\\':
      return out.push_back(escape), true;
    case '/':
      is_canonical_ = false;
      return out.push_back('/'), true;
    case 'u':
      is_canonical_ = false;
      return read_unicode_escape(out);
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return fail(Refusal::text_not_allowed, fmt::format("the control character \\{}", escape));
    default:
      return fail(Refusal::malformed,
                  fmt::format("found {} after a backslash", shown_byte(escape)));
  }
}

bool StringReader::read_unicode_escape(std::string& out) {
  char32_t c = 0;
  if (!read_four_digits(c)) return false;
  if (c >= 0xdc00 && c < 0xe000) return fail(Refusal::text_not_allowed, half_a_pair);
  if (c >= 0xd800 && c < 0xdc00) {
    char32_t low = 0;
    if (!left().starts_with("\\u")) return fail(Refusal::text_not_allowed, half_a_pair);
    at_ += 2;
    if (!read_four_digits(low)) return false;
    if (low < 0xdc00 || low > 0xdfff) return fail(Refusal::text_not_allowed, half_a_pair);
    c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
  }
  if (!allow(c)) return false;
  append_utf8(out, c);
  return true;
}

bool StringReader::read_four_digits(char32_t& c) {
  c = 0;
  for (int i = 0; i < 4; ++i) {
    const auto digit = at_ == end_ ? std::nullopt : hex_value(*at_);
    if (!digit) return fail(Refusal::malformed, "\\u without four hexadecimal digits");
    c = c << 4 | *digit;
    ++at_;
  }
  return true;
}

bool StringReader::fail(Refusal refusal, std::string detail) {
  refusal_ = refusal;
  detail_ = std::move(detail);
  return false;
}

}  // namespace ledger::encoding
