#include "ledger/backup.hpp"

#include <csignal>
#include <fstream>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <sqlite3.h>

#include "ledger/result.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_fault_vfs.hpp"

using namespace fault;
using ledger::Ledger;
using namespace tests;

namespace {

ledger::LedgerInfo info_of(const fs::path& book) {
  return Ledger::open(book, Ledger::Access::read, still_clock).info();
}

void retire_more(const fs::path& book, std::int64_t round, std::int64_t events) {
  Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
  const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
  REQUIRE(ledger.append(retirements(ledger, signer, round, events)));
}

}  // namespace

TEST_CASE("a backup taken while others record is whole, and of one moment", "[backup]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    try {
      Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
      const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
      for (std::int64_t round = 0;; ++round)
        if (!ledger.append(retirements(ledger, signer, round, 20))) ::_exit(4);
    } catch (...) {
      ::_exit(5);
    }
  }
  std::int64_t last = 0;
  for (int i = 0; i < rounds(5, 30); ++i) {
    const fs::path backup = folder / ("backup-" + std::to_string(i));
    const auto done = ledger::backup_ledger(book, backup, false, {});
    CHECK(done.size >= last);
    last = done.size;
    CHECK_FALSE(damage_in(backup));
    CHECK(info_of(backup).size == done.size);
    CHECK_FALSE(fs::exists(backup / "ledger.key"));
  }
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  CHECK(last > info_of(small_ledger()).size);
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("killed while it copies, a backup has its name whole or not at all", "[kill]") {
  const TempFolder folder;
  const fs::path book = folder / "book", backup = folder / "backup";
  copy_ledger(small_ledger(), book);
  retire_more(book, 0, 4000);
  retire_more(book, 1, 4000);
  const std::string program = CELLTRAIL_PROGRAM, out = folder / "out";
  const std::uint64_t seed = 4;
  std::mt19937_64 random(seed);
  int killed = 0;
  for (int i = 0; i < rounds(8, 60); ++i) {
    CAPTURE(seed, i);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      if (std::freopen(out.c_str(), "w", stdout) == nullptr) ::_exit(126);
      ::execl(program.c_str(), "celltrail", "backup", backup.c_str(), "--ledger", book.c_str(),
              nullptr);
      ::_exit(127);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 400'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++killed;
    CHECK_FALSE(damage_in(book));
    if (!fs::exists(backup)) continue;
    CHECK_FALSE(damage_in(backup));
    fs::remove_all(backup);
  }
  (void)ledger::backup_ledger(book, backup, false, {});
  CHECK(all_that_it_tells(backup) == all_that_it_tells(book));
  WARN(killed << " of the kills came in time, seed " << seed);
}

TEST_CASE("whatever write of the disk fails, a backup is whole or absent", "[disk]") {
  const auto [operations, code] = GENERATE(table<unsigned, int>(
      {{on_write, SQLITE_FULL}, {on_sync, SQLITE_IOERR_FSYNC}, {on_change, SQLITE_IOERR}}));
  const TempFolder folder;
  const fs::path book = folder / "book", backup = folder / "backup";
  copy_ledger(small_ledger(), book);
  bool fired = true;
  for (std::int64_t nth = 1; fired; nth += 1 + nth / 8) {
    CAPTURE(operations, code, nth);
    fs::remove_all(backup);
    bool done = false;
    {
      FaultDisk disk;
      disk.fail({operations, nth, code, false});
      try {
        (void)ledger::backup_ledger(book, backup, false, {});
        done = true;
      } catch (const ledger::Failure&) {
      }
      fired = disk.failed();
      disk.heal();
    }
    CHECK(done == fs::exists(backup));
    if (!fired) CHECK(done);
    if (done) CHECK_FALSE(damage_in(backup));
  }
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("a ledger that does not verify is not backed up", "[backup]") {
  const TempFolder folder;
  const fs::path book = folder / "book", backup = folder / "backup";
  copy_ledger(small_ledger(), book);
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open((book / "ledger.db").c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, "UPDATE unit SET mass_g = mass_g + 1 WHERE no = 1", nullptr, nullptr,
                       nullptr) == SQLITE_OK);
  sqlite3_close(db);
  CHECK_THROWS_WITH(ledger::backup_ledger(book, backup, false, {}),
                    ContainsSubstring("the copy does not verify"));
  CHECK_FALSE(fs::exists(backup));
}
