#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "ledger/recorder.hpp"

namespace ledger {
std::vector<std::size_t> Recorder::known_positions(const CheckedBatch& batch) {
  std::vector<std::size_t> known;
  const OperatorState* op = world_.find_operator(batch.head.operator_id);
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

/// Batches that come together follow the same entry: its leaf is looked up once.
std::optional<Hash> Recorder::leaf_of(Index index) {
  if (index >= tree_.size()) return std::nullopt;
  if (last_followed_ && last_followed_->index == index) return last_followed_->hash;
  const auto* row = unstored_row(index);
  last_followed_ = After{index, row ? row->leaf : reader_.leaves(index, index + 1).at(0)};
  return last_followed_->hash;
}

std::int64_t Recorder::recorded_at_of(Index index) const {
  const auto in = [&](const storage::Append& t) -> const Batch* {
    const auto after = std::upper_bound(t.batches.begin(), t.batches.end(), index,
                                        [](Index i, const Batch& b) { return i < b.first; });
    if (after == t.batches.begin()) return nullptr;
    const Batch& batch = *std::prev(after);
    return index < batch.first + batch.head.count ? &batch : nullptr;
  };
  if (const auto* batch = in(*transaction_)) return batch->recorded_at_ms;
  for (const auto& taken : in_flight_)
    if (const auto* batch = in(*taken)) return batch->recorded_at_ms;
  return reader_.batch_with(index)->recorded_at_ms;
}

}  // namespace ledger
