#include <sqlite3.h>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_fault_vfs.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

/// What a ledger shows after 0, 1, 2 … sample appends.
const std::vector<std::string>& expected_states() {
  static const std::vector<std::string> states = [] {
    const TempFolder folder;
    Store store = Store::create(folder / "ledger.db");
    std::vector<std::string> shown{show_all(store)};
    for (std::int64_t nth = 0; nth < 3; ++nth) {
      store.append(sample_append(nth));
      shown.push_back(show_all(store));
    }
    return shown;
  }();
  return states;
}

/// How many appends a file holds; -1 when it is none of the whole states.
int whole_state(const std::filesystem::path& file) {
  const std::string shown = show_all(Store::open(file, Mode::write));
  const auto& states = expected_states();
  for (std::size_t i = 0; i < states.size(); ++i)
    if (states[i] == shown) return static_cast<int>(i);
  return -1;
}

struct Outcome {
  bool answered = false;
  std::string words;
};

Outcome try_append(Store& store, std::int64_t nth) {
  try {
    store.append(sample_append(nth));
    return {true, ""};
  } catch (const Failure& failure) {
    return {false, failure.what()};
  }
}

}  // namespace

TEST_CASE("whatever disk operation fails, an append is whole or not there", "[fault]") {
  const auto [operation, code, words] = GENERATE(table<DiskOperation, int, std::string>({
      {on_write, SQLITE_IOERR_WRITE, "disk reported an error"},
      {on_write, SQLITE_FULL, "disk is full"},
      {on_sync, SQLITE_IOERR_FSYNC, "unknown until the file is read again"},
      {on_read, SQLITE_IOERR_READ, "disk reported an error"},
      {on_truncate, SQLITE_IOERR_TRUNCATE, "failed"},
      {on_open, SQLITE_CANTOPEN, "check that the file"},
  }));
  const bool lasting = GENERATE(false, true);
  CAPTURE(operation, code, lasting);
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(nth);
    const TempFolder folder;
    const auto file = folder / "ledger.db";
    put_sample_ledger(file);
    Outcome outcome;
    FaultDisk disk;
    {
      Store store = Store::open(file, Mode::write);
      disk.fail({static_cast<unsigned>(operation), nth, code, lasting});
      outcome = try_append(store, 1);
      fired = disk.failed();
      disk.heal();
    }
    const int state = whole_state(file);
    CHECK((state == 1 || state == 2));
    if (outcome.answered) CHECK(state == 2);
    if (!outcome.answered) CHECK_THAT(outcome.words, ContainsSubstring(words));
    CHECK((outcome.answered || fired));
  }
}

TEST_CASE("after a failed write the same store goes on", "[fault]") {
  const int code = GENERATE(SQLITE_IOERR_WRITE, SQLITE_FULL);
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(nth);
    const TempFolder folder;
    put_sample_ledger(folder / "ledger.db");
    FaultDisk disk;
    {
      Store store = Store::open(folder / "ledger.db", Mode::write);
      disk.fail({on_write, nth, code, false});
      const bool answered = try_append(store, 1).answered;
      fired = disk.failed();
      disk.heal();
      CHECK(answered == !fired);
      CHECK(show_all(store) == expected_states()[answered ? 2 : 1]);
      if (!answered) store.append(sample_append(1));
      store.append(sample_append(2));
    }
    CHECK(whole_state(folder / "ledger.db") == 3);
  }
}

TEST_CASE("after a failed fsync a store writes nothing until it is opened again", "[fault]") {
  const TempFolder folder;
  FaultDisk disk;
  {
    Store store = Store::create(folder / "ledger.db");
    store.append(sample_append(0));
    disk.fail({on_sync, 1, SQLITE_IOERR_FSYNC, false});
    CHECK_FALSE(try_append(store, 1).answered);
    // The disk says yes again; it is not believed.
    disk.heal();
    CHECK_THAT(try_append(store, 1).words, ContainsSubstring("an earlier fsync failed"));
    CHECK(store.size() == entries_each);
  }
  Store again = Store::open(folder / "ledger.db", Mode::write);
  const std::int64_t next = again.size() / entries_each;
  again.append(sample_append(next));
  CHECK(again.size() == (next + 1) * entries_each);
}

TEST_CASE("opening a ledger reports whatever fails and harms nothing", "[fault]") {
  const auto operation = GENERATE(on_open, on_read, on_write, on_sync);
  const int code = operation == on_open ? SQLITE_CANTOPEN : SQLITE_IOERR;
  CAPTURE(operation);
  const TempFolder folder;
  FaultDisk disk;
  {
    Store store = Store::create(folder / "ledger.db");
    store.append(sample_append(0));
  }
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(nth);
    disk.fail({static_cast<unsigned>(operation), nth, code, true});
    try {
      (void)show_all(Store::open(folder / "ledger.db", Mode::write));
    } catch (const Failure&) {
      CHECK(disk.failed());
    }
    fired = disk.failed();
    disk.heal();
    CHECK(whole_state(folder / "ledger.db") == 1);
  }
}

TEST_CASE("a power cut at any change keeps what was answered, and whole appends only", "[fault]") {
  const std::uint64_t seed = GENERATE(0U, 1U, 2U, 3U, 4U, 5U);
  CAPTURE(seed);
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(nth);
    const TempFolder folder;
    const auto file = folder / "ledger.db";
    put_sample_ledger(file);
    FaultDisk disk;
    disk.keep_planes();
    int answered = 1;
    {
      Store store = Store::open(file, Mode::write);
      disk.cut_power_at(nth);
      if (try_append(store, 1).answered) {
        ++answered;
        if (try_append(store, 2).answered) ++answered;
      }
      // Closing moves the WAL into the file: the cut may come there too.
    }
    fired = disk.failed();
    disk.restart(seed);
    const int state = whole_state(file);
    CHECK(state >= answered);
    CHECK(whole_state(file) == state);
  }
}

TEST_CASE("a power cut while a ledger is made leaves none or an empty one", "[fault]") {
  const std::uint64_t seed = GENERATE(0U, 1U, 2U, 3U);
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(seed, nth);
    const TempFolder folder;
    FaultDisk disk;
    disk.keep_planes();
    disk.cut_power_at(nth);
    bool made = false;
    try {
      (void)Store::create(folder / "ledger.db");
      made = true;
    } catch (const Failure&) {
    }
    fired = disk.failed();
    disk.restart(seed);
    int state = 0;
    std::string refusal;
    try {
      state = whole_state(folder / "ledger.db");
    } catch (const Failure& failure) {
      refusal = failure.what();
    }
    CHECK(state == 0);
    if (made) CHECK(refusal.empty());
    if (!refusal.empty()) CHECK_THAT(refusal, ContainsSubstring("no Celltrail file"));
  }
}

TEST_CASE("what a reader could see after a kill is on disk before the next start answers",
          "[fault]") {
  const TempFolder folder;
  const auto file = folder / "ledger.db";
  FaultDisk disk;
  disk.keep_planes();
  int seen = 0;
  {
    Store killed = Store::create(file);
    killed.append(sample_append(0));
    // The commit is written but its fsync fails, and with it every later one of this process.
    disk.fail({on_sync, 1, SQLITE_IOERR_FSYNC, true});
    CHECK_FALSE(try_append(killed, 1).answered);
  }
  disk.heal();
  {
    const Store restarted = Store::open(file, Mode::write);
    seen = static_cast<int>(restarted.size() / entries_each);
    disk.cut_power_at(1);
  }
  disk.restart(0);
  CHECK(whole_state(file) == seen);
}
