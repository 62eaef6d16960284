#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/chain/tree.hpp"
#include "ledger/clock.hpp"
#include "ledger/model/rules.hpp"
#include "ledger/model/slot_index.hpp"
#include "ledger/model/world.hpp"
#include "ledger/recording/door.hpp"
#include "ledger/recording/ledger_keys.hpp"
#include "ledger/recording/stored_state.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// What became of one batch.
struct Recorded {
  std::vector<Index> indexes;  ///< of its events, in order
  bool repeated = false;       ///< all of them were recorded before
};

/// Turns checked batches into entries: idempotency, standing, rules, links, tree. What it makes
/// gathers in one transaction until it is taken; nothing is written here. Threads: one.
class Recorder {
 public:
  /// `reader` must outlive it and may lag behind what was taken from the recorder. Without `keys`
  /// nothing can be taken: a trial.
  Recorder(const storage::Store& reader, const Clock& clock, KeyRing& ring, LedgerKeys* keys);

  /// Judges a batch against everything before it, taken or not. A refusal changes nothing.
  [[nodiscard]] Result<Recorded> record(const CheckedBatch& batch);
  /// Positions of the events of a batch that are recorded already.
  [[nodiscard]] std::vector<std::size_t> known_positions(const CheckedBatch& batch);
  /// Judges events as if they came now, one by one, each after those accepted before it. What is in
  /// memory is then ahead of what is stored: the recorder is of no further use.
  [[nodiscard]] std::vector<std::optional<Error>> dry_run(const std::vector<Event>& events);
  void accept_clock_jump() { clock_jump_accepted_ = true; }

  /// Entries made since the last taking.
  [[nodiscard]] std::size_t pending() const { return transaction_->entries.size(); }
  /// An entry made and not stored yet; null when the reader has it or there is none.
  [[nodiscard]] const storage::EntryRow* unstored_row(Index index) const;
  /// The transaction of everything pending, with its checkpoint, signed by the ledger's key in
  /// force after the last entry. Throws Failure when that key is not held.
  [[nodiscard]] std::shared_ptr<const storage::Append> take();
  /// The same without a checkpoint, where the head was signed elsewhere (a mirror).
  [[nodiscard]] std::shared_ptr<const storage::Append> take_unsigned();
  /// A taken transaction is stored: the reader sees it from now on.
  void stored(const storage::Append& transaction);
  /// Whether so many states are in memory that they ought to be trimmed.
  [[nodiscard]] bool is_crowded() const;
  /// Frees memory when nothing is pending or taken and not stored.
  void trim();

  /// Openings of the batches since the last taking; to be kept once their entries are stored.
  [[nodiscard]] std::vector<storage::Opening> take_openings();

 private:
  struct Known {
    std::vector<Index> indexes;  ///< -1 for an event that is new
    std::size_t count = 0;
  };
  Result<void> judge_signature(const CheckedBatch& batch);
  Result<Known> look_up(const CheckedBatch& batch);
  static Error partly_recorded(const CheckedBatch& batch, const Known& known);
  Result<void> judge_same(const Event& event, std::size_t position, Index index);
  Result<void> judge_history(const BatchHead& head, std::int64_t now_ms);
  Result<std::int64_t> recording_time() const;
  Result<bool> is_new(const OperatorState& sender, const Event& event);
  Result<void> try_event(const Event& event, Index index, std::int64_t now_ms);
  Result<void> apply_all(const CheckedBatch& batch, std::int64_t now_ms, Index standing);
  Result<void> judge_beyond_rules(const Event& event, std::size_t position);
  void note_openings(const CheckedBatch& batch, const std::vector<Index>& indexes);
  void add_entries(const CheckedBatch& batch, Batch made, std::vector<std::string> trails);
  [[nodiscard]] std::optional<Index> find_index(const OperatorState& op, std::string_view id) const;
  /// Of every event of the batch the entry it has already, or -1.
  [[nodiscard]] std::vector<Index> find_indexes(const OperatorState& op,
                                                const CheckedBatch& batch) const;
  [[nodiscard]] static std::uint64_t id_hash(std::int64_t operator_no, std::string_view id);
  [[nodiscard]] std::optional<Index> find_unstored(std::int64_t operator_no,
                                                   std::string_view id) const;
  [[nodiscard]] std::string event_text(Index index) const;
  [[nodiscard]] std::optional<Hash> leaf_of(Index index);
  [[nodiscard]] std::int64_t recorded_at_of(Index index) const;

  const storage::Store& reader_;
  const Clock& clock_;
  KeyRing& ring_;
  LedgerKeys* keys_;
  StoredState source_;
  model::World world_;
  chain::TileBuilder tree_;
  Hash last_leaf_{};
  std::optional<After> last_followed_;
  std::int64_t last_recorded_at_ms_ = 0;
  bool clock_jump_accepted_ = false;
  /// A transaction taken, until the reader sees it; its event ids, as places in its entries.
  struct Taken {
    std::shared_ptr<const storage::Append> transaction;
    model::SlotIndex ids;
  };
  std::shared_ptr<storage::Append> transaction_;
  model::SlotIndex ids_;  ///< of `transaction_`
  std::vector<Taken> in_flight_;
  std::vector<storage::Opening> openings_;
};

}  // namespace ledger
