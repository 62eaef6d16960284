#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/hash.hpp"
#include "ledger/state.hpp"

/// Keeps what it is given, unopened. Knows no rule, no JSON, no key. SQLite is the one engine so
/// far; nothing here names it, so that a second can stand behind the same words.
namespace ledger::storage {

/// An entry's parts as stored; with its batch and the leaf before, they give back its bytes.
struct EntryRow {
  Index index{};
  std::string event;  ///< canonical JSON
  std::string trail;  ///< the entry's "trail" value, canonical JSON
  Hash leaf{};
  std::int64_t operator_no{};
  std::string event_id;  ///< written to the id index; not filled by readers of entries
};

/// 256 hashes side by side.
struct Tile {
  std::int64_t level{}, number{};
  std::string hashes;  ///< 8,192 bytes
};

/// One transaction, or a part of an Increment: everything in it or nothing. States replace what is
/// stored under their number; tallies are added to what is stored.
struct Append {
  std::vector<Batch> batches;
  std::vector<EntryRow> entries;
  std::vector<Tile> tiles;
  std::optional<Checkpoint> checkpoint;      ///< absent in parts of an Increment, and only there
  std::optional<Constitution> constitution;  ///< when it changed
  std::vector<OperatorState> operators;
  std::vector<UnitState> units;
  std::vector<CodeState> codes;  ///< new ones, or parts that became units
  std::vector<LotState> lots;
  std::vector<TransferState> transfers;
  std::vector<TargetState> targets;
  std::vector<Finding> findings;
  Tallies tallies;
};

/// A row of the id index of one operator.
struct EventId {
  std::string id;
  Index entry{};
};

struct Counts {
  std::int64_t entries{}, operators{}, units{}, lots{}, transfers{};
};

/// Where the file contradicts itself.
struct Contradiction {
  std::string where, expected, found;
};

enum class Mode : std::uint8_t { read, write };

/// Threads: one at a time per object; objects on the same file may work at once, one of them
/// writing. Every member throws Failure when the disk does, Damage when a row is misshapen.
class Store {
 public:
  /// Makes a new file, mode 0600, and the schema in it. Throws Failure if the file exists.
  static Store create(const std::filesystem::path& file);
  /// Opens an existing ledger file and, for writing, applies the migrations it lacks. Throws
  /// Failure if it is missing, not a ledger, or written by a newer program (naming both versions);
  /// Damage when its schema is not the one that its version has.
  static Store open(const std::filesystem::path& file, Mode mode);
  /// The first thing that the file's schema has otherwise than the migrations make it: a view in a
  /// table's place, a trigger more or less. `open` throws Damage then. Throws as `open`, else.
  [[nodiscard]] static std::optional<Contradiction> schema_contradiction(
      const std::filesystem::path& file);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// Commits with fsync before it returns. Throws Failure, then nothing of it is stored (or, when
  /// the failure was in COMMIT itself, the outcome is unknown until the file is read again).
  void append(const Append& transaction);
  /// Whether `append` leaves the write-ahead log as it is: a WalMover, or `move_wal`, moves its
  /// pages into the file.
  void leave_wal(bool leaves);
  /// Moves the log's pages into the file, as far as no reader needs them where they are. The log
  /// begins anew with the next append when all of them were moved and nobody reads. Never throws:
  /// what is in the log is safe there; after a failed fsync the next append throws.
  void move_wal() noexcept;
  /// Bytes in the log that are in use, as of this object's last append.
  [[nodiscard]] std::int64_t wal_bytes() const;

  /// Everything read between begin_read and end_read is one snapshot. Within another pair they
  /// change nothing.
  void begin_read();
  void end_read();

  /// The first thing in which the schema is not ours, or indexes, numbering and marks do not agree
  /// with the rows. Reads every table but those of entries.
  [[nodiscard]] std::optional<Contradiction> contradiction() const;

  // The chain.
  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] std::optional<Checkpoint> last_checkpoint() const;
  [[nodiscard]] std::optional<Checkpoint> checkpoint(std::int64_t size) const;
  /// The first one of this size or a larger.
  [[nodiscard]] std::optional<Checkpoint> checkpoint_from(std::int64_t size) const;
  [[nodiscard]] std::optional<EntryRow> entry(Index index) const;
  [[nodiscard]] std::optional<Batch> batch_with(Index index) const;  ///< the one that holds it
  [[nodiscard]] std::optional<std::string> tile(std::int64_t level, std::int64_t number) const;
  /// Leaf hashes of [first, last).
  [[nodiscard]] std::vector<Hash> leaves(Index first, Index last) const;
  [[nodiscard]] std::optional<Index> event_index(std::int64_t operator_no,
                                                 std::string_view event_id) const;
  /// The operator's first event id that is not before this one, with its entry.
  [[nodiscard]] std::optional<EventId> event_id_from(std::int64_t operator_no,
                                                     std::string_view event_id) const;

