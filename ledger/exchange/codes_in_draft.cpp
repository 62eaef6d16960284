#include "ledger/exchange/codes_in_draft.hpp"

#include <array>

#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/exchange/values.hpp"

namespace ledger::exchange {
namespace {

constexpr std::array schemes{CodeScheme::gbt34014_24, CodeScheme::gbt34014_19,
                             CodeScheme::provisional, CodeScheme::other};

/// The member that a `code_scheme` beside it speaks of.
const DraftMember* stated_code(const std::vector<DraftMember>& members,
                               std::span<const Field> fields) {
  return find_member(members, find_field(fields, "code") != nullptr ? "code" : "unit");
}

/// No code fits two schemes: their lengths and signs differ.
std::optional<encoding::BatteryCode> read_any(std::string_view code) {
  for (const CodeScheme scheme : schemes)
    if (const auto read = encoding::read_code(code, scheme)) return read;
  return std::nullopt;
}

bool can_be_raw(std::string_view scanned) {
  constexpr std::size_t raw_code_max = 128;
  return scanned.size() <= raw_code_max && encoding::is_printable_ascii(scanned);
}

}  // namespace

std::optional<DraftMember> complete_code(std::vector<DraftMember>& members,
                                         std::span<const Field> fields) {
  if (find_field(fields, "code_scheme") == nullptr) return std::nullopt;
  const DraftMember* const found = stated_code(members, fields);
  if (found == nullptr) return std::nullopt;
  const DraftMember code = *found;
  const std::string normal = normal_code(code.shown);
  const auto add = [&](std::string_view name, std::string_view value) {
    if (find_field(fields, name) != nullptr && find_member(members, name) == nullptr)
      members.push_back({{}, name, json_string(value), code.row, code.column, code.shown});
  };
  const auto read = read_any(normal);
  if (!read) return code;
  add("code_scheme", text(read->scheme));
  if (read->level != Level::none) add("level", text(read->level));
  if (code.shown != normal && can_be_raw(code.shown)) add("raw_code", code.shown);
  return std::nullopt;
}

}  // namespace ledger::exchange
