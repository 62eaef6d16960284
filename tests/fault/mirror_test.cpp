#include "ledger/mirror.hpp"

#include <csignal>
#include <fstream>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/result.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_fault_vfs.hpp"

using namespace fault;
using ledger::Ledger;
using ledger::MirrorOutcome;
using namespace tests;

namespace {

/// Beside the book: its tiles, as `export` writes them.
void export_tiles(const fs::path& book, const fs::path& tiles) {
  (void)Ledger::open(book, Ledger::Access::read, still_clock).export_tiles(tiles, {});
}

void retire_more(const fs::path& book, std::int64_t round, std::int64_t batches,
                 std::int64_t events) {
  Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
  const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
  for (std::int64_t i = 0; i < batches; ++i)
    REQUIRE(ledger.append(retirements(ledger, signer, round * 1000 + i, events)));
}

ledger::MirrorReport mirror(const fs::path& tiles, const fs::path& copy) {
  ledger::MirrorOptions options;
  options.identity =
      Ledger::open(small_ledger(), Ledger::Access::read, still_clock).info().identity;
  options.evidence = copy.string() + "-evidence";
  return ledger::mirror_ledger(*ledger::directory_source(tiles), copy, options, {});
}

std::int64_t size_of(const fs::path& book) {
  return Ledger::open(book, Ledger::Access::read, still_clock).info().size;
}

/// The program in a process of its own, killed after a while; whether it came to its end.
bool run_and_kill(const std::vector<std::string>& words, std::chrono::microseconds life,
                  const fs::path& out) {
  std::vector<char*> argv;
  std::vector<std::string> all{"celltrail"};
  all.insert(all.end(), words.begin(), words.end());
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (std::freopen(out.c_str(), "w", stdout) == nullptr) ::_exit(126);
    ::execv(CELLTRAIL_PROGRAM, argv.data());
    ::_exit(127);
  }
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return false;
  CHECK(WEXITSTATUS(status) == 0);
  return true;
}

}  // namespace

TEST_CASE("killed while it copies, a mirror is what it was before or what it is to be", "[kill]") {
  const TempFolder folder;
  const fs::path book = folder / "book", tiles = folder / "tiles", copy = folder / "copy";
  copy_ledger(small_ledger(), book);
  const auto identity = Ledger::open(book, Ledger::Access::read, still_clock).info().identity;
  std::string hash = celltrail({"checkpoint", "--json", "--ledger", book}).out;
  hash = hash.substr(hash.find("\"identity\":\"") + 12, 44);
  const std::vector<std::string> words{"mirror", tiles, copy, "--identity", hash};
  const std::uint64_t seed = 3;
  std::mt19937_64 random(seed);
  int finished = 0, killed = 0;
  for (std::int64_t round = 0; round < 2; ++round) {
    retire_more(book, round, 25, 1000);
    export_tiles(book, tiles);
    const std::int64_t before = fs::exists(copy) ? size_of(copy) : 0, after = size_of(book);
    for (int i = 0; i < rounds(8, 60); ++i) {
      CAPTURE(seed, round, i);
      const bool is_done = run_and_kill(
          words, std::chrono::microseconds(10'000 + random() % 900'000), folder / "out");
      ++(is_done ? finished : killed);
      if (!fs::exists(copy)) {
        CHECK(before == 0);
        continue;
      }
      const std::int64_t size = size_of(copy);
      CHECK((size == before || size == after));
      CHECK_FALSE(damage_in(copy));
      if (size == after) break;
    }
    REQUIRE(celltrail(words).code == 0);
    CHECK(size_of(copy) == after);
    CHECK_FALSE(damage_in(copy));
  }
  CHECK(Ledger::open(copy, Ledger::Access::read, still_clock).info().identity == identity);
  CHECK(all_that_it_tells(copy) == all_that_it_tells(book));
  WARN(killed << " kills came in time, " << finished << " did not; seed " << seed);
}

TEST_CASE("whatever write of the disk fails, a mirror is as before or as after", "[disk]") {
  const auto [operations, code] = GENERATE(table<unsigned, int>(
      {{on_write, SQLITE_FULL}, {on_sync, SQLITE_IOERR_FSYNC}, {on_change, SQLITE_IOERR}}));
  const bool is_first = GENERATE(true, false);
  const TempFolder folder;
  const fs::path book = folder / "book", tiles = folder / "tiles", more = folder / "more",
                 kept = folder / "kept", copy = folder / "copy";
  copy_ledger(small_ledger(), book);
  export_tiles(book, tiles);
  REQUIRE(mirror(tiles, kept).outcome == MirrorOutcome::grown);
  retire_more(book, 0, 2, 30);
  export_tiles(book, more);
  const std::int64_t before = size_of(kept), after = size_of(book);
  bool fired = true;
  for (std::int64_t nth = 1; fired; nth += 1 + nth / 8) {
    CAPTURE(operations, code, is_first, nth);
    fs::remove_all(copy);
    fs::remove_all(folder / ".copy.mirror");
    if (!is_first) copy_ledger(kept, copy);
    {
      FaultDisk disk;
      disk.fail({operations, nth, code, false});
      try {
        const auto outcome = mirror(more, copy).outcome;
        CHECK(outcome == MirrorOutcome::grown);
      } catch (const ledger::Failure&) {
        CHECK(disk.failed());
      }
      fired = disk.failed();
      disk.heal();
    }
    if (!is_first || fs::exists(copy)) {
      const std::int64_t size = size_of(copy);
      CHECK((size == after || (!is_first && size == before)));
      CHECK_FALSE(damage_in(copy));
    }
    // The next run does what is left to do.
    const auto again = mirror(more, copy).outcome;
    CHECK((again == MirrorOutcome::grown || again == MirrorOutcome::unchanged));
    CHECK(size_of(copy) == after);
    CHECK_FALSE(damage_in(copy));
  }
}
