#include "ledger/encoding/utf8.hpp"

#include <algorithm>

namespace ledger::encoding {
namespace {

struct Lead {
  std::size_t length;
  char32_t bits;
  char32_t smallest;  ///< anything below has a shorter form
};

std::optional<Lead> read_lead(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if (byte >= 0xc2 && byte < 0xe0) return Lead{2, byte & 0x1fU, 0x80};
  if (byte >= 0xe0 && byte < 0xf0) return Lead{3, byte & 0x0fU, 0x800};
  if (byte >= 0xf0 && byte < 0xf5) return Lead{4, byte & 0x07U, 0x10000};
  return std::nullopt;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80;
}

}  // namespace

std::optional<Decoded> decode_utf8(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto lead = read_lead(static_cast<unsigned char>(text[0]));
  if (!lead || text.size() < lead->length) return std::nullopt;
  char32_t c = lead->bits;
  for (std::size_t i = 1; i < lead->length; ++i) {
    if (!is_continuation(text[i])) return std::nullopt;
    c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3fU);
  }
  if (c < lead->smallest || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return std::nullopt;
  return Decoded{c, lead->length};
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xc0 | c >> 6);
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
  }
  put(0x80 | (c & 0x3f));
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

}  // namespace ledger::encoding
