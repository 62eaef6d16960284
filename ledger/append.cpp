#include "ledger/group.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {

Result<Appended> Ledger::append(SignedBatch batch) {
  impl_->require_writable();
  auto checked = check_at_door(std::move(batch), impl_->store.constitution()->origin, impl_->ring);
  if (!checked) return tl::unexpected(checked.error());
  Posted posted{std::move(*checked), std::nullopt, nullptr};
  GroupDone done;
  record_group(*impl_, {&posted}, done);
  if (posted.failure) std::rethrow_exception(posted.failure);
  return std::move(*posted.answer);
}

std::vector<std::optional<Error>> Ledger::dry_run(const std::vector<Event>& events) {
  const storage::Snapshot snapshot(impl_->store);
  Recorder trial(impl_->store, impl_->clock, impl_->ring, nullptr);
  if (impl_->clock_jump_accepted) trial.accept_clock_jump();
  return trial.dry_run(events);
}

}  // namespace ledger
