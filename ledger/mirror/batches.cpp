#include "ledger/mirror/batches.hpp"

#include <fmt/format.h>

#include "ledger/chain/entry_reader.hpp"
#include "ledger/mirror/stopped.hpp"

namespace ledger::mirror {
namespace {

/// Enough to keep a worker busy for some milliseconds.
constexpr std::size_t piece_entries = 512;

[[noreturn]] void broken(Index entry, std::string expected, std::string found) {
  throw Stopped(MirrorOutcome::broken_rule, entry, std::move(expected), std::move(found));
}

chain::ReadEntry read_part(std::string_view bytes, Index index, const std::string& origin) {
  auto entry = chain::read_entry(bytes, origin);
  if (!entry)
    broken(index, "an entry as docs/format.md has it",
           fmt::format("{} bytes that are none", bytes.size()));
  if (entry->index != index)
    broken(index, fmt::format("index {}", index), fmt::format("index {}", entry->index));
  return std::move(*entry);
}

Event read_event_of(const chain::ReadEntry& entry) {
  auto event = read_canonical_event(entry.event);
  if (event) return std::move(*event);
  if (event.error().refusal == Refusal::unknown_type)
    throw Stopped(MirrorOutcome::newer, entry.index, "an event of a type that this program knows",
                  event.error().detail);
  broken(entry.index, "a canonical event",
         fmt::format("{}: {}", event.error().pointer, event.error().detail));
}

bool is_same(const BatchHead& a, const BatchHead& b) {
  return a.operator_id == b.operator_id && a.count == b.count && a.root == b.root &&
         a.after_index == b.after_index && a.after_hash == b.after_hash && a.key == b.key &&
         a.signature == b.signature;
}

bool is_same(const Batch& a, const Batch& b) {
  return a.first == b.first && is_same(a.head, b.head) && a.standing == b.standing &&
         a.recorded_at_ms == b.recorded_at_ms;
}

bool is_whole(const ReadBatch& read) {
  return static_cast<std::int64_t>(read.events.size()) == read.batch.head.count;
}

}  // namespace

PieceCutter::PieceCutter(VerifiedLog& log, std::string origin, Index first)
    : log_(log), origin_(std::move(origin)), at_(first), next_(first) {}

bool PieceCutter::read_on() {
  if (next_ >= log_.head().size) return false;
  auto read = log_.bundle(next_ / 256);
  for (auto i = static_cast<std::size_t>(next_ % 256); i < read.bytes.size(); ++i, ++next_) {
    entries_.push_back(std::move(read.bytes[i]));
    leaves_.push_back(read.leaves[i]);
  }
  return true;
}

std::int64_t PieceCutter::batch_count(std::size_t position) const {
  const Index index = at_ + static_cast<Index>(position);
  const auto entry = read_part(entries_[position], index, origin_);
  if (entry.position != 0)
    broken(index, "the beginning of a batch", fmt::format("its entry {}", entry.position));
  return entry.batch.head.count;
}

std::optional<Piece> PieceCutter::next() {
  std::size_t whole = 0;  // entries of the batches that go into this piece
  while (whole < piece_entries) {
    if (whole == entries_.size() && !read_on()) break;
    const auto end = whole + static_cast<std::size_t>(batch_count(whole));
    while (entries_.size() < end)
      if (!read_on())
        broken(at_ + static_cast<Index>(whole), "a head that ends a batch",
               fmt::format("size {}, in the middle of one", log_.head().size));
    whole = end;
  }
  if (whole == 0) return std::nullopt;
  Piece piece{at_, {}, {}};
  for (std::size_t i = 0; i < whole; ++i) {
    piece.entries.push_back(std::move(entries_.front()));
    piece.leaves.push_back(leaves_.front());
    entries_.pop_front();
    leaves_.pop_front();
  }
  at_ += static_cast<Index>(whole);
  return piece;
}

std::vector<ReadBatch> read_batches(const Piece& piece, const std::string& origin) {
  std::vector<ReadBatch> batches;
  for (std::size_t i = 0; i < piece.entries.size(); ++i) {
    const Index index = piece.first + static_cast<Index>(i);
    const auto entry = read_part(piece.entries[i], index, origin);
    if (batches.empty() || is_whole(batches.back())) batches.push_back({entry.batch, {}, {}, {}});
    ReadBatch& into = batches.back();
    if (entry.position != static_cast<std::int64_t>(into.events.size()) ||
        !is_same(entry.batch, into.batch))
      broken(index,
             fmt::format("entry {} of the batch at {}", into.events.size(), into.batch.first),
             fmt::format("entry {} of another batch", entry.position));
    into.events.push_back(read_event_of(entry));
    into.trails.emplace_back(entry.trail);
    into.leaves.push_back(piece.leaves[i]);
  }
  if (!batches.empty() && !is_whole(batches.back()))
    broken(batches.back().batch.first,
           fmt::format("a batch of {} events", batches.back().batch.head.count),
           fmt::format("{} of them", batches.back().events.size()));
  return batches;
}

}  // namespace ledger::mirror
