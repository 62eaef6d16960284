#include "ledger/result.hpp"
#include "ledger/storage/database.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

struct Guarded {
  TempFolder folder;
  std::filesystem::path file = folder / "ledger.db";
  std::string before;
  Guarded() {
    Store store = Store::create(file);
    store.append(sample_append(0));
    store.append(sample_append(1));
    before = show_all(store);
  }
  ~Guarded() { CHECK(show_all(Store::open(file, Mode::read)) == before); }
};

const std::string entry_values = ", 'e', 't', zeroblob(32))";
const std::string batch_values =
    ", 6, 0, 0, zeroblob(32), 'o', 'k', zeroblob(32), zeroblob(68), 0)";

}  // namespace

TEST_CASE("what was appended cannot be changed or removed through our own connection",
          "[storage]") {
  const Guarded guarded;
  const std::string sql = GENERATE_REF(values<std::string>({
      "UPDATE entry SET event = 'x' WHERE \"index\" = 0",
      "DELETE FROM entry WHERE \"index\" = 11",
      "INSERT OR REPLACE INTO entry VALUES (3" + entry_values,
      "INSERT OR REPLACE INTO entry VALUES (11" + entry_values,
      "UPDATE batch SET operator = 'x'",
      "DELETE FROM batch",
      "INSERT OR REPLACE INTO batch VALUES (1" + batch_values,
      "INSERT OR REPLACE INTO batch VALUES (7" + batch_values,
      "INSERT INTO batch VALUES (12" + batch_values,
      "INSERT INTO batch VALUES (13" + batch_values,
      // An entry outside a batch, entries with a gap: refused with the batch or the checkpoint.
      "INSERT INTO entry VALUES (12" + entry_values +
          "; INSERT INTO checkpoint VALUES (13, zeroblob(32), 'x')",
      "INSERT INTO entry VALUES (13" + entry_values + "; INSERT INTO batch VALUES (12" +
          batch_values,
      "UPDATE checkpoint SET note = 'x'",
      "DELETE FROM checkpoint",
      "INSERT OR REPLACE INTO checkpoint VALUES (12, zeroblob(32), 'x')",
      "INSERT INTO checkpoint VALUES (7, zeroblob(32), 'x')",
      "UPDATE tile SET number = 9",
      "DELETE FROM tile",
      "INSERT OR REPLACE INTO tile (level, number, hashes) VALUES (0, 1, zeroblob(8192))",
      "INSERT INTO tile (level, number, hashes) VALUES (0, 3, zeroblob(8192))",
      "UPDATE event_id SET entry = 0",
      "DELETE FROM event_id",
      "INSERT OR REPLACE INTO event_id VALUES (1, 'E-999', 5)",
      "UPDATE ledger SET origin = 'x'",
      "DELETE FROM ledger",
      "INSERT OR REPLACE INTO ledger VALUES (1, 'another.example/origin')",
  }));
  CAPTURE(sql);
  Database database(guarded.file, Use::write_ledger);
  const Transaction transaction(database);
  CHECK_THROWS_AS(database.execute(sql, "a trick"), Failure);
}

TEST_CASE("a batch is not replaced through another program's connection either", "[storage]") {
  const Guarded guarded;
  CHECK_THROWS_AS(run_raw(guarded.file, "INSERT OR REPLACE INTO batch VALUES (1" + batch_values),
                  Failure);
  CHECK_THROWS_AS(
      run_raw(guarded.file, "INSERT OR REPLACE INTO checkpoint VALUES (12, zeroblob(32), 'x')"),
      Failure);
}

TEST_CASE("triggers are no proof: another program's connection can replace an entry", "[storage]") {
  // Why the audit, the chain and the signatures exist (schema/README.md). If this ever fails,
  // SQLite has changed its default and the README should say so.
  const TempFolder folder;
  {
    Store store = Store::create(folder / "ledger.db");
    store.append(sample_append(0));
  }
  run_raw(folder / "ledger.db", "INSERT OR REPLACE INTO entry VALUES (3" + entry_values);
  CHECK(Store::open(folder / "ledger.db", Mode::read).entry(3)->event == "e");
}

TEST_CASE("a schema cannot be rewritten through our own connection", "[storage]") {
  const Guarded guarded;
  Database database(guarded.file, Use::write_ledger);
  CHECK_THROWS_AS(
      database.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema", "a trick"),
      Failure);
  CHECK_THROWS_AS(database.execute("ATTACH ':memory:' AS other", "a trick"), Failure);
  CHECK_THROWS_AS(database.execute("SELECT load_extension('x')", "a trick"), Failure);
}

TEST_CASE("every safety setting of a connection holds", "[storage]") {
  const Guarded guarded;
  Database database(guarded.file, Use::write_ledger);
  CHECK(database.integer("PRAGMA synchronous") == 3);
  CHECK(database.integer("PRAGMA foreign_keys") == 1);
  CHECK(database.integer("PRAGMA recursive_triggers") == 1);
  CHECK(database.integer("PRAGMA trusted_schema") == 0);
  CHECK(database.integer("PRAGMA cell_size_check") == 1);
  CHECK(database.integer("PRAGMA mmap_size") == 0);
  CHECK(database.integer("PRAGMA temp_store") == 2);
  CHECK(database.integer("PRAGMA page_size") == 8192);
  CHECK(raw_text(guarded.file, "PRAGMA journal_mode") == "wal");
}
