#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/batch_file.hpp"
#include "ledger/clock.hpp"
#include "ledger/entry.hpp"
#include "ledger/event.hpp"
#include "ledger/key.hpp"
#include "ledger/report.hpp"
#include "ledger/result.hpp"
#include "ledger/state.hpp"
#include "ledger/witness.hpp"

namespace ledger {

inline constexpr std::size_t batch_events_max = 4096;
inline constexpr std::size_t batch_bytes_max = 16 * 1024 * 1024;

/// The text behind a commitment in an event's `sealed`; travels beside the batch.
struct SealedText {
  std::string event_id, member, text;
  Hash salt{};
};

/// A sealed text as it can be read now. The file of openings may be erased, and whoever can write
/// it can forge it: a text is given out only when it hashes to the commitment in its event.
struct OpenedText {
  enum class State : std::uint8_t { opened, absent, wrong };
  std::string member;
  State state{};
  std::string text;  ///< of an opened one; else empty
};

/// Events of one operator under one signature, as they come to the door.
struct SignedBatch {
  std::string head;  ///< the signed note of the batch head
  std::vector<Event> events;
  std::vector<SealedText> openings;
};

/// Answers the passphrase of a key file, from wherever people are asked.
using AskPassphrase = std::function<std::string(const std::filesystem::path& key_file)>;

/// Where a signer says it stands in the ledger's history.
struct After {
  Index index = -1;
  Hash hash{};
};

/// Signs events (all of the signer's operator, at most `batch_events_max`) for the ledger `origin`.
[[nodiscard]] SignedBatch sign_batch(std::string_view origin, std::vector<Event> events,
                                     const After& after, const Signer& signer,
                                     std::vector<SealedText> openings = {});

/// The commitment that stands for a text in an event's `sealed`, base64.
[[nodiscard]] std::string commitment(const Hash& salt, std::string_view text);

struct Appended {
  Receipt receipt;        ///< under the latest checkpoint
  bool repeated = false;  ///< every event was recorded before; nothing was written
};

/// Feeds `Ledger::import`. `next` is called by one thread at a time; `prepare` by several at once.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  /// A piece of the input (some thousand lines), or nothing at its end.
  virtual std::optional<std::string> next() = 0;
  /// Parses and signs a piece. A refused line becomes a Result with an error in its place.
  virtual std::vector<Result<SignedBatch>> prepare(std::string piece) = 0;
  /// The same batch without the events at these positions, signed again. Called rarely, by the
  /// importing thread, when some of its events turn out to be recorded already.
  virtual SignedBatch without(SignedBatch batch, const std::vector<std::size_t>& known) = 0;
};

/// Told in order, by the importing thread.
class ImportWatcher {
 public:
  virtual ~ImportWatcher() = default;
  /// What this import has done so far, sums since its beginning: batches admitted, events on disk
  /// inside a signed checkpoint, events that were recorded before.
  virtual void recorded(std::int64_t batches, std::int64_t events, std::int64_t repeated) = 0;
  /// False: stop here. What was recorded before stays.
  virtual bool refused(const Error& error, const SignedBatch* batch) = 0;
};

struct ImportSummary {
  std::int64_t batches{}, recorded{}, repeated{}, refused_batches{};
};

struct LedgerInfo {
  std::string origin;
  Hash identity{};
  std::int64_t size{};
  Hash root{};
  std::string checkpoint;  ///< the latest signed note, with what cosignatures it has
  std::string ledger_key;  ///< vkey
  std::string authority;
  std::int64_t last_recorded_at_ms{};
  Constitution constitution;
};

/// One entry, taken apart for reading. `bytes` are exactly what the leaf hash covers.
struct Entry {
  Index index{};
  std::string bytes;
  Hash leaf{};
  Batch batch;
  std::string event;  ///< canonical JSON
  std::vector<TrailLink> trail;
};

struct UnitView {
  UnitState state;
  std::vector<CodeState> codes;
  std::string holder;  ///< operator id when in somebody's stock or lost from it, else ""
};
struct StockLine {
  bool is_lot{};
  std::string id;  ///< unit code or lot name
  Level level{};
  Material material{};
  Chemistry chemistry{};
  Origin origin{};
  std::int64_t mass_g{}, claimed_g{};
  std::int64_t energy_wh = -1;
  Index last{};
};
struct TransferView {
  TransferState state;
  std::string from, to;               ///< operator ids
  std::vector<std::string> subjects;  ///< unit code or lot name of each item
};

struct TilesExported {
  std::int64_t size{};   ///< of the head that the directory now shows
  Hash root{};           ///< of that head
  std::int64_t files{};  ///< written by this export
};

/// An entry beside what proves that it is in the ledger.
struct EntryProof {
  std::string bytes;  ///< what the leaf hash covers
  std::string proof;  ///< C2SP tlog-proof
};

