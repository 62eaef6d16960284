#include "ledger/chain/json_text.hpp"

namespace ledger::chain {
namespace {

/// RFC 8785 section 3.2.2.2: the short escape where there is one, lower-case \u00xx for the other
/// controls, and nothing else escaped.
void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::string_view plain = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
  out.push_back('\\');
  if (const auto at = plain.find(c); at != std::string_view::npos) {
    out.push_back(letters[at]);
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out.append("u00").append(1, digits[byte >> 4]).append(1, digits[byte & 0x0f]);
}

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out.push_back('"');
  // Nearly every text needs no escape: what lies between two goes over in one piece.
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text.substr(begin, i - begin));
    append_escaped(out, text[i]);
    begin = i + 1;
  }
  out.append(text.substr(begin)).push_back('"');
}

}  // namespace ledger::chain
