#include <algorithm>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "ledger/storage/connection.hpp"
#include "ledger/storage/paths.hpp"
#include "tests/bench/sqlite.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

struct Cell {
  int type{};
  std::int64_t integer{};
  std::size_t at{}, size{};
};

/// One table on its way: a cursor over its rows in the order they came into being, the rows of one
/// transaction in memory, and the statement that inserts them.
class Feed {
 public:
  /// `sorted_by` are the columns of the key when it is not the order of the cursor.
  Feed(const Sqlite& source, const Sqlite& target, const std::string& table,
       const std::string& order, std::vector<int> sorted_by)
      : sorted_by_(std::move(sorted_by)),
        cursor_(source, fmt::format("SELECT * FROM {}{}", table, order)),
        insert_(target, insertion(table, sqlite3_column_count(cursor_.handle()))),
        columns_(static_cast<std::size_t>(sqlite3_column_count(cursor_.handle()))) {
    Query count(source, "SELECT count(*) FROM " + table);
    count.step();
    rows_ = count.integer(0);
  }

  /// Reads the part of the rows that belongs to this part of the entries. The clock stands still.
  void prepare(std::int64_t done, std::int64_t of) {
    cells_.clear();
    bytes_.clear();
    for (const std::int64_t last = rows_ * done / of; taken_ < last && cursor_.step(); ++taken_)
      for (std::size_t column = 0; column < columns_; ++column) take(static_cast<int>(column));
    order_.resize(cells_.size() / columns_);
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = i * columns_;
    if (!sorted_by_.empty())
      std::sort(order_.begin(), order_.end(),
                [this](std::size_t a, std::size_t b) { return is_before(a, b); });
  }

  void insert() {
    sqlite3_stmt* const statement = insert_.handle();
    for (const std::size_t row : order_) {
      for (std::size_t column = 0; column < columns_; ++column)
        bind(statement, static_cast<int>(column) + 1, cells_[row + column]);
      insert_.step();
      insert_.reset();
    }
  }

 private:
  static std::string insertion(const std::string& table, int columns) {
    std::string marks = "?";
    for (int i = 1; i < columns; ++i) marks += ",?";
    return fmt::format("INSERT INTO {} VALUES ({})", table, marks);
  }

  void take(int column) {
    Cell cell;
    cell.type = sqlite3_column_type(cursor_.handle(), column);
    if (cell.type == SQLITE_INTEGER) {
      cell.integer = cursor_.integer(column);
    } else {
      const auto bytes = cursor_.bytes(column);
      cell.at = bytes_.size();
      cell.size = bytes.size();
      bytes_.append(bytes);
    }
    cells_.push_back(cell);
  }

  void bind(sqlite3_stmt* statement, int position, const Cell& cell) const {
    const int size = static_cast<int>(cell.size);
    if (cell.type == SQLITE_INTEGER)
      sqlite3_bind_int64(statement, position, cell.integer);
    else if (cell.type == SQLITE_BLOB)
      sqlite3_bind_blob(statement, position, bytes_.data() + cell.at, size, SQLITE_STATIC);
    else
      sqlite3_bind_text(statement, position, bytes_.data() + cell.at, size, SQLITE_STATIC);
  }

  bool is_before(std::size_t a, std::size_t b) const {
    for (const int column : sorted_by_) {
      const Cell& left = cells_[a + static_cast<std::size_t>(column)];
      const Cell& right = cells_[b + static_cast<std::size_t>(column)];
      if (left.integer != right.integer) return left.integer < right.integer;
      const int order = text(left).compare(text(right));
      if (order != 0) return order < 0;
    }
    return false;
  }
  std::string_view text(const Cell& cell) const {
    return std::string_view(bytes_).substr(cell.at, cell.size);
  }

  std::vector<int> sorted_by_;
  Query cursor_, insert_;
  std::size_t columns_;
  std::int64_t rows_ = 0, taken_ = 0;
  std::vector<Cell> cells_;
  std::string bytes_;
  std::vector<std::size_t> order_;
};

int note_wal_pages(void* pages, sqlite3*, const char*, int now) {
  *static_cast<int*>(pages) = now;
  return SQLITE_OK;
}

/// The same settings as ledger/storage/connection.cpp makes for a writer.
void set_up(const Sqlite& target) {
  using namespace ledger::storage;
  target.run(
      fmt::format("PRAGMA page_size = {}; PRAGMA journal_mode = WAL;"
                  "PRAGMA synchronous = EXTRA; PRAGMA wal_autocheckpoint = 0;"
                  "PRAGMA cache_size = -65536; PRAGMA mmap_size = 0;"
                  "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;"
                  "PRAGMA ignore_check_constraints = ON;"
                  "PRAGMA journal_size_limit = {}",
                  page_bytes, wal_pages * page_bytes));
}

std::vector<std::string> copy_schema(const Sqlite& source, const Sqlite& target) {
  Query made(source,
             "SELECT type, name, sql FROM sqlite_master"
             " WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
             " ORDER BY rowid");
  std::vector<std::string> tables;
  while (made.step()) {
    target.run(std::string(made.bytes(2)));
    if (made.bytes(0) == "table") tables.emplace_back(made.bytes(1));
  }
  return tables;
}

std::unique_ptr<Feed> feed_of(const Sqlite& source, const Sqlite& target,
                              const std::string& table) {
  if (table == "event_id")
    return std::make_unique<Feed>(source, target, table, " ORDER BY entry", std::vector{0, 1});
  if (table == "code")
    return std::make_unique<Feed>(source, target, table, " ORDER BY unit", std::vector{0});
  return std::make_unique<Feed>(source, target, table, "", std::vector<int>{});
}

/// Entries after each transaction of the import: it left a checkpoint of each.
std::vector<std::int64_t> transactions(const Sqlite& source) {
  Query sizes(source, "SELECT size FROM checkpoint ORDER BY size");
  std::vector<std::int64_t> all;
  while (sizes.step()) all.push_back(sizes.integer(0));
  return all;
}

}  // namespace

json load_bare(const std::filesystem::path& ledger, const std::filesystem::path& file) {
  const Sqlite source(ledger::storage::Paths(ledger).database, SQLITE_OPEN_READONLY);
  const Sqlite target(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  set_up(target);
  std::vector<std::unique_ptr<Feed>> feeds;
  for (const std::string& table : copy_schema(source, target))
    feeds.push_back(feed_of(source, target, table));
  int wal_pages = 0;
  sqlite3_wal_hook(target.handle(), note_wal_pages, &wal_pages);
  const auto sizes = transactions(source);
  Stopwatch watch;
  for (const std::int64_t size : sizes) {
    for (const auto& feed : feeds) feed->prepare(size, sizes.back());
    watch.start();
    target.run("BEGIN IMMEDIATE");
    for (const auto& feed : feeds) feed->insert();
    target.run("COMMIT");
    if (wal_pages >= ledger::storage::wal_pages)
      sqlite3_wal_checkpoint_v2(target.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                nullptr);
    watch.stop();
  }
  return {{"entries", sizes.back()},
          {"transactions", sizes.size()},
          {"wall_s", watch.wall_s()},
          {"cpu_s", watch.cpu_s()}};
}

}  // namespace bench
