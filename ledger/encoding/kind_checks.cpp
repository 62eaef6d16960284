#include "ledger/encoding/kind_checks.hpp"

#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/hash.hpp"

namespace ledger::encoding {
namespace {

constexpr std::size_t vkey_name_bytes_max = 160;
constexpr std::size_t key_id_digits = 8;
constexpr std::size_t key_bytes = 33;  // the type byte and the point
constexpr char ed25519_type = 1;
constexpr CharacterSet lower_hex("0123456789abcdef");

bool is_vkey_name(std::string_view name) {
  return !name.empty() && name.size() <= vkey_name_bytes_max && is_printable_ascii(name) &&
         name.find(' ') == std::string_view::npos;
}

}  // namespace

bool is_entry_name(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && is_operator_id(text.substr(0, slash)) &&
         is_event_id(text.substr(slash + 1));
}

std::string_view vkey_name(std::string_view text) {
  return text.substr(0, text.find('+'));
}

bool is_vkey_text(std::string_view text) {
  const std::string_view name = vkey_name(text);
  const std::size_t id_at = name.size() + 1;
  const std::size_t key_at = id_at + key_id_digits + 1;
  if (!is_vkey_name(name) || text.size() <= key_at || text[key_at - 1] != '+') return false;
  if (!lower_hex.has_all(text.substr(id_at, key_id_digits))) return false;
  const auto key = from_base64(text.substr(key_at));
  return key && key->size() == key_bytes && key->front() == ed25519_type;
}

bool is_hash_text(std::string_view text) {
  if (text.size() != 44) return false;
  const auto bytes = from_base64(text);
  return bytes && bytes->size() == 32;
}

bool is_signature_text(std::string_view text) {
  const auto bytes = from_base64(text);
  return bytes && bytes->size() == std::tuple_size_v<LineSignature>;
}

bool is_paper_number(std::string_view text) {
  return paper_characters.has_all(text);
}

bool is_printable_text(std::string_view text) {
  return is_printable_ascii(text);
}

}  // namespace ledger::encoding
