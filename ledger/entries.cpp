#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "ledger/impl.hpp"
#include "ledger/storage/batch_cursor.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {
namespace {

/// How many entries, or batches passed over whole, one page may look at.
constexpr std::size_t steps_max = 10'000;

/// Positions of entries, [first, end).
struct Span {
  Index first{}, end{};
};

/// The first entry of a batch recorded at `ms` or later: later entries are never of before.
Index first_since(const storage::Store& store, std::int64_t size, std::int64_t ms) {
  Index low = 0, high = size;  // below `low` all are before, from `high` on none is
  while (low < high) {
    const Index middle = low + (high - low) / 2;
    const auto batch = store.batch_with(middle);
    if (!batch) throw Damage(fmt::format("reading entry {}: no batch holds it", middle));
    if (batch->recorded_at_ms < ms)
      low = batch->first + batch->head.count;
    else
      high = batch->first;
  }
  return low;
}

Span span_of(const storage::Store& store, std::int64_t size, const EntryQuery& query) {
  Span span{0, size};
  if (query.recorded_from_ms) span.first = first_since(store, size, *query.recorded_from_ms);
  if (query.recorded_before_ms) span.end = first_since(store, size, *query.recorded_before_ms);
  if (!query.from) return span;
  if (query.newest_first)
    span.end = std::min(span.end, std::min(*query.from, size) + 1);
  else
    span.first = std::max(span.first, *query.from);
  return span;
}

/// Goes through the entries that may be asked for, in the order of the page.
class Walk {
 public:
  Walk(const storage::Store& store, const EntryQuery& query, Span span,
       const std::optional<Ledger::Impl::TrailHead>& trail)
      : store_(store), batches_(store), query_(query), span_(span) {
    next_ = query.newest_first ? span.end - 1 : span.first;
    if (trail) find_trail(*trail);
  }

  /// Where it stands; nothing at the end.
  [[nodiscard]] std::optional<Index> at() const {
    if (listed_) return listed_->empty() ? std::nullopt : std::optional(listed_->front());
    return next_ >= span_.first && next_ < span_.end ? std::optional(next_) : std::nullopt;
  }
  [[nodiscard]] bool is_tired() const { return steps_ >= steps_max; }

  /// Looks at the entry where it stands and goes on: the row when it is one that was asked for.
  std::optional<storage::EntryRow> take() {
    const Index index = *at();
    ++steps_;
    const Batch& batch = batches_.of(index);
    const bool is_theirs =
        query_.operator_id.empty() || batch.head.operator_id == query_.operator_id;
    if (!is_theirs && !follows_) {
      pass_over(batch);
      return std::nullopt;
    }
    auto row = store_.entry(index);
    if (!row) throw Damage(fmt::format("reading entry {}: it is not there", index));
    const bool is_about = go_on(*row);
    if (!is_theirs || !is_about || !is_of_type(*row)) return std::nullopt;
    return row;
  }
  [[nodiscard]] const Batch& batch_of(Index index) { return batches_.of(index); }

 private:
  /// Where the trail is met in the span: by following it from its newest entry, else by looking at
  /// one entry after the other until one belongs to it.
  void find_trail(const Ledger::Impl::TrailHead& trail) {
    about_ = trail.id;
    Index index = trail.last;
    std::deque<Index> met;
    const bool is_listed = !query_.newest_first;
    // A page after the first begins at an entry of the trail itself.
    if (!is_listed && index >= span_.end && prev_of(next_)) index = next_;
    for (std::size_t steps = 0; index >= span_.first; ++steps) {
      if (!is_listed && index < span_.end) break;
      if (steps == steps_max) return;
      if (index < span_.end) met.push_front(index);
      index = prev_at(index);
    }
    follows_ = true;
    next_ = index;
    if (is_listed) listed_ = std::move(met);
  }

  /// The entry before it in the trail, -1 for none; nothing when the entry is not in the trail.
  [[nodiscard]] std::optional<Index> prev_in(const storage::EntryRow& row) const {
    for (const TrailLink& link : read_trail(row.trail))
      if (link.id == about_) return link.prev;
    return std::nullopt;
  }
  [[nodiscard]] std::optional<Index> prev_of(Index index) const {
    const auto row = index < 0 ? std::nullopt : store_.entry(index);
    return row ? prev_in(*row) : std::nullopt;
  }
  [[nodiscard]] Index prev_at(Index index) const {
    const auto prev = prev_of(index);
    if (!prev || *prev >= index)
      throw Damage(
          fmt::format("following the trail of {}: entry {} does not carry it on", about_, index));
    return *prev;
  }

  /// Whether the entry is about what was asked.
  bool go_on(const storage::EntryRow& row) {
    const auto prev = about_.empty() ? std::optional<Index>(-1) : prev_in(row);
    if (listed_) {
      listed_->pop_front();
    } else if (!query_.newest_first) {
      next_ = row.index + 1;
    } else if (about_.empty() || !prev) {
      next_ = row.index - 1;
    } else {
      // Once met, a trail leads on by itself.
      follows_ = true;
      next_ = *prev;
      require(next_ < row.index, "a trail leads back");
    }
    return prev.has_value();
  }

  void pass_over(const Batch& batch) {
    next_ = query_.newest_first ? batch.first - 1 : batch.first + batch.head.count;
  }

  [[nodiscard]] bool is_of_type(const storage::EntryRow& row) const {
    if (!query_.type) return true;
    // Canonical bytes: what does not stand there so is of another type, and need not be read.
    if (row.event.find(fmt::format(R"("type":"{}")", text(*query_.type))) == std::string::npos)
      return false;
    const auto event = read_canonical_event(row.event);
    return event && event->type == *query_.type;
  }

  const storage::Store& store_;
  storage::BatchCursor batches_;
  const EntryQuery& query_;
  Span span_;
  Index next_{};
  std::string about_;
  bool follows_ = false;                     ///< from one entry of the trail to the next
  std::optional<std::deque<Index>> listed_;  ///< a trail's entries, the oldest first
  std::size_t steps_ = 0;
};

}  // namespace

Result<EntryPage> Ledger::entries(const EntryQuery& query) const {
  const storage::Store& store = impl_->store;
  const storage::Snapshot snapshot(impl_->store);
  std::optional<Impl::TrailHead> trail;
  if (!query.about.empty()) {
    trail = impl_->trail_head(query.about);
    if (!trail)
      return refuse(Refusal::unknown_unit, "", fmt::format("no entry is about {}", query.about));
  }
  if (!query.operator_id.empty() && !store.operator_by_id(query.operator_id))
    return refuse(Refusal::unknown_operator, "",
                  fmt::format("no entry names {}", query.operator_id));
  EntryPage page;
  page.size = store.size();
  Walk walk(store, query, span_of(store, page.size, query), trail);
  while (const auto index = walk.at()) {
    if (walk.is_tired()) {
      page.next = index;
      break;
    }
    auto row = walk.take();
    if (!row) continue;
    if (page.entries.size() == query.entries_max) {
      page.next = index;
      break;
    }
    page.entries.push_back(impl_->entry_of(std::move(*row), walk.batch_of(*index)));
  }
  return page;
}

}  // namespace ledger
