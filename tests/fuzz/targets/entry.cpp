#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/entry_reader.hpp"
#include "ledger/ledger.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// Exactly what an EntryWriter writes.
bool fuzz::entry(std::string_view input) {
  const auto entry = chain::read_entry(input, origin);
  if (!entry) return false;
  require(input.size() <= chain::entry_bytes_max, "an entry keeps its limit");
  std::string written;
  chain::EntryWriter(entry->batch)
      .write(written, entry->position, entry->prev, entry->event, entry->trail);
  require(written == input, "an entry is written as it was read");
  require(chain::trail_text(entry->links) == entry->trail, "its trail is written as it was read");
  const Batch& batch = entry->batch;
  require(batch.first + entry->position == entry->index && batch.first >= 0, "its place is one");
  require(batch.head.count <= static_cast<std::int64_t>(batch_events_max), "a batch has its limit");
  require(batch.standing < batch.first && batch.head.after_index < batch.first, "it looks back");
  for (const TrailLink& link : entry->links)
    require(link.prev < entry->index, "its links look back");
  return true;
}
