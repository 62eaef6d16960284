#include "ledger/exchange/values.hpp"

#include <array>

#include <fmt/format.h>

#include "ledger/encoding/characters.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/kind_checks.hpp"
#include "ledger/exchange/normal_text.hpp"
#include "ledger/exchange/trade_words.hpp"

namespace ledger::exchange {
namespace {

using encoding::Kind;
using encoding::ValueForm;

constexpr std::string_view provisional_start = "NOCODE-";

std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '-') out.push_back(c);
  return upper(out);
}

/// `OPERATOR/NO`, or the number alone of what the reporter itself has made.
std::string of_operator(std::string_view cell, std::string_view operator_id,
                        bool (*fits)(std::string_view)) {
  if (fits(cell)) return std::string(cell);
  const auto slash = cell.find('/');
  if (slash == std::string_view::npos) return fmt::format("{}/{}", operator_id, cell);
  return fmt::format("{}/{}", compact(cell.substr(0, slash)), cell.substr(slash + 1));
}

std::string normal_text(const Kind& kind, std::string_view cell, std::string_view operator_id) {
  if (kind.fits == encoding::is_code) return normal_code(cell);
  if (kind.fits == encoding::is_operator_id) return compact(cell);
  if (kind.fits == encoding::is_lot_name || kind.fits == encoding::is_entry_name)
    return of_operator(cell, operator_id, kind.fits);
  if (kind.fits == encoding::is_region || kind.fits == encoding::is_country) {
    const std::string_view region = find_region(cell);
    return region.empty() ? upper(cell) : std::string(region);
  }
  return std::string(cell);
}

bool has_lost_digits(std::string_view cell) {
  constexpr std::size_t kept_digits = 15;
  return cell.size() > kept_digits && encoding::decimal.has_all(cell) &&
         cell.find_first_not_of('0', kept_digits) == std::string_view::npos;
}

Read<std::string> read_text(const Kind& kind, std::string_view cell, const CellPlace& place) {
  if (is_scientific(cell) || has_lost_digits(cell))
    return Complaint{
        "excel_number",
        fmt::format("found \"{}\": the spreadsheet took a code for a number and has lost digits",
                    cell),
        "format the column as Text, enter the code again and save the file"};
  return json_string(normal_text(kind, cell, place.operator_id));
}

Read<std::string> read_yes_or_no(std::string_view cell) {
  const std::string key = match_key(cell);
  if (key == "true" || key == "yes" || key == "是") return std::string("true");
  if (key == "false" || key == "no" || key == "否") return std::string("false");
  return Complaint{"value_not_allowed", fmt::format("found \"{}\", expected yes or no", cell),
                   "write yes, no, true, false, 是 or 否"};
}

std::string read_word(const Kind& kind, std::string_view cell) {
  const std::string_view word = find_word(cell, kind.words);
  return json_string(word.empty() ? cell : word);
}

void write_escape(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out.push_back('\\');
    out.push_back(c);
  } else {
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
}

}  // namespace

Read<std::string> read_value(const Kind& kind, std::string_view cell, const CellPlace& place) {
  switch (kind.form) {
    case ValueForm::integer:
      return read_number(cell, place);
    case ValueForm::boolean:
      return read_yes_or_no(cell);
    case ValueForm::time:
      return read_moment(cell);
    case ValueForm::word:
      return read_word(kind, cell);
    case ValueForm::list:
      return read_documents(kind, cell);
    case ValueForm::text:
    case ValueForm::object:
      break;
  }
  return read_text(kind, cell, place);
}

std::string normal_code(std::string_view cell) {
  const std::string all_upper = upper(cell);
  // A provisional code's hyphens and a foreign code's spelling are part of it.
  if (all_upper.starts_with(provisional_start)) return all_upper;
  if (const auto colon = cell.find(':'); colon != std::string_view::npos)
    return all_upper.substr(0, colon) + std::string(cell.substr(colon));
  return compact(cell);
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' ')
      write_escape(out, c);
    else
      out.push_back(c);
  out.push_back('"');
  return out;
}

}  // namespace ledger::exchange
