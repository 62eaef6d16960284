#pragma once

#include <string>

namespace ledger::encoding {

/// The JSON Schema (2020-12) of an event, from the same tables that read one. It says all that a
/// schema can: check characters, codes under their scheme and members that have to fit one another
/// are for `read_event` alone.
[[nodiscard]] std::string event_schema_text();

}  // namespace ledger::encoding
