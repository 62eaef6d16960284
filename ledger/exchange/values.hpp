#pragma once

#include <string>
#include <string_view>

#include "ledger/encoding/shape.hpp"
#include "ledger/exchange/complaint.hpp"
#include "ledger/exchange/scale.hpp"

/// Cells as the values of an event: brought into normal form where that takes no guess, else what
/// is wrong with them. What a value may be in the end is for `read_event` alone to say.
namespace ledger::exchange {

struct CellPlace {
  std::string_view operator_id;  ///< who reports
  char separator = ',';          ///< of the file
  Scale scale;                   ///< of the column
  std::string_view member_unit;  ///< what the scale leads to; empty for plain numbers
};

/// The value of a folded cell that is not empty, as JSON.
[[nodiscard]] Read<std::string> read_value(const encoding::Kind& kind, std::string_view cell,
                                           const CellPlace& place);

/// A whole number of the member's unit, exactly, from a decimal number in the column's unit.
[[nodiscard]] Read<std::string> read_number(std::string_view cell, const CellPlace& place);

/// A time with an offset; without one it is taken at +08:00, the ledger's own.
[[nodiscard]] Read<std::string> read_moment(std::string_view cell);

/// `KIND:SHA256` once or several times, as the list that `documents` is. The hash may stand in
/// hexadecimal, as the usual tools print it.
[[nodiscard]] Read<std::string> read_documents(const encoding::Kind& kind, std::string_view cell);

/// A number as a spreadsheet shows one that was too long for it: nothing when it is not that.
[[nodiscard]] bool is_scientific(std::string_view cell);

/// A battery code in normal form: upper case, without the spaces and hyphens of a label.
[[nodiscard]] std::string normal_code(std::string_view cell);

[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace ledger::exchange
