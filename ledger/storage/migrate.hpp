#pragma once

#include <span>

#include "ledger/storage/database.hpp"
#include "schema/embedded_text.hpp"

namespace ledger::storage {

/// Marks a file as ours ("file" and "sqlite3" show it): `CTLE` a ledger, `CTOP` openings.
inline constexpr std::int64_t ledger_mark = 0x43544c45;
inline constexpr std::int64_t openings_mark = 0x43544f50;

/// Makes the schema in an empty file.
void make_schema(Database& database, std::int64_t mark, std::span<const EmbeddedText> migrations);

/// How many of the migrations the file has. Throws Failure when it is another program's or a newer
/// one's, naming both versions; Damage when it says a version that never was.
[[nodiscard]] std::int64_t schema_version(Database& database, std::int64_t mark,
                                          std::span<const EmbeddedText> migrations);

/// Throws as `schema_version`, and Damage when the schema is not what the file's migrations make.
/// Applies the migrations it lacks when `may_write`, else throws Failure naming what to do.
void migrate(Database& database, std::int64_t mark, std::span<const EmbeddedText> migrations,
             bool may_write);

}  // namespace ledger::storage
