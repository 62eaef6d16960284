#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"
#include "ledger/mirror.hpp"

/// What a program needs that works with a ledger on another machine and believes nothing it says.
namespace ledger {

/// An entry's bytes taken apart, with the leaf hash that they have. Nothing when they are not
/// exactly an entry of the ledger `origin`. That the ledger has it is for a proof to say.
[[nodiscard]] std::optional<Entry> read_entry(std::string_view bytes, std::string_view origin);

/// A batch that waits for its signature (`sign_batch_file`): at least one event, all of one
/// operator. `after` is what its signer will swear to have seen.
[[nodiscard]] BatchFile unsigned_batch(std::string_view origin, std::vector<Event> events,
                                       const After& after);

/// As `Ledger::export_tiles`, out of a log that is read from elsewhere. Every file is held against
/// `head`, whose signature the caller has verified, before it is written. Throws Damage when the
/// source has something else, Failure when it cannot be read or the directory cannot be written.
TilesExported export_tiles(LogSource& source, const Checkpoint& head,
                           const std::filesystem::path& directory, const Progress& progress);

/// As `Ledger::export_jsonl`, in the same way; the link of each entry to the one before as well.
void export_jsonl(LogSource& source, const Checkpoint& head, std::string_view origin,
                  const std::filesystem::path& directory, const Progress& progress);

}  // namespace ledger
