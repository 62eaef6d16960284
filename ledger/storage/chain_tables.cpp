#include "ledger/storage/chain_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace ledger::storage {

namespace {

void read_entry(const Rows& rows, EntryRow& row) {
  row.index = rows.integer(0);
  row.event = rows.text(1);
  row.trail = rows.text(2);
  rows.fixed(3, row.leaf);
}

Batch read_batch(const Rows& rows, const std::string& origin) {
  Batch batch;
  batch.first = rows.integer(0);
  batch.head.origin = origin;
  batch.head.count = rows.integer(1);
  batch.recorded_at_ms = rows.integer(2);
  batch.head.after_index = rows.integer(3);
  rows.fixed(4, batch.head.after_hash);
  batch.head.operator_id = rows.text(5);
  batch.head.key = rows.text(6);
  rows.fixed(7, batch.head.root);
  rows.fixed(8, batch.head.signature);
  batch.standing = rows.integer(9);
  return batch;
}

Checkpoint read_checkpoint(const Rows& rows) {
  Checkpoint checkpoint;
  checkpoint.size = rows.integer(0);
  rows.fixed(1, checkpoint.root);
  checkpoint.note = rows.text(2);
  return checkpoint;
}

std::optional<Checkpoint> one_checkpoint(Rows&& rows) {
  if (!rows.next()) return std::nullopt;
  return read_checkpoint(rows);
}

}  // namespace

void ChainTables::write(std::span<const Batch> batches, std::span<const EntryRow> entries) {
  const bool founding = batches.front().first == 0;
  if (founding) insert_origin_.bind(":origin", batches.front().head.origin).run();
  // The founding append may be rolled back: what it says is not kept as stored.
  const std::string& one_origin = founding ? batches.front().head.origin : origin();
  write_event_ids(entries);
  for (const Batch& batch : batches) {
    require(batch.head.origin == one_origin, "every batch of a ledger has its origin");
    const auto count = static_cast<std::size_t>(batch.head.count);
    require(count <= entries.size(), "a batch comes with its entries");
    // Its entries first: the guard of the table of batches counts them.
    write_entries(entries.first(count));
    write_batch(batch);
    entries = entries.subspan(count);
  }
  require(entries.empty(), "an entry comes with its batch");
}

void ChainTables::write_batch(const Batch& batch) {
  insert_batch_.bind(":first", batch.first)
      .bind(":count", batch.head.count)
      .bind(":recorded_at_ms", batch.recorded_at_ms)
      .bind(":after_index", batch.head.after_index)
      .bind(":after_hash", batch.head.after_hash)
      .bind(":operator", batch.head.operator_id)
      .bind(":key", batch.head.key)
      .bind(":root", batch.head.root)
      .bind(":signature", batch.head.signature)
      .bind(":standing", batch.standing)
      .run();
}

const std::string& ChainTables::origin() {
  if (!origin_.empty()) return origin_;
  Rows rows = find_origin_.query();
  if (!rows.next())
    throw Damage(
        fmt::format("{}: there are batches but no origin; put back a backup", database_->name()));
  origin_ = rows.text(0);
  return origin_;
}

void ChainTables::write_entries(std::span<const EntryRow> entries) {
  for (const EntryRow& row : entries)
    insert_entry_.bind(":index", row.index)
        .bind(":event", row.event)
        .bind(":trail", row.trail)
        .bind(":leaf", row.leaf)
        .run();
}

void ChainTables::write_event_ids(std::span<const EntryRow> entries) {
  std::vector<const EntryRow*> sorted;
  sorted.reserve(entries.size());
  for (const EntryRow& row : entries) sorted.push_back(&row);
  // In the order of the index: neighbours go to the same page while it is at hand.
  std::sort(sorted.begin(), sorted.end(), [](const EntryRow* a, const EntryRow* b) {
    return a->operator_no != b->operator_no ? a->operator_no < b->operator_no
                                            : a->event_id < b->event_id;
  });
  for (const EntryRow* row : sorted)
    insert_event_id_.bind(":operator", row->operator_no)
        .bind(":id", row->event_id)
        .bind(":entry", row->index)
        .run();
}

void ChainTables::write_tiles(std::span<const Tile> tiles) {
  for (const Tile& tile : tiles)
    insert_tile_.bind(":level", tile.level)
        .bind(":number", tile.number)
        .bind_blob(":hashes", tile.hashes)
        .run();
}

void ChainTables::write_checkpoint(const Checkpoint& checkpoint) {
  insert_checkpoint_.bind(":size", checkpoint.size)
      .bind(":root", checkpoint.root)
      .bind(":note", checkpoint.note)
      .run();
}

std::int64_t ChainTables::size() {
  Rows rows = size_.query();
  require(rows.next(), "an aggregate gives a row");
  return rows.integer(0);
}

