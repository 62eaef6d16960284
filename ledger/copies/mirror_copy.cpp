#include "ledger/copies/mirror_copy.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/mirror/stopped.hpp"
#include "ledger/threads/ordered_workers.hpp"

namespace ledger {
namespace {

/// Entries held in memory before they go to the database.
constexpr std::size_t part_entries = 16'000;

[[noreturn]] void broken(Index entry, std::string expected, std::string found) {
  throw mirror::Stopped(MirrorOutcome::broken_rule, entry, std::move(expected), std::move(found));
}

[[noreturn]] void refused(const mirror::ReadBatch& read, const Error& error) {
  const Index entry = read.batch.first + std::max<Index>(error.event, 0);
  const std::string found =
      fmt::format("{} ({}{})", error.detail, describe(error.refusal).name, error.pointer);
  if (error.refusal == Refusal::unknown_version)
    throw mirror::Stopped(MirrorOutcome::newer, entry,
                          "a version of the rules that this program "
                          "knows",
                          found);
  broken(entry, "an entry that the rules accept", found);
}

}  // namespace

MirrorCopy::MirrorCopy(storage::Store& store, mirror::VerifiedLog& log, std::string origin,
                       bool commits_parts)
    : store_(store),
      log_(log),
      origin_(std::move(origin)),
      commits_parts_(commits_parts),
      increment_(std::in_place, store),
      recorder_(store, clock_, ring_, nullptr) {
  // However long the source slept, its clock was accepted there.
  recorder_.accept_clock_jump();
  const std::int64_t size = store.size();
  if (size > 0) clock_.ms = store.batch_with(size - 1)->recorded_at_ms;
  store.each_operator([&](OperatorState&& state) {
    for (const KeyState& key : state.keys) ring_.add(key.name, key.key);
    return true;
  });
}

void MirrorCopy::run(const Progress& progress) {
  const Index first = store_.size();
  mirror::PieceCutter cutter(log_, origin_, first);
  const std::size_t workers = std::max(2U, std::thread::hardware_concurrency());
  threads::OrderedWorkers<mirror::Piece, std::vector<Judged>> pieces(
      workers, 2 * workers, [&] { return cutter.next(); },
      [&](const mirror::Piece& piece) { return judge(piece); });
  Index done = first;
  while (const auto piece = pieces.take()) {
    for (const Judged& batch : *piece) {
      keep(batch);
      done += batch.read.batch.head.count;
    }
    if (progress) progress(done, log_.head().size);
  }
  hand_over();
}

std::vector<MirrorCopy::Judged> MirrorCopy::judge(const mirror::Piece& piece) const {
  std::vector<Judged> judged;
  for (mirror::ReadBatch& read : mirror::read_batches(piece, origin_)) {
    SignedBatch batch{chain::write_batch_head(read.batch.head), std::move(read.events), {}};
    auto checked = check_at_door(std::move(batch), origin_, ring_);
    judged.push_back({std::move(read), std::move(checked)});
  }
  return judged;
}

void MirrorCopy::keep(const Judged& batch) {
  const mirror::ReadBatch& read = batch.read;
  if (!batch.checked) refused(read, batch.checked.error());
  if (read.batch.recorded_at_ms < clock_.ms)
    broken(read.batch.first, "a recording time not before " + encoding::recorded_at_text(clock_.ms),
           encoding::recorded_at_text(read.batch.recorded_at_ms));
  clock_.ms = read.batch.recorded_at_ms;
  const auto recorded = recorder_.record(*batch.checked);
  if (!recorded) refused(read, recorded.error());
  if (recorded->repeated)
    broken(read.batch.first, "events that are recorded once",
           fmt::format("those of entry {} again", recorded->indexes.front()));
  compare(read);
  if (recorder_.pending() >= part_entries) hand_over();
}

/// Same leaf hash, same bytes: what the rules make of the batch is what the source shows.
void MirrorCopy::compare(const mirror::ReadBatch& read) const {
  for (std::size_t i = 0; i < read.leaves.size(); ++i) {
    const Index index = read.batch.first + static_cast<Index>(i);
    const storage::EntryRow* made = recorder_.unstored_row(index);
    require(made != nullptr, "a batch just recorded is not stored yet");
    if (made->leaf == read.leaves[i]) continue;
    if (made->trail != read.trails[i])
      broken(index, "trail " + made->trail, "trail " + read.trails[i]);
    broken(index,
           "the link, time and standing that follow from the entries before: leaf hash " +
               encoding::base64(made->leaf),
           fmt::format("standing {}, recorded at {}: leaf hash {}", read.batch.standing,
                       encoding::recorded_at_text(read.batch.recorded_at_ms),
                       encoding::base64(read.leaves[i])));
  }
}

void MirrorCopy::hand_over() {
  if (recorder_.pending() == 0) return;
  const auto part = recorder_.take_unsigned();
  increment_->add(*part);
  recorder_.stored(*part);
  if (commits_parts_) {
    increment_->commit();
    increment_.reset();
    increment_.emplace(store_);
  }
  if (recorder_.is_crowded()) recorder_.trim();
}

void MirrorCopy::commit(const Checkpoint& checkpoint) {
  if (!store_.checkpoint(checkpoint.size)) increment_->add(checkpoint);
  increment_->commit();
  increment_.reset();
}

}  // namespace ledger
