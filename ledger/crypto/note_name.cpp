#include "ledger/crypto/note_name.hpp"

#include <cstdint>
#include <optional>

namespace ledger::crypto {
namespace {

/// How a sequence starts (Unicode, table 3-7): its length, the bits of the first byte, and the
/// smallest code point it may stand for.
struct Form {
  std::size_t length{};
  std::uint32_t bits{}, least{};
};

std::optional<Form> form_of(std::uint32_t first) {
  if (first < 0x80) return Form{1, first, 0};
  if ((first & 0xe0) == 0xc0) return Form{2, first & 0x1f, 0x80};
  if ((first & 0xf0) == 0xe0) return Form{3, first & 0x0f, 0x800};
  if ((first & 0xf8) == 0xf0) return Form{4, first & 0x07, 0x10000};
  return std::nullopt;
}

/// Takes the first code point off `text`, which must not be empty.
std::optional<std::uint32_t> take_code_point(std::string_view& text) {
  const auto form = form_of(static_cast<std::uint8_t>(text[0]));
  if (!form || text.size() < form->length) return std::nullopt;
  std::uint32_t point = form->bits;
  for (std::size_t i = 1; i < form->length; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if ((byte & 0xc0) != 0x80) return std::nullopt;
    point = point << 6 | (byte & 0x3fU);
  }
  const bool is_surrogate = point >= 0xd800 && point <= 0xdfff;
  if (point < form->least || point > 0x10ffff || is_surrogate) return std::nullopt;
  text.remove_prefix(form->length);
  return point;
}

/// Unicode's White_Space property, as signed-note asks for, beyond the control characters.
bool is_space(std::uint32_t point) {
  return point == 0x20 || point == 0xa0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029 ||
         point == 0x202f || point == 0x205f || point == 0x3000;
}

bool is_control(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point <= 0x9f);
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!take_code_point(text)) return false;
  return true;
}

bool is_note_name(std::string_view text) {
  if (text.empty() || text.size() > note_name_bytes_max) return false;
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point || *point == '+' || is_space(*point) || is_control(*point)) return false;
  }
  return true;
}

}  // namespace ledger::crypto
