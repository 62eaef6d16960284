#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/batch.hpp"
#include "ledger/import.hpp"
#include "ledger/report.hpp"
#include "ledger/result.hpp"
#include "ledger/views.hpp"

namespace ledger {

/// What can be asked of a ledger, be it in a directory here or behind a server. Threads: one at a
/// time per object. Every member throws Failure when the ledger cannot be reached or read, and
/// Damage when what is there does not verify.
class LedgerReader {
 public:
  virtual ~LedgerReader() = default;

  [[nodiscard]] virtual LedgerInfo info() const = 0;
  /// The newest entry, for `sign_batch`.
  [[nodiscard]] virtual After newest() const = 0;

  [[nodiscard]] virtual std::optional<Entry> entry(Index index) const = 0;
  /// Refuses (`unknown_unit`, `unknown_operator`) a query about what nothing is about.
  [[nodiscard]] virtual Result<EntryPage> entries(const EntryQuery& query) const = 0;
  /// The index of a recorded event.
  [[nodiscard]] virtual std::optional<Index> find_event(std::string_view operator_id,
                                                        std::string_view event_id) const = 0;
  /// Entries about a unit (any of its codes), lot or operator, newest first, walked by the links
  /// in the entries themselves. Nothing when the id is unknown.
  [[nodiscard]] virtual std::optional<std::vector<Entry>> trail(std::string_view id,
                                                                std::size_t entries_max) const = 0;
  [[nodiscard]] virtual std::optional<UnitView> unit(std::string_view code) const = 0;
  [[nodiscard]] virtual std::optional<LotState> lot(std::string_view name) const = 0;
  [[nodiscard]] virtual std::optional<OperatorState> find_operator(std::string_view id) const = 0;
  [[nodiscard]] virtual std::vector<OperatorState> operators() const = 0;
  [[nodiscard]] virtual std::vector<TargetState> targets() const = 0;
  // Lists, each in an order that only grows at its end. They begin at `from`, which costs the same
  // anywhere in them, or at what stands next; the beginning is 0 or {}. Until `take` answers false.
  /// What an operator has in stock: units first, then lots, each by its number.
  virtual void each_stock_line(std::string_view operator_id, const StockKey& from,
                               const std::function<bool(const StockLine&)>& take) const = 0;
  /// By operator id, grams in stock; every operator that has some.
  [[nodiscard]] virtual std::map<std::string, std::int64_t> stock_totals() const = 0;
  /// Hand-overs by their number (`state.no`).
  virtual void each_transfer(bool open_only, std::int64_t from,
                             const std::function<bool(const TransferView&)>& take) const = 0;
  /// Every finding (docs/rules.md, "Findings") in the order of its entry, the newest last. The
  /// first one of the ledger has the number 0, each the one after; they keep it.
  virtual void each_finding(std::int64_t from,
                            const std::function<bool(const Finding&)>& take) const = 0;
  /// Every head that was signed, by its size.
  virtual void each_checkpoint(std::int64_t from,
                               const std::function<bool(const Checkpoint&)>& take) const = 0;
  /// Every text that the entry's event seals, by member, and `wrong` openings that it does not.
  [[nodiscard]] virtual std::vector<OpenedText> openings(Index entry) const = 0;

  /// The report in writing. Refuses (`out_of_range`) a size that no checkpoint was made for.
  [[nodiscard]] virtual Result<std::string> written_report(const ReportRequest& request,
                                                           const Progress& progress) const = 0;

  /// What stands at a tlog-tiles path: `checkpoint`, and each tile and bundle (full or partial)
  /// that the latest head or an earlier one has. Nothing for any other path or spelling.
  [[nodiscard]] virtual std::optional<std::string> tile_file(std::string_view path) const = 0;
  /// An entry and its proof under the latest checkpoint. Nothing when there is no such entry.
  [[nodiscard]] virtual std::optional<EntryProof> prove(Index index) const = 0;
  /// The whole trail of a unit (any of its codes), lot or operator as a trail bundle
  /// (docs/format.md, "Proof files"). Refuses an id that nothing is about (`unknown_unit`, of
  /// whatever kind it is) and a bundle larger than a proof file may be (`too_long`).
  [[nodiscard]] virtual Result<std::string> prove_trail(std::string_view id) const = 0;
  /// That the latest head continues the one of `older` entries, as a consistency file. Refuses
  /// (`out_of_range`) a size that no checkpoint was made for.
  [[nodiscard]] virtual Result<std::string> prove_consistency(std::int64_t older) const = 0;
};

/// A ledger that batches can be given to.
class LedgerWriter : public LedgerReader {
 public:
  /// Records a batch, all of it or nothing. When this returns a receipt, the batch is on disk
  /// inside a signed checkpoint. Refuses with any reason of docs/rules.md and writes nothing.
  /// Throws Failure when the disk does: the outcome is unknown, send the same again.
  [[nodiscard]] virtual Result<Appended> append(SignedBatch batch) = 0;
  /// Checks events as if they were recorded now; writes nothing and needs no signature. One answer
  /// an event; an event after a refused one is judged without it.
  [[nodiscard]] virtual std::vector<std::optional<Error>> dry_run(
      const std::vector<Event>& events) = 0;
  /// Many batches, one after the other.
  virtual ImportSummary import(BatchSource& source, ImportWatcher& watcher) = 0;
};

}  // namespace ledger
