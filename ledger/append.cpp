#include <fmt/format.h>

#include "ledger/chain/proof.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/impl.hpp"

namespace ledger {

Result<Appended> Ledger::append(SignedBatch batch) {
  impl_->require_writable();
  impl_->require_restoration_told(&batch);
  auto checked = check_at_door(std::move(batch), impl_->store.constitution()->origin, impl_->ring);
  if (!checked) return tl::unexpected(checked.error());
  SignedBatch kept;  // what the receipt shows; the events themselves stay with the recorder
  kept.head = checked->batch.head;
  try {
    auto recorded = impl_->recorder().record(std::move(*checked));
    if (!recorded) return tl::unexpected(recorded.error());
    if (!recorded->repeated) {
      const auto transaction = impl_->recorder().take();
      // Stored before it is answered: a crash here leaves entries nobody was told about, never the
      // reverse.
      impl_->store_transaction(*transaction, impl_->store);
      impl_->restoration_told();
      impl_->recorder().stored(*transaction);
      impl_->recorder().trim();
    }
    // After the entries, so that an opening never stands beside another event's entry. A crash in
    // between loses it until the same batch is sent again.
    impl_->keep_openings(impl_->recorder().take_openings());
    return Appended{impl_->receipt_for(kept, recorded->indexes, *impl_->store.last_checkpoint()),
                    recorded->repeated};
  } catch (...) {
    impl_->forget_state();
    throw;
  }
}

std::vector<std::optional<Error>> Ledger::dry_run(const std::vector<Event>& events) {
  Recorder trial(impl_->store, impl_->clock, impl_->ring, nullptr);
  if (impl_->clock_jump_accepted) trial.accept_clock_jump();
  return trial.dry_run(events);
}

Receipt Ledger::Impl::receipt_for(const SignedBatch& batch, const std::vector<Index>& indexes,
                                  const Checkpoint& checkpoint) const {
  Receipt receipt;
  receipt.batch_head = batch.head;
  receipt.first = indexes.front();
  receipt.checkpoint = checkpoint.note;
  receipt.identity = store.leaves(0, 1).at(0);
  const auto count = static_cast<Index>(indexes.size());
  const bool is_range = indexes.back() - indexes.front() + 1 == count;
  if (!is_range) {  // a repeat put together from several batches: its entries, without one proof
    for (const Index index : indexes)
      receipt.leaves.push_back(store.leaves(index, index + 1).at(0));
    return receipt;
  }
  receipt.leaves = store.leaves(receipt.first, receipt.first + count);
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return tile_at(checkpoint.size, level, number);
  };
  receipt.identity_path = chain::inclusion_path(0, checkpoint.size, tile);
  const auto hash = [&](const chain::Subtree& subtree) {
    return chain::subtree_hash(subtree, tile);
  };
  for (const auto& left : chain::cover(0, receipt.first)) receipt.proof.push_back(hash(left));
  for (const auto& right : chain::cover(receipt.first + count, checkpoint.size))
    receipt.proof.push_back(hash(right));
  return receipt;
}

}  // namespace ledger
