#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

#include "ledger/copies/marks.hpp"
#include "ledger/ledger.hpp"
#include "ledger/recording/door.hpp"
#include "ledger/recording/ledger_keys.hpp"
#include "ledger/recording/recorder.hpp"
#include "ledger/storage/head_file.hpp"
#include "ledger/storage/paths.hpp"
#include "ledger/storage/store.hpp"
#include "ledger/storage/write_lock.hpp"
#include "ledger/tiles/stored_tiles.hpp"
#include "ledger/tiles/subtrees.hpp"

namespace ledger {

struct Ledger::Impl {
  Impl(const std::filesystem::path& directory, Access access, const Clock& clock,
       const AskPassphrase& ask);

  /// The recorder with the state as stored, made when first needed.
  Recorder& recorder();
  /// After a failure the state in memory may be ahead of the disk: it is dropped and read again.
  void forget_state();
  /// Commits a taken transaction, then its head: the order that lets an answer follow.
  void store_transaction(const storage::Append& transaction, storage::Store& writer);
  void keep_openings(const std::vector<storage::Opening>& openings);
  /// For who writes: proves entries under a checkpoint that covers them.
  [[nodiscard]] Receipt receipt_for(const std::string& batch_head,
                                    const std::vector<Index>& indexes,
                                    const Checkpoint& checkpoint);
  /// All hashes of a tile that exist at this size.
  [[nodiscard]] std::string tile_at(std::int64_t size, std::int64_t level,
                                    std::int64_t number) const;
  [[nodiscard]] Entry entry_of(storage::EntryRow row, Batch batch) const;
  /// Under which id a unit (any of its codes), lot or operator has its trail, and the newest entry
  /// in it, -1 for none. Nothing when the id is unknown.
  struct TrailHead {
    std::string id;
    Index last = -1;
  };
  [[nodiscard]] std::optional<TrailHead> trail_head(std::string_view id) const;
  void require_writable() const;
  /// A head that found no room in its file is written there before anything else is answered.
  void catch_up_head();
  /// The checkpoint's note with the cosignatures that were gathered for it.
  [[nodiscard]] std::string published(const Checkpoint& checkpoint) const;
  /// Throws Failure while a restoration is not recorded, unless `batch` records it.
  void require_restoration_told(const SignedBatch* batch) const;
  void restoration_told();

  std::filesystem::path directory;
  storage::Paths paths;
  Access access;
  const Clock& clock;
  std::optional<storage::WriteLock> lock;
  storage::Store store;
  StoredTiles tiles{store};
  Subtrees subtrees{store};
  storage::HeadFile head;
  bool head_is_behind = false;     ///< the head file, which must name every head that is answered
  std::optional<LedgerKeys> keys;  ///< of who writes
  KeyRing ring;                    ///< filled by who writes; what only reads leaves it empty
  std::optional<Recorder> state;
  std::optional<Restoration> restoration;  ///< what the next entry must say
  bool clock_jump_accepted = false;
  std::string contradiction;                     ///< what a witness said that forbids to write
  mutable std::int64_t tail_verified_size = -1;  ///< of the tree whose last leaves gave its root
  mutable std::mutex newest_mutex;
  After newest;

 private:
  void check_head();
  /// What is read must be in the tree that the checkpoint signs, not only fit its own row.
  void require_in_tree(Index index, const Hash& leaf) const;
  void read_newest();
};

/// The links of an entry's trail text, as stored.
[[nodiscard]] std::vector<TrailLink> read_trail(const std::string& trail);

}  // namespace ledger
