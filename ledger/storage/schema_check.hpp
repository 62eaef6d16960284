#pragma once

#include <optional>
#include <span>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"
#include "schema/embedded_text.hpp"

namespace ledger::storage {

/// The first thing that sqlite_schema has otherwise than these migrations make it, by type and
/// name. SQL planted there is read before any row is: a view under a table's name answers for it.
/// What the migrations make is found once a process. Threads: any, each with its own database.
[[nodiscard]] std::optional<Contradiction> schema_contradiction(
    Database& database, std::span<const EmbeddedText> migrations);

}  // namespace ledger::storage
