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
  for (const char c : text) {
    if (needs_escape(c))
      append_escaped(out, c);
    else
      out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace ledger::chain
