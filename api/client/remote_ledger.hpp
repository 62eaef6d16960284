#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api/client/exchange.hpp"
#include "api/client/read_views.hpp"
#include "ledger/reading.hpp"

namespace api::client {

/// A ledger behind a server. What the server says is verified as far as one who has no copy can:
/// heads, receipts, proofs and bundles by the ledger's key and identity, entries by their bytes.
/// The key and the identity are those that the server named first; who must not trust it for that
/// mirrors the ledger. Threads: one at a time, but `newest` any.
class RemoteLedger final : public ledger::LedgerWriter {
 public:
  /// Asks the server which ledger it has. Throws as Exchange.
  RemoteLedger(HttpClient client, Patience patience);

  [[nodiscard]] const Exchange& exchange() const { return exchange_; }

  [[nodiscard]] ledger::LedgerInfo info() const override;
  /// As of the last minutes: a signer must have seen some entry, not the very last one.
  [[nodiscard]] ledger::After newest() const override;
  [[nodiscard]] std::optional<ledger::Entry> entry(ledger::Index index) const override;
  [[nodiscard]] ledger::Result<ledger::EntryPage> entries(
      const ledger::EntryQuery& query) const override;
  [[nodiscard]] std::optional<ledger::Index> find_event(std::string_view operator_id,
                                                        std::string_view event_id) const override;
  [[nodiscard]] std::optional<std::vector<ledger::Entry>> trail(
      std::string_view id, std::size_t entries_max) const override;
  [[nodiscard]] std::optional<ledger::UnitView> unit(std::string_view code) const override;
  [[nodiscard]] std::optional<ledger::LotState> lot(std::string_view name) const override;
  [[nodiscard]] std::optional<ledger::OperatorState> find_operator(
      std::string_view id) const override;
  [[nodiscard]] std::vector<ledger::OperatorState> operators() const override;
  [[nodiscard]] std::vector<ledger::TargetState> targets() const override;
  void each_stock_line(std::string_view operator_id, const ledger::StockKey& from,
                       const std::function<bool(const ledger::StockLine&)>& take) const override;
  [[nodiscard]] std::map<std::string, std::int64_t> stock_totals() const override;
  void each_transfer(bool open_only, std::int64_t from,
                     const std::function<bool(const ledger::TransferView&)>& take) const override;
  void each_finding(std::int64_t from,
                    const std::function<bool(const ledger::Finding&)>& take) const override;
  void each_checkpoint(std::int64_t from,
                       const std::function<bool(const ledger::Checkpoint&)>& take) const override;
  /// Throws Withheld when they are not for who asks.
  [[nodiscard]] std::vector<ledger::OpenedText> openings(ledger::Index entry) const override;
  [[nodiscard]] ledger::Result<std::string> written_report(
      const ledger::ReportRequest& request, const ledger::Progress& progress) const override;
  [[nodiscard]] std::optional<std::string> tile_file(std::string_view path) const override;
  [[nodiscard]] std::optional<ledger::EntryProof> prove(ledger::Index index) const override;
  [[nodiscard]] ledger::Result<std::string> prove_trail(std::string_view id) const override;
  [[nodiscard]] ledger::Result<std::string> prove_consistency(std::int64_t older) const override;

  [[nodiscard]] ledger::Result<ledger::Appended> append(ledger::SignedBatch batch) override;
  /// At most `dry_run_events_max` at once: throws Failure for more.
  [[nodiscard]] std::vector<std::optional<ledger::Error>> dry_run(
      const std::vector<ledger::Event>& events) override;
  /// In order, one batch in flight, the next piece signed meanwhile.
  ledger::ImportSummary import(ledger::BatchSource& source,
                               ledger::ImportWatcher& watcher) override;

  static constexpr std::size_t dry_run_events_max = 10'000;

  /// Which of these ids of an operator are recorded, with their indexes.
  [[nodiscard]] std::map<std::string, ledger::Index> known(
      const std::string& operator_id, const std::vector<std::string>& ids) const;
  /// Positions of events that are recorded with this very content.
  [[nodiscard]] std::vector<std::size_t> known_positions(const std::vector<ledger::Event>& events);
  /// As `each_finding`, with who reported what raised it, and when, so that no entry is fetched.
  void each_finding_by(std::int64_t from, const std::function<bool(const FoundBy&)>& take) const;
  /// Sends a batch as it is.
  [[nodiscard]] ledger::Result<ledger::Appended> send(const ledger::SignedBatch& batch);
  /// Forgets which entry is the newest, so that the next signer sees a later one.
  void forget_newest();

 private:
  [[nodiscard]] ledger::LedgerInfo read_info_now() const;
  [[nodiscard]] ledger::Entry read_leaf(const nlohmann::json& item) const;
  [[nodiscard]] std::string trail_target(std::string_view id) const;
  /// Throws Damage when the proof is not one under this ledger's key and identity.
  void require_proven(std::string_view file, const std::string& what,
                      std::optional<std::string_view> entry = std::nullopt) const;
  [[nodiscard]] std::string policy() const;
  void require_receipt(const ledger::SignedBatch& batch, const ledger::Appended& appended,
                       std::string_view text) const;

  Exchange exchange_;
  mutable std::mutex newest_guard_;
  mutable std::optional<ledger::After> newest_;
  mutable ledger::LedgerInfo info_;  ///< as it was said last; reading it fills the two above
};

}  // namespace api::client