std::optional<Checkpoint> ChainTables::last_checkpoint() {
  return one_checkpoint(last_checkpoint_.query());
}

std::optional<Checkpoint> ChainTables::checkpoint(std::int64_t size) {
  return one_checkpoint(checkpoint_.bind(":size", size).query());
}

std::optional<Checkpoint> ChainTables::checkpoint_from(std::int64_t size) {
  return one_checkpoint(checkpoint_from_.bind(":size", size).query());
}

std::optional<EntryRow> ChainTables::entry(Index index) {
  Rows rows = entry_.bind(":index", index).query();
  if (!rows.next()) return std::nullopt;
  EntryRow row;
  read_entry(rows, row);
  return row;
}

std::optional<Batch> ChainTables::batch_with(Index index) {
  Rows rows = batch_with_.bind(":index", index).query();
  if (!rows.next()) return std::nullopt;
  Batch batch = read_batch(rows, origin());
  if (index >= batch.first + batch.head.count) return std::nullopt;
  return batch;
}

std::optional<std::string> ChainTables::tile(std::int64_t level, std::int64_t number) {
  Rows rows = tile_.bind(":level", level).bind(":number", number).query();
  if (!rows.next()) return std::nullopt;
  return std::string(rows.blob(0));
}

std::vector<Hash> ChainTables::leaves(Index first, Index last) {
  Statement statement(*database_,
                      "SELECT leaf FROM entry WHERE \"index\" >= :first AND \"index\" < :last"
                      " ORDER BY \"index\"");
  Rows rows = statement.bind(":first", first).bind(":last", last).query();
  std::vector<Hash> leaves;
  while (rows.next()) rows.fixed(0, leaves.emplace_back());
  return leaves;
}

std::optional<Index> ChainTables::event_index(std::int64_t operator_no, std::string_view id) {
  Rows rows = event_index_.bind(":operator", operator_no).bind(":id", id).query();
  if (!rows.next()) return std::nullopt;
  return rows.integer(0);
}

std::optional<EventId> ChainTables::event_id_from(std::int64_t operator_no, std::string_view id) {
  Rows rows = event_id_from_.bind(":operator", operator_no).bind(":id", id).query();
  if (!rows.next()) return std::nullopt;
  return EventId{std::string(rows.text(0)), rows.integer(1)};
}

void ChainTables::each_entry(Index first, Index last, const std::function<bool(EntryRow&&)>& take) {
  Statement statement(*database_,
                      "SELECT \"index\", event, trail, leaf FROM entry"
                      " WHERE \"index\" >= :first AND \"index\" < :last ORDER BY \"index\"");
  Rows rows = statement.bind(":first", first).bind(":last", last).query();
  // One row for all: unless it is taken away, its strings keep their room.
  EntryRow row;
  while (rows.next()) {
    read_entry(rows, row);
    if (!take(std::move(row))) return;
  }
}

void ChainTables::each_batch(Index first, Index last, const std::function<bool(Batch&&)>& take) {
  // From the batch that holds `first`, which may begin before it.
  Statement statement(
      *database_,
      "SELECT first, count, recorded_at_ms, after_index, after_hash, operator, key, root,"
      " signature, standing FROM batch"
      " WHERE first >= (SELECT coalesce(max(first), 0) FROM batch WHERE first <= :first)"
      " AND first < :last ORDER BY first");
  Rows rows = statement.bind(":first", first).bind(":last", last).query();
  while (rows.next()) {
    Batch batch = read_batch(rows, origin());
    if (batch.first + batch.head.count <= first) continue;
    if (!take(std::move(batch))) return;
  }
}

void ChainTables::each_checkpoint(const std::function<bool(Checkpoint&&)>& take,
                                  std::int64_t from_size) {
  Statement statement(
      *database_, "SELECT size, root, note FROM checkpoint WHERE size >= :from_size ORDER BY size");
  Rows rows = statement.bind(":from_size", from_size).query();
  while (rows.next())
    if (!take(read_checkpoint(rows))) return;
}

void ChainTables::each_tile(const std::function<bool(Tile&&)>& take) {
  Statement statement(*database_, "SELECT level, number, hashes FROM tile ORDER BY level, number");
  Rows rows = statement.query();
  while (rows.next())
    if (!take(Tile{rows.integer(0), rows.integer(1), std::string(rows.blob(2))})) return;
}

void ChainTables::each_event_id(
    const std::function<bool(std::int64_t, std::string_view, Index)>& take) {
  Statement statement(*database_, "SELECT operator, id, entry FROM event_id ORDER BY operator, id");
  Rows rows = statement.query();
  while (rows.next())
    if (!take(rows.integer(0), rows.text(1), rows.integer(2))) return;
}

}  // namespace ledger::storage
