#pragma once

#include "ledger/storage/database.hpp"

namespace ledger::storage {

/// Makes every setting a connection of ours has: the one list of pragmas, limits and switches.
void configure(Database& database, Use use);

/// The one setting that the file keeps: made only when the file is known to be ours.
void settle_journal(Database& database, Use use);

/// Bytes of a page in files we make: a ledger row is read and written in fewer, longer steps than
/// with SQLite's 4,096.
inline constexpr int page_bytes = 8192;

/// Pages in the WAL from which they are moved into the file: 64 MiB. A page that changes often is
/// then moved once for many commits, and no single commit waits longer than that takes.
inline constexpr int wal_pages = (64 << 20) / page_bytes;

}  // namespace ledger::storage
