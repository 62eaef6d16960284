#include "ledger/group.hpp"

#include <chrono>

namespace ledger {
namespace {

/// One group on its way through the recorder to the disk.
class Recording {
 public:
  Recording(Ledger::Impl& ledger, const std::vector<Posted*>& group, GroupDone& done)
      : ledger_(ledger), group_(group), done_(done), outcomes_(group.size()) {}

  void run() {
    ledger_.catch_up_head();
    for (std::size_t i = 0; i < group_.size(); ++i) judge(i);
    if (ledger_.recorder().pending() > 0) store();
    keep_openings();
    for (std::size_t i = 0; i < group_.size(); ++i) answer(i);
  }

 private:
  void judge(std::size_t i) {
    Posted& posted = *group_[i];
    try {
      if (!is_told_) ledger_.require_restoration_told(&posted.batch.batch);
    } catch (const Failure&) {
      posted.failure = std::current_exception();
      return;
    }
    outcomes_[i] = ledger_.recorder().record(posted.batch);
    if (*outcomes_[i] && ledger_.restoration) is_told_ = true;
  }

  void store() {
    Recorder& recorder = ledger_.recorder();
    const auto transaction = recorder.take();
    const auto begin = std::chrono::steady_clock::now();
    done_.is_storing = true;
    // Stored before it is answered: a crash here leaves entries nobody was told about, never the
    // reverse.
    ledger_.store_transaction(*transaction, ledger_.store);
    ledger_.restoration_told();
    done_.is_storing = false;
    const auto took = std::chrono::steady_clock::now() - begin;
    done_.commit_us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    done_.entries = static_cast<std::int64_t>(transaction->entries.size());
    done_.size = transaction->checkpoint->size;
    done_.at_ms = transaction->batches.back().recorded_at_ms;
    checkpoint_ = transaction->checkpoint;
    for (const storage::EntryRow& row : transaction->entries)
      ledger_.subtrees.add_leaf(row.index, row.leaf);
    recorder.stored(*transaction);
    recorder.trim();
  }

  /// After the entries, so that an opening never stands beside another event's entry. A crash in
  /// between loses it until the same batch is sent again; so does a failure here, which is told to
  /// those whose texts were lost.
  void keep_openings() {
    const auto openings = ledger_.recorder().take_openings();
    try {
      ledger_.keep_openings(openings);
    } catch (const std::exception& failure) {
      const std::string text =
          std::string("keeping the sealed texts of a batch whose events are recorded: ") +
          failure.what();
      const bool is_full = dynamic_cast<const DiskFull*>(&failure) != nullptr;
      for (std::size_t i = 0; i < group_.size(); ++i)
        if (outcomes_[i] && *outcomes_[i] && !group_[i]->batch.batch.openings.empty())
          group_[i]->failure = is_full ? std::make_exception_ptr(DiskFull(text))
                                       : std::make_exception_ptr(Failure(text));
    }
  }

  void answer(std::size_t i) {
    Posted& posted = *group_[i];
    if (posted.failure) return;
    Result<Recorded>& outcome = *outcomes_[i];
    if (!outcome) {
      posted.answer = tl::unexpected(std::move(outcome.error()));
      return;
    }
    if (!checkpoint_) checkpoint_ = ledger_.store.last_checkpoint();
    posted.answer =
        Appended{ledger_.receipt_for(posted.batch.batch.head, outcome->indexes, *checkpoint_),
                 outcome->repeated};
  }

  Ledger::Impl& ledger_;
  const std::vector<Posted*>& group_;
  GroupDone& done_;
  std::vector<std::optional<Result<Recorded>>> outcomes_;
  std::optional<Checkpoint> checkpoint_;
  bool is_told_ = false;  ///< what a restoration lost, by a batch of this group
};

}  // namespace

void record_group(Ledger::Impl& ledger, const std::vector<Posted*>& group, GroupDone& done) {
  ledger.require_writable();
  try {
    Recording(ledger, group, done).run();
  } catch (...) {
    ledger.forget_state();
    throw;
  }
}

Receipt Ledger::Impl::receipt_for(const std::string& batch_head, const std::vector<Index>& indexes,
                                  const Checkpoint& checkpoint) {
  Receipt receipt;
  receipt.batch_head = batch_head;
  receipt.first = indexes.front();
  receipt.checkpoint = checkpoint.note;
  receipt.identity = subtrees.leaves(0, 1).front();
  const Index end = indexes.back() + 1;
  const bool is_range = end - receipt.first == static_cast<Index>(indexes.size());
  if (!is_range) {  // a repeat put together from several batches: its entries, without one proof
    for (const Index index : indexes)
      receipt.leaves.push_back(subtrees.leaves(index, index + 1)[0]);
    return receipt;
  }
  receipt.leaves = subtrees.leaves(receipt.first, end);
  receipt.identity_path = subtrees.path_of_first(checkpoint.size);
  receipt.proof = subtrees.covering(0, receipt.first);
  const auto right = subtrees.covering(end, checkpoint.size);
  receipt.proof.insert(receipt.proof.end(), right.begin(), right.end());
  return receipt;
}

}  // namespace ledger
