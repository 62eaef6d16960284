#include <fstream>
#include <sys/stat.h>

#include <sqlite3.h>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
  struct stat found {};
  REQUIRE(::stat(file.c_str(), &found) == 0);
  return found.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a ledger file and what lies beside it are for their owner alone", "[storage]") {
  const TempFolder folder;
  Store store = Store::create(folder / "ledger.db");
  store.append(sample_append(0));
  CHECK(mode_of(folder / "ledger.db") == 0600);
  CHECK(mode_of(folder / "ledger.db-wal") == 0600);
  CHECK(mode_of(folder / "ledger.db-shm") == 0600);
}

TEST_CASE("a ledger file is never made over another file", "[storage]") {
  const TempFolder folder;
  std::ofstream(folder / "ledger.db") << "something else";
  CHECK_THROWS_AS(Store::create(folder / "ledger.db"), Failure);
  std::string kept;
  std::getline(std::ifstream(folder / "ledger.db"), kept);
  CHECK(kept == "something else");
}

TEST_CASE("a file that is not a ledger is refused and left alone", "[storage]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  const auto mode = GENERATE(Mode::read, Mode::write);

  SECTION("missing") {
    CHECK_THROWS_WITH(Store::open(file, mode), ContainsSubstring("there is no such file"));
    CHECK_FALSE(std::filesystem::exists(file));
  }
  SECTION("empty") {
    std::ofstream{file};
    CHECK_THROWS_WITH(Store::open(file, mode), ContainsSubstring("no Celltrail file"));
    CHECK(std::filesystem::file_size(file) == 0);
  }
  SECTION("another program's database") {
    run_raw(file, "CREATE TABLE t (x)");
    CHECK_THROWS_WITH(Store::open(file, mode), ContainsSubstring("no Celltrail file"));
    CHECK(raw_text(file, "PRAGMA journal_mode") == "delete");
  }
  SECTION("no database at all") {
    std::ofstream(file) << std::string(4096, 'x');
    CHECK_THROWS_AS(Store::open(file, mode), Damage);
  }
  SECTION("a file of openings") {
    (void)Openings::open(file);
    CHECK_THROWS_WITH(Store::open(file, mode), ContainsSubstring("no Celltrail file"));
  }
}

TEST_CASE("a newer program's ledger is refused, naming both versions", "[storage]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  (void)Store::create(file);
  run_raw(file, "PRAGMA user_version = 7");
  const auto mode = GENERATE(Mode::read, Mode::write);
  CHECK_THROWS_WITH(Store::open(file, mode),
                    ContainsSubstring("version 7") && ContainsSubstring("up to 2"));
}

TEST_CASE("a version that never was is damage", "[storage]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  (void)Store::create(file);
  run_raw(file, GENERATE("PRAGMA user_version = 0", "PRAGMA user_version = -1"));
  CHECK_THROWS_AS(Store::open(file, GENERATE(Mode::read, Mode::write)), Damage);
}

TEST_CASE("a file of an earlier version with a schema of its own is not brought up to date",
          "[storage]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  (void)Store::create(file);
  run_raw(file, "DROP TABLE former_ledger_key; PRAGMA user_version = 1");
  run_raw(file, "CREATE VIEW former_ledger_key AS SELECT 1 AS replaced, 'x' AS vkey");
  CHECK_THROWS_AS(Store::open(file, Mode::write), Damage);
  run_raw(file, "DROP VIEW former_ledger_key");
  CHECK(Store::open(file, Mode::write).size() == 0);
}

TEST_CASE("a misshapen row is damage", "[storage]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  {
    Store store = Store::create(file);
    store.append(sample_append(0));
  }
  SECTION("a value outside its list") {
    run_raw(file, "UPDATE unit SET chemistry = 99");
    CHECK_THROWS_WITH(Store::open(file, Mode::read).unit(1), ContainsSubstring("chemistry"));
    CHECK_THROWS_AS(Store::open(file, Mode::read).unit(1), Damage);
  }
  SECTION("a hash that is too short") {
    run_raw(file, "PRAGMA ignore_check_constraints = ON; UPDATE checkpoint SET root = x'00'",
            Guards::off);
    CHECK_THROWS_AS(Store::open(file, Mode::read).last_checkpoint(), Damage);
  }
}

TEST_CASE("the bytes of a damaged page are not believed", "[storage]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  {
    Store store = Store::create(file);
    store.append(sample_append(0));
  }
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  const auto size = std::filesystem::file_size(file);
  for (std::uintmax_t page = 8192; page < size; page += 8192) {
    bytes.seekp(static_cast<std::streamoff>(page));
    bytes << std::string(64, '\xff');
  }
  bytes.close();
  CHECK_THROWS_AS(show_all(Store::open(file, Mode::read)), Damage);
}
