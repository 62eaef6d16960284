#pragma once

#include <optional>

#include "ledger/encoding/json_reader.hpp"
#include "ledger/event.hpp"

namespace ledger::encoding {

/// What a table of single members cannot say: members of an event that have to fit one another.
/// The shape has been read before.
[[nodiscard]] std::optional<Error> cross_check(const Tape& tape, const Event& event);

/// The part of it about what an object says of a unit or a lot.
[[nodiscard]] std::optional<Error> check_descriptions(const Tape& tape, const Event& event);

}  // namespace ledger::encoding