  // Projections, one at a time.
  [[nodiscard]] std::optional<Constitution> constitution() const;
  [[nodiscard]] Counts counts() const;  ///< highest number given so far, not rows counted
  [[nodiscard]] std::optional<OperatorState> operator_by_id(std::string_view id) const;
  [[nodiscard]] std::optional<OperatorState> operator_by_no(std::int64_t no) const;
  [[nodiscard]] std::optional<std::string> owner_of_key(const PublicKey& key) const;  ///< key name
  /// Names of keys no longer trusted, and the index from which on.
  [[nodiscard]] std::map<std::string, Index> doubted_keys() const;
  [[nodiscard]] std::optional<CodeState> code(std::string_view code) const;
  [[nodiscard]] std::vector<CodeState> codes_of(std::int64_t unit_no) const;
  [[nodiscard]] std::optional<UnitState> unit(std::int64_t no) const;
  [[nodiscard]] std::optional<LotState> lot_by_name(std::string_view name) const;
  [[nodiscard]] std::optional<LotState> lot_by_no(std::int64_t no) const;
  /// Without its holdings, of which a lot may have many.
  [[nodiscard]] std::optional<std::string> lot_name(std::int64_t no) const;
  [[nodiscard]] std::optional<TransferState> transfer(std::int64_t from, std::int64_t to,
                                                      std::string_view slip) const;
  [[nodiscard]] std::optional<TransferState> transfer_by_no(std::int64_t no) const;

  // Projections, in order of their keys, for lists, reports and the audit, each from a key on,
  // which an index finds. Return false to stop.
  void each_entry(Index first, Index last, const std::function<bool(EntryRow&&)>& take) const;
  void each_batch(Index first, Index last, const std::function<bool(Batch&&)>& take) const;
  void each_checkpoint(const std::function<bool(Checkpoint&&)>& take,
                       std::int64_t from_size = 0) const;
  void each_tile(const std::function<bool(Tile&&)>& take) const;
  void each_event_id(
      const std::function<bool(std::int64_t operator_no, std::string_view id, Index)>& take) const;
  void each_operator(const std::function<bool(OperatorState&&)>& take,
                     std::int64_t from_no = 0) const;
  void each_unit(const std::function<bool(UnitState&&)>& take) const;
  void each_unit_in(Place place, std::int64_t ref, const std::function<bool(UnitState&&)>& take,
                    std::int64_t from_no = 0) const;
  void each_code(const std::function<bool(CodeState&&)>& take) const;
  void each_lot(const std::function<bool(LotState&&)>& take) const;
  void each_lot_in(Place place, std::int64_t ref, const std::function<bool(LotState&&)>& take,
                   std::int64_t from_no = 0) const;
  void each_transfer(const std::function<bool(TransferState&&)>& take,
                     std::int64_t from_no = 0) const;
  /// Transfers with an item that only one side has reported (and that is not missing).
  void each_open_transfer(const std::function<bool(TransferState&&)>& take,
                          std::int64_t from_no = 0) const;
  /// Those that are numbered in this order from 1 have no number of their own: `from_no` is one.
  void each_finding(const std::function<bool(Finding&&)>& take, std::int64_t from_no = 0) const;
  [[nodiscard]] std::vector<TargetState> targets() const;
  /// Figures, materials, elements and delays of [first_year, last_year] only; flows of every year
  /// up to last_year; accounts whole.
  [[nodiscard]] Tallies tallies(std::int64_t first_year, std::int64_t last_year) const;
  /// Number of findings by name in a year.
  [[nodiscard]] std::map<std::string, std::int64_t> finding_counts(std::int64_t year) const;

 private:
  friend class Increment;
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Many appends as one transaction, for entries whose head was signed elsewhere: parts without a
/// checkpoint, then the checkpoint of them all. `store` reads at once what was added, nobody else
/// before the commit. Rolled back when it goes without one.
class Increment {
 public:
  /// Throws Failure when another connection is writing.
  explicit Increment(Store& store);
  Increment(const Increment&) = delete;
  Increment& operator=(const Increment&) = delete;
  ~Increment();
  void add(const Append& part);
  void add(const Checkpoint& checkpoint);
  /// On disk when it returns. Throws Failure; the outcome is then unknown.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A connection of its own that moves the write-ahead log's pages into the file while others read
/// and one appends: nobody waits for it. Threads: one at a time.
class WalMover {
 public:
  /// Throws Failure.
  explicit WalMover(const std::filesystem::path& file);
  WalMover(const WalMover&) = delete;
  WalMover& operator=(const WalMover&) = delete;
  ~WalMover();
  /// Moves what no reader needs where it is. False after a failed fsync: what the file holds is
  /// then unknown, and nobody may append until the ledger was opened again.
  [[nodiscard]] bool move() noexcept;
  /// Moves all and empties the log, when nobody reads or appends meanwhile; else as `move`.
  [[nodiscard]] bool empty() noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Openings of sealed text, in a file of their own that may be erased in part or whole without the
/// ledger noticing (docs/format.md, "Sealed text").
struct Opening {
  Index entry{};
  std::string member, text;
  Hash salt{};
};
class Openings {
 public:
  /// Opens the file, making it when it is missing: it is allowed to be lost.
  static Openings open(const std::filesystem::path& file);
  /// For reading only: nothing when the file is missing, or was never given its table. Throws
  /// Failure, or Damage when its schema is not ours.
  static std::optional<Openings> read(const std::filesystem::path& file);
  Openings(Openings&&) noexcept;
  Openings& operator=(Openings&&) noexcept;
  ~Openings();
  /// Keeps the openings, with fsync, in place of what stood under their (entry, member): who calls
  /// has held them against the commitment, which what stood there may no longer fit.
  void keep(std::span<const Opening> openings);
  [[nodiscard]] std::vector<Opening> of(Index entry) const;
  /// The first entry at or after this one that has openings.
  [[nodiscard]] std::optional<Index> entry_from(Index entry) const;
  /// Overwrites and removes; what it held is not in the file afterwards.
  void erase(Index entry, std::string_view member);

 private:
  struct Impl;
  explicit Openings(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger::storage