/// The record of what happened to every battery: append-only, hash-chained, signed
/// (docs/format.md). One process writes at a time; any number reads. Threads: one at a time per
/// object; `import` uses threads of its own.
class Ledger {
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
  ~Ledger();

  [[nodiscard]] LedgerInfo info() const;
  /// The newest entry, for `sign_batch`.
  [[nodiscard]] After newest() const;

  /// Records a batch, all of it or nothing. When this returns a receipt, the batch is on disk
  /// inside a signed checkpoint. Refuses with any reason of docs/rules.md and writes nothing.
  /// Throws Failure when the disk does: the outcome is unknown, send the same again.
  [[nodiscard]] Result<Appended> append(SignedBatch batch);
  /// Checks events as if they were recorded now; writes nothing and needs no signature. One answer
  /// an event; an event after a refused one is judged without it.
  [[nodiscard]] std::vector<std::optional<Error>> dry_run(const std::vector<Event>& events);
  /// Many batches: parsed and verified in parallel, one writer, large transactions.
  ImportSummary import(BatchSource& source, ImportWatcher& watcher);
  /// A clock more than 90 days past the last entry is taken for wrong unless this is said first.
  void accept_clock_jump();

  [[nodiscard]] std::optional<Entry> entry(Index index) const;
  /// The index of a recorded event.
  [[nodiscard]] std::optional<Index> find_event(std::string_view operator_id,
                                                std::string_view event_id) const;
  /// Entries about a unit (any of its codes), lot or operator, newest first, walked by the links
  /// in the entries themselves. Nothing when the id is unknown.
  [[nodiscard]] std::optional<std::vector<Entry>> trail(std::string_view id,
                                                        std::size_t entries_max) const;
  [[nodiscard]] std::optional<UnitView> unit(std::string_view code) const;
  [[nodiscard]] std::optional<LotState> lot(std::string_view name) const;
  [[nodiscard]] std::optional<OperatorState> find_operator(std::string_view id) const;
  [[nodiscard]] std::vector<OperatorState> operators() const;
  [[nodiscard]] std::vector<TargetState> targets() const;
  void each_stock_line(std::string_view operator_id,
                       const std::function<bool(const StockLine&)>& take) const;
  /// By operator id, grams in stock; every operator that has some.
  [[nodiscard]] std::map<std::string, std::int64_t> stock_totals() const;
  void each_transfer(bool open_only, const std::function<bool(const TransferView&)>& take) const;
  /// Every finding (docs/rules.md, "Findings") in the order of its entry, the newest last; of one
  /// entry, in the order they were found. Until `take` answers false.
  void each_finding(const std::function<bool(const Finding&)>& take) const;
  /// Every head that was signed, the newest last. Until `take` answers false.
  void each_checkpoint(const std::function<bool(const Checkpoint&)>& take) const;
  /// Every text that the entry's event seals, by member, and `wrong` openings that it does not.
  [[nodiscard]] std::vector<OpenedText> openings(Index entry) const;

  /// At the latest head from the kept sums; with `at_size` by replaying the entries up to there,
  /// whatever is kept beside them.
  /// Refuses (`out_of_range`) a size that no checkpoint was made for.
  [[nodiscard]] Result<Report> report(std::int64_t year, CountingRule rule,
                                      std::optional<std::int64_t> at_size = std::nullopt,
                                      const Progress& progress = {}) const;

  /// Entry bytes as JSON Lines and the checkpoint, into an absent or empty directory.
  void export_jsonl(const std::filesystem::path& directory, const Progress& progress) const;

  /// A C2SP tlog-tiles directory of the latest head. Takes up where an earlier export of this
  /// ledger stopped; every tile is on disk before the checkpoint that needs it. Throws Failure when
  /// the directory holds another ledger's tiles or those of a larger tree.
  TilesExported export_tiles(const std::filesystem::path& directory,
                             const Progress& progress) const;
  /// What stands at a tlog-tiles path: `checkpoint`, and each tile and bundle (full or partial)
  /// that the latest head or an earlier one has. Nothing for any other path or spelling.
  [[nodiscard]] std::optional<std::string> tile_file(std::string_view path) const;

  /// An entry and its proof under the latest checkpoint. Nothing when there is no such entry.
  [[nodiscard]] std::optional<EntryProof> prove(Index index) const;
  /// The whole trail of a unit (any of its codes), lot or operator as a trail bundle
  /// (docs/format.md, "Proof files"). Refuses an id that nothing is about (`unknown_unit`, of
  /// whatever kind it is) and a bundle larger than a proof file may be (`too_long`).
  [[nodiscard]] Result<std::string> prove_trail(std::string_view id) const;
  /// That the latest head continues the one of `older` entries, as a consistency file. Refuses
  /// (`out_of_range`) a size that no checkpoint was made for.
  [[nodiscard]] Result<std::string> prove_consistency(std::int64_t older) const;

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
