#pragma once

#include <optional>
#include <span>

#include "ledger/encoding/json_reader.hpp"
#include "ledger/encoding/shape.hpp"

namespace ledger::encoding {

/// Checks a canonical tape against the forms of an event and puts every value where its member
/// says. Answers with the first refusal, in reading order.
[[nodiscard]] std::optional<Error> read_shape(const Tape& tape, std::span<const Shape> forms,
                                              Event& event);

}  // namespace ledger::encoding
