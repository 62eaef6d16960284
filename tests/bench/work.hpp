#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/bench/measure.hpp"
#include "tests/bench/stream.hpp"

/// The things that are measured. Each answers with `wall_s`, `cpu_s` and figures of its own.
namespace bench {

/// A new ledger of the stream's authority.
[[nodiscard]] ledger::Ledger found(const std::filesystem::path& ledger, const Stream& stream);

/// Ledger::import of signed batches, everything checked and projected, durable at the end.
[[nodiscard]] json import_into(ledger::Ledger& ledger, const std::filesystem::path& batches);
/// The same into the ledger of a directory.
[[nodiscard]] json import_signed(const std::filesystem::path& ledger,
                                 const std::filesystem::path& batches);

/// A bare SQLite loader: every row of every table of `ledger` into a new file with the same tables
/// and indexes, pragmas and transactions. Rows are ready in memory when the clock runs; no check,
/// no trigger, no foreign key.
[[nodiscard]] json load_bare(const std::filesystem::path& ledger,
                             const std::filesystem::path& file);

/// COPY of the entries' bytes into PostgreSQL, into a table with two live indexes. Nothing, with
/// the reason in `why_not`, where there is no PostgreSQL.
[[nodiscard]] std::optional<json> copy_into_postgres(const std::filesystem::path& ledger,
                                                     const std::filesystem::path& directory,
                                                     std::string& why_not);

/// Ed25519 verifications of libsodium a second, of notes as long as a batch head.
[[nodiscard]] json verify_bare(std::size_t threads, double seconds);

/// The whole audit; with `replay_only`, without bytes, links and signatures.
[[nodiscard]] json audit(const std::filesystem::path& ledger, bool replay_only);
/// Of the audit's work, the entries' bytes alone: read, rebuilt, hashed, linked, and the root.
[[nodiscard]] json audit_bytes(const std::filesystem::path& ledger);

/// A tlog-tiles directory of the whole ledger, durable at the end.
[[nodiscard]] json export_tiles(const std::filesystem::path& ledger,
                                const std::filesystem::path& directory);
/// Inclusion proofs of leaves drawn at random, from the tiles of a made tree of this size on disk,
/// none of which is kept from one proof to the next.
[[nodiscard]] json prove_from_tiles(std::int64_t size, const std::filesystem::path& directory);

/// Opening, the trail of single batteries drawn at random, and the annual report.
[[nodiscard]] json read_ledger(const std::filesystem::path& ledger, int year);

/// Making the trail bundle of a unit or lot with about ten entries, and verifying it with no
/// ledger.
[[nodiscard]] json prove_and_verify(const std::filesystem::path& ledger);

/// Bytes of the ledger's files.
[[nodiscard]] std::int64_t bytes_on_disk(const std::filesystem::path& ledger);

}  // namespace bench
