#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Entries, batches, tiles, checkpoints and event ids: what only ever grows.
class ChainTables {
 public:
  explicit ChainTables(Database& database) : database_(&database) {}

  /// `entries` are those of `batches`, in order.
  void write(std::span<const Batch> batches, std::span<const EntryRow> entries);
  void write_tiles(std::span<const Tile> tiles);
  void write_checkpoint(const Checkpoint& checkpoint);

  [[nodiscard]] std::int64_t size();
  [[nodiscard]] std::optional<Checkpoint> last_checkpoint();
  [[nodiscard]] std::optional<Checkpoint> checkpoint(std::int64_t size);
  [[nodiscard]] std::optional<Checkpoint> checkpoint_from(std::int64_t size);
  [[nodiscard]] std::optional<EntryRow> entry(Index index);
  [[nodiscard]] std::optional<Batch> batch_with(Index index);
  [[nodiscard]] std::optional<std::string> tile(std::int64_t level, std::int64_t number);
  [[nodiscard]] std::vector<Hash> leaves(Index first, Index last);
  [[nodiscard]] std::optional<Index> event_index(std::int64_t operator_no, std::string_view id);
  [[nodiscard]] std::optional<EventId> event_id_from(std::int64_t operator_no, std::string_view id);

  void each_entry(Index first, Index last, const std::function<bool(EntryRow&&)>& take);
  void each_batch(Index first, Index last, const std::function<bool(Batch&&)>& take);
  void each_checkpoint(const std::function<bool(Checkpoint&&)>& take, std::int64_t from_size);
  void each_tile(const std::function<bool(Tile&&)>& take);
  void each_event_id(const std::function<bool(std::int64_t, std::string_view, Index)>& take);

 private:
  void write_entries(std::span<const EntryRow> entries);
  void write_batch(const Batch& batch);
  void write_event_ids(std::span<const EntryRow> entries);
  const std::string& origin();

  Database* database_;
  std::string origin_;  ///< as stored, once it was read
  Statement insert_origin_{*database_, "INSERT INTO ledger (one, origin) VALUES (1, :origin)"};
  Statement find_origin_{*database_, "SELECT origin FROM ledger"};
  Statement insert_batch_{
      *database_,
      "INSERT INTO batch (first, count, recorded_at_ms, after_index, after_hash, operator, key,"
      " root, signature, standing)"
      " VALUES (:first, :count, :recorded_at_ms, :after_index, :after_hash, :operator, :key,"
      " :root, :signature, :standing)"};
  Statement insert_entry_{*database_,
                          "INSERT INTO entry (\"index\", event, trail, leaf)"
                          " VALUES (:index, :event, :trail, :leaf)"};
  Statement insert_event_id_{*database_,
                             "INSERT INTO event_id (operator, id, entry)"
                             " VALUES (:operator, :id, :entry)"};
  Statement insert_tile_{*database_,
                         "INSERT INTO tile (level, number, hashes)"
                         " VALUES (:level, :number, :hashes)"};
  Statement insert_checkpoint_{*database_,
                               "INSERT INTO checkpoint (size, root, note)"
                               " VALUES (:size, :root, :note)"};
  Statement size_{*database_, "SELECT coalesce(max(\"index\"), -1) + 1 FROM entry"};
  Statement last_checkpoint_{*database_,
                             "SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT 1"};
  Statement checkpoint_{*database_, "SELECT size, root, note FROM checkpoint WHERE size = :size"};
  Statement checkpoint_from_{*database_,
                             "SELECT size, root, note FROM checkpoint WHERE size >= :size"
                             " ORDER BY size LIMIT 1"};
  Statement entry_{*database_,
                   "SELECT \"index\", event, trail, leaf FROM entry WHERE \"index\" = :index"};
  // The one batch that can hold the entry: a single seek in the table itself.
  Statement batch_with_{
      *database_,
      "SELECT first, count, recorded_at_ms, after_index, after_hash, operator, key, root,"
      " signature, standing FROM batch WHERE first <= :index ORDER BY first DESC LIMIT 1"};
  Statement tile_{*database_, "SELECT hashes FROM tile WHERE level = :level AND number = :number"};
  Statement event_index_{*database_,
                         "SELECT entry FROM event_id WHERE operator = :operator AND id = :id"};
  Statement event_id_from_{*database_,
                           "SELECT id, entry FROM event_id WHERE operator = :operator"
                           " AND id >= :id ORDER BY id LIMIT 1"};
};

}  // namespace ledger::storage
