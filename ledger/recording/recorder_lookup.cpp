#include <algorithm>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "ledger/recording/recorder.hpp"

namespace ledger {

std::uint64_t Recorder::id_hash(std::int64_t operator_no, std::string_view id) {
  return std::hash<std::string_view>{}(id) ^
         (static_cast<std::uint64_t>(operator_no) * 0x9E3779B97F4A7C15U);
}

std::vector<std::size_t> Recorder::known_positions(const CheckedBatch& batch) {
  std::vector<std::size_t> known;
  const OperatorState* op = world_.find_operator(batch.head.operator_id);
  if (!op) return known;
  const std::vector<Index> indexes = find_indexes(*op, batch);
  for (std::size_t i = 0; i < indexes.size(); ++i)
    if (indexes[i] >= 0) known.push_back(i);
  return known;
}

Error Recorder::partly_recorded(const CheckedBatch& batch, const Known& known) {
  constexpr std::size_t ids_shown = 10;
  const auto& events = batch.batch.events;
  Error error{Refusal::partly_recorded, "", "", -1, {}};
  std::size_t shown = 0;
  for (std::size_t i = 0; i < events.size() && shown < ids_shown; ++i) {
    if (known.indexes[i] < 0) continue;
    if (shown++ == 0) {
      error.event = static_cast<std::int64_t>(i);
      error.event_id = events[i].id;
    } else {
      error.detail += ", ";
    }
    error.detail += events[i].id;
  }
  error.detail =
      fmt::format("{} of the {} events of the batch are recorded already: {}{}", known.count,
                  events.size(), error.detail, known.count > shown ? " and more" : "");
  return error;
}

std::optional<Index> Recorder::find_index(const OperatorState& op, std::string_view id) const {
  if (const auto unstored = find_unstored(op.no, id)) return unstored;
  return reader_.event_index(op.no, id);
}

/// Goes through the ids in their order beside the stored index, and leaps: the first stored id from
/// one of ours on tells that all of ours before it are new. A batch of new numbers costs one seek.
std::vector<Index> Recorder::find_indexes(const OperatorState& op,
                                          const CheckedBatch& batch) const {
  const auto& events = batch.batch.events;
  std::vector<Index> indexes(events.size(), -1);
  std::optional<storage::EventId> stored;
  bool is_past_all = false;
  for (const std::uint32_t position : batch.by_id) {
    const std::string_view id = events[position].id;
    if (!is_past_all && (!stored || stored->id < id)) {
      stored = reader_.event_id_from(op.no, id);
      is_past_all = !stored;
    }
    if (stored && stored->id == id)
      indexes[position] = stored->entry;
    else
      indexes[position] = find_unstored(op.no, id).value_or(-1);
  }
  return indexes;
}

std::optional<Index> Recorder::find_unstored(std::int64_t operator_no, std::string_view id) const {
  const std::uint64_t hash = id_hash(operator_no, id);
  const auto in = [&](const storage::Append& t,
                      const model::SlotIndex& ids) -> std::optional<Index> {
    const std::uint32_t place = ids.find(hash, [&](std::uint32_t at) {
      return t.entries[at].operator_no == operator_no && t.entries[at].event_id == id;
    });
    if (place == model::SlotIndex::none) return std::nullopt;
    return t.entries[place].index;
  };
  if (const auto found = in(*transaction_, ids_)) return found;
  for (const Taken& taken : in_flight_)
    if (const auto found = in(*taken.transaction, taken.ids)) return found;
  return std::nullopt;
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
    if (const auto* row = in(*taken.transaction)) return row;
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
    if (const auto* batch = in(*taken.transaction)) return batch->recorded_at_ms;
  return reader_.batch_with(index)->recorded_at_ms;
}

}  // namespace ledger
