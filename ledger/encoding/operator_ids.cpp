#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/codes.hpp"

namespace ledger::encoding {
namespace {

constexpr std::string_view credit_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::uint8_t no_value = 0xff;

constexpr std::array<std::uint8_t, 256> credit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_value);
  for (std::size_t i = 0; i < credit_alphabet.size(); ++i)
    values[static_cast<unsigned char>(credit_alphabet[i])] = static_cast<std::uint8_t>(i);
  return values;
}
constexpr auto values = credit_values();

/// GB 32100-2015: the weight of position i is 3^(i-1) mod 31.
constexpr std::array<std::uint32_t, 17> weights = [] {
  std::array<std::uint32_t, 17> out{};
  std::uint32_t weight = 1;
  for (auto& w : out) {
    w = weight;
    weight = weight * 3 % 31;
  }
  return out;
}();

/// ISO 17442: letters stand for 10 to 35, and the whole leaves 1 modulo 97 (ISO 7064 MOD 97-10).
bool is_lei(std::string_view text) {
  if (text.size() != 20 || !upper_alphanumeric.has_all(text) || !decimal.has_all(text.substr(18)))
    return false;
  std::uint32_t rest = 0;
  for (const char c : text) {
    const bool is_digit = decimal.has(c);
    const auto value = static_cast<std::uint32_t>(is_digit ? c - '0' : c - 'A' + 10);
    rest = (rest * (is_digit ? 10 : 100) + value) % 97;
  }
  return rest == 1;
}

bool is_vat(std::string_view text) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() >= 4 && text.size() <= 14 && is_letter(text[0]) && is_letter(text[1]) &&
         upper_alphanumeric.has_all(text.substr(2));
}

bool has_length(std::string_view text, std::size_t max) {
  return !text.empty() && text.size() <= max;
}

/// OPERATOR/LABEL, the form of lots and of key names.
bool is_owned_name(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && is_label(text.substr(slash + 1)) &&
         is_operator_id(text.substr(0, slash));
}

}  // namespace

std::optional<char> credit_code_check(std::string_view first17) {
  if (first17.size() != weights.size()) return std::nullopt;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto value = values[static_cast<unsigned char>(first17[i])];
    if (value == no_value) return std::nullopt;
    sum += value * weights[i];
  }
  return credit_alphabet[(31 - sum % 31) % 31];
}

bool is_credit_code(std::string_view text) {
  return text.size() == 18 && credit_code_check(text.substr(0, 17)) == text[17];
}

bool is_operator_id(std::string_view text) {
  if (text.size() == 18) return is_credit_code(text);
  if (text.starts_with("DUNS")) return text.size() == 13 && decimal.has_all(text.substr(4));
  if (text.starts_with("LEI")) return is_lei(text.substr(3));
  return text.starts_with("VAT") && is_vat(text.substr(3));
}

bool is_label(std::string_view text) {
  return has_length(text, 31) && label_characters.has_all(text);
}

bool is_event_id(std::string_view text) {
  return has_length(text, 64) && event_id_characters.has_all(text);
}

bool is_lot_name(std::string_view text) {
  return is_owned_name(text);
}

bool is_key_name(std::string_view text) {
  return is_owned_name(text);
}

bool is_origin(std::string_view text) {
  return text.size() >= 3 && text.size() <= 128 && origin_characters.has_all(text) &&
         text.front() != '/' && text.back() != '/' &&
         text.find("/batch/") == std::string_view::npos;
}

}  // namespace ledger::encoding
