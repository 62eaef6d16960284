#include <fmt/format.h>

#include "ledger/recorder.hpp"

namespace ledger {
std::vector<std::size_t> Recorder::known_positions(const CheckedBatch& batch) const {
  std::vector<std::size_t> known;
  const auto op = source_.operator_by_id(batch.head.operator_id);
  const auto& events = batch.batch.events;
  for (std::size_t i = 0; op && i < events.size(); ++i)
    if (find_index(*op, events[i].id)) known.push_back(i);
  return known;
}

std::optional<Index> Recorder::find_index(const OperatorState& op, std::string_view id) const {
  if (const auto pending = pending_ids_.find(op.no, id)) return pending;
  return reader_.event_index(op.no, id);
}

/// A row that the reader does not see yet.
const storage::EntryRow* Recorder::unstored_row(Index index) const {
  const auto in = [&](const storage::Append& t) -> const storage::EntryRow* {
    if (t.entries.empty() || index < t.entries.front().index || index > t.entries.back().index)
      return nullptr;
    return &t.entries[static_cast<std::size_t>(index - t.entries.front().index)];
  };
  if (const auto* row = in(*transaction_)) return row;
  for (const auto& taken : in_flight_)
    if (const auto* row = in(*taken)) return row;
  return nullptr;
}

std::string Recorder::event_text(Index index) const {
  if (const auto* row = unstored_row(index)) return row->event;
  const auto row = reader_.entry(index);
  if (!row)
    throw Damage(
        fmt::format("reading entry {}: the id index names it, it is not there; run "
                    "`celltrail audit`",
                    index));
  return row->event;
}

std::optional<Hash> Recorder::leaf_of(Index index) const {
  if (index >= tree_.size()) return std::nullopt;
  if (const auto* row = unstored_row(index)) return row->leaf;
  return reader_.leaves(index, index + 1).at(0);
}

std::int64_t Recorder::recorded_at_of(Index index) const {
  const auto in = [&](const storage::Append& t) -> const Batch* {
    for (const Batch& batch : t.batches)
      if (index >= batch.first && index < batch.first + batch.head.count) return &batch;
    return nullptr;
  };
  if (const auto* batch = in(*transaction_)) return batch->recorded_at_ms;
  for (const auto& taken : in_flight_)
    if (const auto* batch = in(*taken)) return batch->recorded_at_ms;
  return reader_.batch_with(index)->recorded_at_ms;
}

}  // namespace ledger
