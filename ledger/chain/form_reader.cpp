#include "ledger/chain/form_reader.hpp"

#include <algorithm>

#include "ledger/chain/strict_text.hpp"
#include "ledger/crypto/note_name.hpp"
#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/json_reader.hpp"

namespace ledger::chain {

void FormReader::take(std::string_view literal) {
  if (!take_if(literal)) fail();
}

bool FormReader::take_if(std::string_view literal) {
  if (has_failed_ || !rest_.starts_with(literal)) return false;
  rest_.remove_prefix(literal.size());
  return true;
}

std::string FormReader::string(bool may_hold_lf) {
  std::string out;
  take("\"");
  while (!has_failed_) {
    const auto* const end = std::find_if(rest_.begin(), rest_.end(), [](char c) {
      return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    });
    const auto plain = static_cast<std::size_t>(end - rest_.begin());
    out.append(rest_.substr(0, plain));
    rest_.remove_prefix(plain);
    if (take_if("\"")) break;
    take_escape(out, may_hold_lf);
  }
  if (has_failed_ || !crypto::is_utf8(out)) return fail(), std::string();
  return out;
}

void FormReader::take_escape(std::string& out, bool may_hold_lf) {
  if (take_if("\\\""))
    out.push_back('"');
  else if (take_if("\\\\"))
    out.push_back('\\');
  else if (may_hold_lf && take_if("\\n"))
    out.push_back('\n');
  else
    fail();
}

std::string FormReader::name() {
  std::string out = text();
  if (!encoding::is_printable_ascii(out)) fail();
  return out;
}

std::int64_t FormReader::number() {
  const auto* const end =
      std::find_if(rest_.begin(), rest_.end(), [](char c) { return c < '0' || c > '9'; });
  const auto digits = static_cast<std::size_t>(end - rest_.begin());
  const auto value = read_decimal(rest_.substr(0, digits), encoding::json_integer_end - 1);
  if (has_failed_ || !value) return fail(), 0;
  rest_.remove_prefix(digits);
  return *value;
}

std::int64_t FormReader::number_or_none() {
  return take_if("-1") ? -1 : number();
}

std::vector<std::int64_t> FormReader::numbers() {
  std::vector<std::int64_t> out;
  take("[");
  if (take_if("]")) return out;
  do out.push_back(number());
  while (take_if(","));
  take("]");
  return out;
}

std::vector<Hash> FormReader::hashes(std::size_t max) {
  std::vector<Hash> out;
  take("[");
  if (take_if("]")) return out;
  do {
    if (out.size() == max) return fail(), out;
    out.push_back(hash());
  } while (take_if(","));
  take("]");
  return out;
}

std::string_view FormReader::plain_string() {
  take("\"");
  const std::size_t end = rest_.find('"');
  if (has_failed_ || end == std::string_view::npos) return fail(), std::string_view();
  const std::string_view out = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return out;
}

std::string_view FormReader::object() {
  if (has_failed_ || !rest_.starts_with('{')) return fail(), std::string_view();
  std::size_t depth = 0;
  bool is_inside_string = false;
  for (std::size_t at = 0; at < rest_.size(); ++at) {
    const char c = rest_[at];
    if (is_inside_string) {
      if (c == '\\') ++at;
      is_inside_string = c != '"';
      continue;
    }
    is_inside_string = c == '"';
    depth += c == '{' ? 1 : 0;
    depth -= c == '}' ? 1 : 0;
    if (depth > 0) continue;
    const std::string_view out = rest_.substr(0, at + 1);
    rest_.remove_prefix(at + 1);
    return out;
  }
  return fail(), std::string_view();
}

}  // namespace ledger::chain
