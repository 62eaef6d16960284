#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/batch_file.hpp"
#include "ledger/clock.hpp"
#include "ledger/reading.hpp"
#include "ledger/witness.hpp"

namespace ledger {

/// Answers the passphrase of a key file, from wherever people are asked.
using AskPassphrase = std::function<std::string(const std::filesystem::path& key_file)>;

struct TilesExported {
  std::int64_t size{};   ///< of the head that the directory now shows
  Hash root{};           ///< of that head
  std::int64_t files{};  ///< written by this export
};

/// The record of what happened to every battery: append-only, hash-chained, signed
/// (docs/format.md). One process writes at a time; any number reads. Threads: one at a time per
/// object; `import` uses threads of its own.
class Ledger final : public LedgerWriter {
 public:
  struct Founding {
    std::string origin;
    std::string authority_name;
    const Signer* authority = nullptr;  ///< key name AUTHORITY/LABEL
    std::int64_t mass_tolerance_ppm = 5000;
    std::int64_t batch_window_s = 7 * 86'400;
    std::optional<std::string> at;  ///< of entry 0; the clock's now at +08:00 without
    std::string recovery_key;       ///< vkey AUTHORITY/LABEL that only grants and revokes the
                                    ///< authority's keys; empty for none
  };

  /// A new ledger in `directory`: database, head file, the ledger's own key, entry 0. Never
  /// overwrites: throws Failure if the directory holds anything.
  static Result<Ledger> create(const std::filesystem::path& directory, const Founding& founding,
                               const Clock& clock);
  /// The first half of `create` when the authority's key is elsewhere (`founding.authority` is not
  /// read): a directory with the ledger's own key and the founding batch, which is returned for the
  /// authority to sign. Nothing but `finish` opens such a directory.
  static Result<BatchFile> prepare(const std::filesystem::path& directory, const Founding& founding,
                                   const VerifierKey& authority, const Clock& clock);
  /// The second half: the signed batch makes the prepared directory a ledger. Refuses what `append`
  /// refuses; throws Failure when nothing was prepared there, or the batch names another ledger
  /// key. After a crash it may be called again.
  static Result<Ledger> finish(const std::filesystem::path& directory, SignedBatch founding,
                               const Clock& clock);
  /// Whether a founding was prepared there and not finished.
  [[nodiscard]] static bool is_prepared(const std::filesystem::path& directory);

  /// What the `rotate_ledger_key` event says, ready for the authority to sign.
  struct Rotation {
    std::string old_key, new_key;  ///< vkeys
    std::string proof;             ///< base64 of the new key's signature line
  };
  /// Makes the next key of the ledger, `ledger.key.next`, or takes the one that is waiting there.
  /// It comes into force when the event is recorded; a lost `ledger.key` is not needed for it. Is
  /// that one encrypted, so is the next, with the same passphrase.
  /// Throws Failure, Locked.
  [[nodiscard]] static Rotation prepare_rotation(const std::filesystem::path& directory,
                                                 const AskPassphrase& ask = {});

  enum class Access : std::uint8_t { read, write };
  /// Opens an existing ledger. Never creates one: a mistyped path must not start a second history.
  /// Throws Failure (missing, not a ledger), Locked (another writer), Damage (the database is
  /// behind the head file, or its root there differs: it was put back or changed).
  /// An encrypted `ledger.key` is opened for writing with what `ask` answers.
  static Ledger open(const std::filesystem::path& directory, Access access, const Clock& clock,
                     const AskPassphrase& ask = {});
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger() override;

  /// While it lives, everything read through `ledger` is of one head; nothing may be recorded
  /// through it meanwhile.
  class Snapshot {
   public:
    explicit Snapshot(const Ledger& ledger);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

   private:
    const Ledger& ledger_;
  };

  [[nodiscard]] LedgerInfo info() const override;
  [[nodiscard]] After newest() const override;
  [[nodiscard]] Result<Appended> append(SignedBatch batch) override;
  [[nodiscard]] std::vector<std::optional<Error>> dry_run(
      const std::vector<Event>& events) override;
  /// Parsed and verified in parallel, one writer, large transactions.
  ImportSummary import(BatchSource& source, ImportWatcher& watcher) override;
  /// A clock more than 90 days past the last entry is taken for wrong unless this is said first.
  void accept_clock_jump();

