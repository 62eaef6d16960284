#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"

namespace ledger::chain {

/// An entry taken apart; nothing in it is verified. The views look into its bytes.
struct ReadEntry {
  Index index{};
  Batch batch;              ///< with its whole head; `first` is index - position
  std::int64_t position{};  ///< in the batch
  Hash prev{};
  std::string_view event;  ///< its text; `read_canonical_event` says whether it is an event
  std::string_view trail;  ///< the text of `links`
  std::vector<TrailLink> links;
};

/// Takes exactly what an EntryWriter writes (docs/format.md, "Entry"): nothing when writing the
/// parts again would give other bytes. The origin does not stand in an entry: the caller says it.
/// Linear in the bytes, of which there are at most `entry_bytes_max`.
[[nodiscard]] std::optional<ReadEntry> read_entry(std::string_view bytes, std::string_view origin);

}  // namespace ledger::chain
