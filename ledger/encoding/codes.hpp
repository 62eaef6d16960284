#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/lists.hpp"

namespace ledger::encoding {

/// What a battery code says of itself (GB/T 34014-2017; docs/rules.md, "Codes").
struct BatteryCode {
  CodeScheme scheme{};
  Level level{};              ///< none for provisional and other codes
  char chemistry_letter = 0;  ///< 0 where the scheme has none
  std::string_view reporter;  ///< the operator in a provisional code
  /// Production date by the tables of the standard; nothing when a symbol is odd (a finding, no
  /// refusal: the printed tables disagree).
  struct Date {
    int year{}, month{}, day{};
  };
  std::optional<Date> date;
};

/// Reads a code under the scheme its event states; nothing when its structure is wrong.
[[nodiscard]] std::optional<BatteryCode> read_code(std::string_view code, CodeScheme scheme);

/// Whether any scheme could have made this text: what later events, which state no scheme, may say.
[[nodiscard]] bool is_code(std::string_view code);
/// Of what is no code: the one of the standard that it becomes in upper case, with figures for the
/// letters that look like them where only figures stand. "is it …?", or nothing.
[[nodiscard]] std::string code_advice(std::string_view text);

/// Whether the chemistry letter of a GB/T code can stand for this chemistry.
[[nodiscard]] bool letter_fits(char letter, Chemistry chemistry);

/// A unified social credit code (GB 32100-2015): 18 characters, the last one a check character.
[[nodiscard]] bool is_credit_code(std::string_view text);
/// The check character of the first 17; nothing when one of them is not in the alphabet.
[[nodiscard]] std::optional<char> credit_code_check(std::string_view first17);

/// `[A-Z0-9]{1,32}`: a credit code whose check character is right, or DUNS, LEI, VAT and digits or
/// letters after it.
[[nodiscard]] bool is_operator_id(std::string_view text);
[[nodiscard]] bool is_label(std::string_view text);     ///< `[A-Za-z0-9._-]{1,31}`
[[nodiscard]] bool is_event_id(std::string_view text);  ///< `[A-Za-z0-9._/-]{1,64}`
[[nodiscard]] bool is_lot_name(std::string_view text);  ///< OPERATOR/NO
[[nodiscard]] bool is_key_name(std::string_view text);  ///< OPERATOR/LABEL
[[nodiscard]] bool is_origin(std::string_view text);    ///< design: `[a-z0-9.:/-]{3,128}`
[[nodiscard]] bool is_region(std::string_view text);    ///< ISO 3166-1 alpha-2 or 3166-2
[[nodiscard]] bool is_country(std::string_view text);   ///< ISO 3166-1 alpha-2, assigned
/// Of what is no region: the one likely meant, or what stands there.
[[nodiscard]] std::string region_advice(std::string_view text);

}  // namespace ledger::encoding
