#include "ledger/exchange/normal_text.hpp"

#include <algorithm>
#include <vector>

#include "ledger/encoding/ascii_scan.hpp"
#include "ledger/encoding/utf8.hpp"

namespace ledger::exchange {
namespace {

constexpr std::string_view ascii_spaces = " \t\r\n\f\v";
constexpr std::string_view ignored_in_keys = " \t\r\n()[]{}/_-:.,";

bool is_invisible(char32_t c) {
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad;
}
bool is_wide_space(char32_t c) {
  return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x3000;
}

void append_folded(std::string& out, char32_t c) {
  constexpr char32_t wide_first = 0xff01, wide_last = 0xff5e, ascii_first = 0x21;
  if (is_invisible(c)) return;
  if (is_wide_space(c)) c = U' ';
  if (c >= wide_first && c <= wide_last) c = c - wide_first + ascii_first;
  if (c == 0x2212) c = U'-';  // the minus sign of typeset numbers
  encoding::append_utf8(out, c);
}

std::u32string characters(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const auto decoded = encoding::decode_utf8(text);
    if (!decoded) break;
    out.push_back(decoded->character);
    text.remove_prefix(decoded->length);
  }
  return out;
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t change = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
      diagonal = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  const auto first = cell.find_first_not_of(ascii_spaces);
  if (first == std::string_view::npos) return {};
  return cell.substr(first, cell.find_last_not_of(ascii_spaces) - first + 1);
}

std::string folded(std::string_view cell) {
  if (encoding::is_ascii(cell)) return std::string(trimmed(cell));
  std::string out;
  while (!cell.empty()) {
    const auto decoded = encoding::decode_utf8(cell);
    if (!decoded) break;
    append_folded(out, decoded->character);
    cell.remove_prefix(decoded->length);
  }
  return std::string(trimmed(out));
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string match_key(std::string_view text) {
  std::string out;
  for (const char c : folded(text)) {
    if (ignored_in_keys.find(c) != std::string_view::npos) continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

Suggestion::Suggestion(std::string_view text)
    : text_(characters(match_key(text))), distance_(text_.size() / 3 + 2) {
  // A long text is no misspelt header, and comparing it would cost its length squared.
  constexpr std::size_t longest = 64;
  if (text_.size() > longest) distance_ = 0;
}

void Suggestion::consider(std::string_view candidate) {
  if (distance_ == 0) return;
  const std::u32string other = characters(match_key(candidate));
  if (other.size() + 2 <= text_.size() / 2) return;
  const std::size_t found = distance(text_, other);
  if (found >= distance_ || found >= std::max(text_.size(), other.size())) return;
  distance_ = found;
  best_ = candidate;
}

}  // namespace ledger::exchange