  [[nodiscard]] std::optional<Entry> entry(Index index) const override;
  [[nodiscard]] Result<EntryPage> entries(const EntryQuery& query) const override;
  [[nodiscard]] std::optional<Index> find_event(std::string_view operator_id,
                                                std::string_view event_id) const override;
  [[nodiscard]] std::optional<std::vector<Entry>> trail(std::string_view id,
                                                        std::size_t entries_max) const override;
  [[nodiscard]] std::optional<UnitView> unit(std::string_view code) const override;
  [[nodiscard]] std::optional<LotState> lot(std::string_view name) const override;
  [[nodiscard]] std::optional<OperatorState> find_operator(std::string_view id) const override;
  [[nodiscard]] std::vector<OperatorState> operators() const override;
  [[nodiscard]] std::vector<TargetState> targets() const override;
  /// By their number (`no`), the first enrolled first, from this one on. Until `take` answers
  /// false.
  void each_operator(std::int64_t from,
                     const std::function<bool(const OperatorState&)>& take) const;
  void each_stock_line(std::string_view operator_id, const StockKey& from,
                       const std::function<bool(const StockLine&)>& take) const override;
  [[nodiscard]] std::map<std::string, std::int64_t> stock_totals() const override;
  void each_transfer(bool open_only, std::int64_t from,
                     const std::function<bool(const TransferView&)>& take) const override;
  void each_finding(std::int64_t from,
                    const std::function<bool(const Finding&)>& take) const override;
  void each_checkpoint(std::int64_t from,
                       const std::function<bool(const Checkpoint&)>& take) const override;
  [[nodiscard]] std::vector<OpenedText> openings(Index entry) const override;

  /// At the latest head from the kept sums; with `at_size` by replaying the entries up to there,
  /// whatever is kept beside them.
  /// Refuses (`out_of_range`) a size that no checkpoint was made for.
  [[nodiscard]] Result<Report> report(std::int64_t year, CountingRule rule,
                                      std::optional<std::int64_t> at_size = std::nullopt,
                                      const Progress& progress = {}) const;
  [[nodiscard]] Result<std::string> written_report(const ReportRequest& request,
                                                   const Progress& progress) const override;

  /// Entry bytes as JSON Lines and the checkpoint, into an absent or empty directory.
  void export_jsonl(const std::filesystem::path& directory, const Progress& progress) const;

  /// A C2SP tlog-tiles directory of the latest head. Takes up where an earlier export of this
  /// ledger stopped; every tile is on disk before the checkpoint that needs it. Throws Failure when
  /// the directory holds another ledger's tiles or those of a larger tree.
  TilesExported export_tiles(const std::filesystem::path& directory,
                             const Progress& progress) const;
  [[nodiscard]] std::optional<std::string> tile_file(std::string_view path) const override;

  [[nodiscard]] std::optional<EntryProof> prove(Index index) const override;
  [[nodiscard]] Result<std::string> prove_trail(std::string_view id) const override;
  [[nodiscard]] Result<std::string> prove_consistency(std::int64_t older) const override;

  /// Whether the directory holds a file `witnesses`: a C2SP tlog-policy file of this ledger.
  [[nodiscard]] bool has_witnesses() const;
  /// Asks each witness of that file that has a URL to cosign the latest head, and keeps the
  /// cosignatures, which from then on stand in the published checkpoint. A witness that is silent
  /// or busy is asked `attempts` times. When one has seen a larger or another tree, this object no
  /// longer writes: `append` and `import` throw Damage. Throws Failure when the file `witnesses` is
  /// missing or wrong.
  Gathered gather_cosignatures(WitnessClient& client, int attempts);

  struct Impl;  ///< the library's own

 private:
  friend class Intake;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct AuditOptions {
  Index since = 0;  ///< bytes, links and signatures from this entry's batch on
  std::optional<std::string> checkpoint;  ///< a signed note that must lie in this ledger
};

/// Re-reads, re-hashes, re-verifies and replays the whole ledger and compares every projection with
/// what it derives. Opens the files itself and trusts none of them. Throws Failure when they cannot
/// be read at all.
[[nodiscard]] AuditReport audit_ledger(const std::filesystem::path& directory,
                                       const AuditOptions& options, const Progress& progress);

}  // namespace ledger
