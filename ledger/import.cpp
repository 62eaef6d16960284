#include <algorithm>
#include <deque>
#include <thread>

#include "ledger/impl.hpp"
#include "ledger/recording/committer.hpp"
#include "ledger/storage/snapshot.hpp"
#include "ledger/threads/ordered_workers.hpp"

namespace ledger {
namespace {

/// Entries of one transaction: large enough that the commit costs little, small enough that three
/// of them in memory (made, waiting, being stored) stay far below the 400 MiB an import may take.
constexpr std::size_t transaction_entries = 32'000;
/// A first, small transaction shows progress and lets later batches follow a recent entry.
constexpr std::size_t first_transaction_entries = 5'000;

struct Checked {
  Result<CheckedBatch> batch;
  std::optional<SignedBatch> refused;  ///< what the door turned away
};
using Pieces = threads::OrderedWorkers<std::string, std::vector<Checked>>;

/// One run of `Ledger::import`.
class Import {
 public:
  Import(Ledger::Impl& ledger, storage::Store& reader, BatchSource& source, ImportWatcher& watcher,
         const std::string& origin)
      : ledger_(ledger),
        source_(source),
        watcher_(watcher),
        origin_(origin),
        snapshot_(reader),
        recorder_(reader, ledger.clock, ledger.ring, &*ledger.keys),
        committer_(
            [this](const storage::Append& t) { ledger_.store_transaction(t, ledger_.store); }) {
    if (ledger.clock_jump_accepted) recorder_.accept_clock_jump();
    // So that the workers, not the one importing thread, verify each operator's first batch.
    reader.each_operator([&](OperatorState&& state) {
      for (const KeyState& key : state.keys) ledger_.ring.add(key.name, key.key);
      return true;
    });
  }

  ImportSummary run() {
    const std::size_t workers = std::max(2U, std::thread::hardware_concurrency());
    Pieces pieces(
        workers, 2 * workers, [this] { return source_.next(); },
        [this](std::string piece) { return check(std::move(piece)); });
    bool goes_on = true;
    while (goes_on) {
      auto piece = pieces.take();
      if (!piece) break;
      for (Checked& checked : *piece) {
        goes_on = admit(std::move(checked));
        if (!goes_on) break;
      }
      tell_stored();
    }
    hand_over();
    committer_.drain();
    tell_stored();
    ledger_.keep_openings(recorder_.take_openings());
    return summary_;
  }

 private:
  std::vector<Checked> check(std::string piece) {
    std::vector<Checked> checked;
    for (auto& batch : source_.prepare(std::move(piece))) {
      if (!batch) {
        checked.push_back({tl::unexpected(batch.error()), std::nullopt});
        continue;
      }
      auto result = check_at_door(std::move(*batch), origin_, ledger_.ring);
      const bool is_refused = !result;
      checked.push_back({std::move(result), std::nullopt});
      // Only an accepted batch was moved from.
      if (is_refused) checked.back().refused = std::move(*batch);
    }
    return checked;
  }

  /// False: stop here.
  bool admit(Checked checked) {
    Result<CheckedBatch>& batch = checked.batch;
    if (!batch) return refused(batch.error(), checked.refused ? &*checked.refused : nullptr);
    auto outcome = recorder_.record(*batch);
    if (!outcome && outcome.error().refusal == Refusal::partly_recorded) {
      auto rest = without_known(std::move(*batch));
      if (!rest) return refused(rest.error(), nullptr);
      batch = std::move(rest);
      outcome = recorder_.record(*batch);
    }
    if (!outcome) return refused(outcome.error(), &batch->batch);
    ++summary_.batches;
    (outcome->repeated ? repeated_ : recorded_) +=
        static_cast<std::int64_t>(outcome->indexes.size());
    const auto full = is_first_ ? first_transaction_entries : transaction_entries;
    if (recorder_.pending() >= full) hand_over();
    return true;
  }

  bool refused(const Error& error, const SignedBatch* batch) {
    ++summary_.refused_batches;
    return watcher_.refused(error, batch);
  }

  Result<CheckedBatch> without_known(CheckedBatch batch) {
    const auto known = recorder_.known_positions(batch);
    repeated_ += static_cast<std::int64_t>(known.size());
    return check_at_door(source_.without(std::move(batch.batch), known), origin_, ledger_.ring);
  }

  void hand_over() {
    if (recorder_.pending() == 0) return;
    is_first_ = false;
    openings_.push_back(recorder_.take_openings());
    committer_.give(recorder_.take());
    if (!recorder_.is_crowded()) return;
    committer_.drain();
    tell_stored();
    recorder_.trim();
  }

  void tell_stored() {
    bool is_news = false;
    while (const auto transaction = committer_.take_stored()) {
      recorder_.stored(**transaction);
      // Only now: an opening must never stand beside an entry that another event may still become.
      ledger_.keep_openings(openings_.front());
      openings_.pop_front();
      summary_.recorded += static_cast<std::int64_t>((*transaction)->entries.size());
      is_news = true;
    }
    if (is_news) snapshot_.renew();
    summary_.repeated = repeated_;
    if (is_news || repeated_ != told_repeated_)
      watcher_.recorded(summary_.batches, summary_.recorded, summary_.repeated);
    told_repeated_ = repeated_;
  }

  Ledger::Impl& ledger_;
  BatchSource& source_;
  ImportWatcher& watcher_;
  std::string origin_;
  storage::Snapshot snapshot_;  ///< renewed after every commit
  Recorder recorder_;
  Committer committer_;
  std::deque<std::vector<storage::Opening>> openings_;  ///< of the transactions handed over
  ImportSummary summary_;
  std::int64_t recorded_ = 0, repeated_ = 0, told_repeated_ = 0;
  bool is_first_ = true;
};

}  // namespace

ImportSummary Ledger::import(BatchSource& source, ImportWatcher& watcher) {
  impl_->require_writable();
  impl_->require_restoration_told(nullptr);
  impl_->catch_up_head();
  impl_->forget_state();
  const std::string origin = impl_->store.constitution()->origin;
  // The committer writes through the ledger's own connection; rules read through another.
  auto reader = storage::Store::open(impl_->paths.database, storage::Mode::read);
  return Import(*impl_, reader, source, watcher, origin).run();
}

}  // namespace ledger
