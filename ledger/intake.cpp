#include "ledger/intake.hpp"

#include <utility>

#include <fmt/format.h>

#include "ledger/intake_impl.hpp"

namespace ledger {
namespace {

/// What one transaction takes: enough that its fsync costs each batch little, and few enough that
/// nobody waits long behind a group of large ones.
constexpr std::size_t group_entries = 16'384;
constexpr std::size_t group_bytes = 16 * 1024 * 1024;

using Queued = Intake::Impl::Queued;
using Turns = Intake::Impl::Turns;

std::size_t bytes_of(const SignedBatch& batch) {
  std::size_t bytes = batch.head.size();
  for (const Event& event : batch.events) bytes += event.bytes().size();
  for (const SealedText& opening : batch.openings) bytes += opening.text.size();
  return bytes;
}

bool fits(const Turns::Group& group, const Queued& next) {
  std::size_t entries = next.posted.batch.batch.events.size(), bytes = next.bytes;
  for (const Queued* item : group) {
    entries += item->posted.batch.batch.events.size();
    bytes += item->bytes;
  }
  return entries <= group_entries && bytes <= group_bytes;
}

Ledger::Impl& writable(Ledger::Impl& ledger) {
  ledger.require_writable();
  return ledger;
}

}  // namespace

std::string stopped_text(const std::string& reason) {
  return "recording: nothing is written until the ledger is opened again: " + reason;
}

Intake::Impl::Impl(Ledger& open, Ledger::Impl& into, const IntakeLimits& most)
    : ledger(writable(into)),
      limits(most),
      origin(open.info().origin),
      turns(fits, [this](const Turns::Group& group) { work(group); }),
      log(
          into.paths.database,
          [this] {
            const std::lock_guard lock(commit_mutex);
            ledger.store.move_wal();
          },
          [this] { stop("the disk failed to keep the database; check it, then audit"); }) {
  ledger.store.leave_wal(true);
  const LedgerInfo info = open.info();
  head = {info.size, info.last_recorded_at_ms};
  fill_ring();
}

Intake::Impl::Place::Place(Impl& intake, std::size_t bytes) : intake_(intake), bytes_(bytes) {
  const std::lock_guard lock(intake.mutex);
  if (!intake.stopped.empty()) throw WriteStopped(stopped_text(intake.stopped));
  const bool has_room = intake.batches_inside < intake.limits.batches_max &&
                        intake.bytes_inside + bytes <= intake.limits.bytes_max;
  if (!has_room) {
    ++intake.counts.busy;
    throw Busy(
        fmt::format("recording: {} batches of {} bytes are being recorded, as many as may "
                    "wait; send the same again a little later",
                    intake.batches_inside, intake.bytes_inside));
  }
  ++intake.batches_inside;
  intake.bytes_inside += bytes;
}

Intake::Impl::Place::~Place() {
  const std::lock_guard lock(intake_.mutex);
  --intake_.batches_inside;
  intake_.bytes_inside -= bytes_;
}

void Intake::Impl::stop(const std::string& reason) {
  const std::lock_guard lock(mutex);
  if (stopped.empty()) stopped = reason;
}

std::string Intake::Impl::stopped_because() const {
  const std::lock_guard lock(mutex);
  return stopped;
}

Result<Appended> Intake::Impl::append(SignedBatch&& batch) {
  const std::size_t bytes = bytes_of(batch);
  const Place place(*this, bytes);
  const std::uint64_t epoch = ring_epoch;
  auto checked = check_at_door(std::move(batch), origin, ledger.ring);
  if (!checked) {
    const std::lock_guard lock(mutex);
    ++counts.refused;
    return tl::unexpected(checked.error());
  }
  Queued item{{std::move(*checked), std::nullopt, nullptr}, bytes, epoch};
  turns.pass(item);
  if (item.posted.failure) std::rethrow_exception(item.posted.failure);
  return std::move(*item.posted.answer);
}

Intake::Intake(Ledger& ledger, const IntakeLimits& limits)
    : impl_(std::make_unique<Impl>(ledger, *ledger.impl_, limits)) {}
Intake::~Intake() = default;

Result<Appended> Intake::append(SignedBatch batch) {
  return impl_->append(std::move(batch));
}

Gathered Intake::gather_cosignatures(WitnessClient& client, int attempts) {
  const std::lock_guard one(impl_->asking_mutex);
  // Another reader of the same ledger: whatever the network does, commits go on.
  Ledger reader = Ledger::open(impl_->ledger.directory, Ledger::Access::read, impl_->ledger.clock);
  Gathered gathered = reader.gather_cosignatures(client, attempts);
  const std::string& contradiction = reader.impl_->contradiction;
  if (contradiction.empty()) return gathered;
  impl_->stop(contradiction);
  const std::lock_guard lock(impl_->commit_mutex);
  impl_->ledger.contradiction = contradiction;
  return gathered;
}

void Intake::on_head(std::function<void(std::int64_t size)> told) {
  impl_->told_of_head = std::move(told);
}

std::string Intake::stopped_because() const {
  return impl_->stopped_because();
}

IntakeCounts Intake::counts() const {
  const std::lock_guard lock(impl_->mutex);
  IntakeCounts counts = impl_->counts;
  counts.waiting = static_cast<std::int64_t>(impl_->turns.waiting());
  return counts;
}

std::chrono::milliseconds Intake::committing_for() const {
  const std::lock_guard lock(impl_->mutex);
  if (!impl_->committing_since) return std::chrono::milliseconds(0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               *impl_->committing_since);
}

Intake::Head Intake::head() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->head;
}

std::int64_t Intake::wal_bytes() const {
  return impl_->log.bytes();
}

}  // namespace ledger
