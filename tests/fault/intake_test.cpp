#include "ledger/intake.hpp"

#include <atomic>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>
#include <sqlite3.h>

#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_fault_vfs.hpp"

using namespace fault;
using namespace tests;
using ledger::Index;
using ledger::Intake;
using ledger::Ledger;

namespace {

constexpr std::int64_t batch_events = 3, writers = 4, batches_each = 3;

/// What one batch was told: its first index, or -1 and why.
struct Told {
  std::int64_t round{};
  Index first = -1;
  std::string why;
};

Told tell(Intake& intake, ledger::SignedBatch batch, std::int64_t round) {
  try {
    const auto answer = intake.append(std::move(batch));
    if (answer) return {round, answer->receipt.first, ""};
    return {round, -1, "refused: " + answer.error().detail};
  } catch (const ledger::DiskFull&) {
    return {round, -1, "full"};
  } catch (const ledger::WriteStopped&) {
    return {round, -1, "stopped"};
  } catch (const ledger::Failure&) {
    return {round, -1, "failed"};
  }
}

ledger::Signer collector() {
  return ledger::read_key_file(collector_key(), std::nullopt);
}

/// Threads that append at once, each its own batches one after the other.
std::vector<Told> append_at_once(Ledger& ledger, Intake& intake) {
  const auto signer = collector();
  std::vector<std::vector<ledger::SignedBatch>> batches(writers);
  for (std::int64_t w = 0; w < writers; ++w)
    for (std::int64_t i = 0; i < batches_each; ++i)
      batches[static_cast<std::size_t>(w)].push_back(
          retirements(ledger, signer, w * batches_each + i, batch_events));
  std::vector<Told> told(static_cast<std::size_t>(writers * batches_each));
  std::vector<std::thread> threads;
  for (std::int64_t w = 0; w < writers; ++w)
    threads.emplace_back([&, w] {
      for (std::int64_t i = 0; i < batches_each; ++i) {
        const std::int64_t round = w * batches_each + i;
        told[static_cast<std::size_t>(round)] = tell(
            intake, std::move(batches[static_cast<std::size_t>(w)][static_cast<std::size_t>(i)]),
            round);
      }
    });
  for (std::thread& thread : threads) thread.join();
  return told;
}

/// Every answered batch is there where its receipt says, and of the others all or nothing.
void check_told(const fs::path& book, const std::vector<Told>& told) {
  const Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
  for (const Told& one : told) {
    CAPTURE(one.round, one.why);
    CHECK(one.why.find("refused") == std::string::npos);
    std::int64_t found = 0;
    for (std::int64_t k = 0; k < batch_events; ++k) {
      const auto index = ledger.find_event("VATTEST1", retirement_id(one.round, k));
      if (one.first >= 0) CHECK(index == one.first + k);
      if (index) ++found;
    }
    CHECK((found == 0 || found == batch_events));
    if (one.why == "full") CHECK(found == 0);
  }
  CHECK_FALSE(damage_in(book));
}

}  // namespace

TEST_CASE("whatever fails under many threads that record, what was answered is there once",
          "[disk][intake]") {
  const auto [operations, code] = GENERATE(table<unsigned, int>(
      {{on_write, SQLITE_IOERR_WRITE}, {on_write, SQLITE_FULL}, {on_sync, SQLITE_IOERR_FSYNC}}));
  const TempFolder folder;
  const fs::path book = folder / "book";
  bool fired = true;
  // How many operations there are depends on which batches meet: the loop ends when none failed.
  for (std::int64_t nth = 1; fired; nth += rounds(nth < 4 ? 1 : 17, 1)) {
    CAPTURE(operations, code, nth);
    copy_ledger(small_ledger(), book);
    std::vector<Told> told;
    std::string stopped;
    {
      FaultDisk disk;
      {
        Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
        Intake intake(ledger);
        disk.fail({operations, nth, code, false});
        told = append_at_once(ledger, intake);
        stopped = intake.stopped_because();
        fired = disk.failed();
        disk.heal();
      }
    }
    const auto count = [&](std::string_view why) {
      return std::count_if(told.begin(), told.end(),
                           [&](const Told& one) { return one.why == why; });
    };
    if (!fired) CHECK(count("") == writers * batches_each);
    if (code == SQLITE_FULL) {
      CHECK(stopped.empty());
      CHECK(count("") + count("full") == writers * batches_each);
    } else if (fired) {
      CHECK_FALSE(stopped.empty());
      CHECK(count("failed") > 0);
      CHECK(count("full") == 0);
    }
    check_told(book, told);
    // Sent again, each is there once.
    Ledger again = Ledger::open(book, Ledger::Access::write, still_clock);
    Intake intake(again);
    for (const Told& one : append_at_once(again, intake)) CHECK(one.why.empty());
    CHECK(again.info().size ==
          Ledger::open(small_ledger(), Ledger::Access::read, still_clock).info().size +
              writers * batches_each * batch_events);
  }
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("a full disk turns batches away until there is room, and reads go on", "[disk][intake]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  {
    FaultDisk disk;
    {
      Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
      const auto size = ledger.info().size;
      Intake intake(ledger);
      const Ledger reader = Ledger::open(book, Ledger::Access::read, still_clock);
      disk.fail({on_write, 1, SQLITE_FULL, true});
      for (const Told& one : append_at_once(ledger, intake)) CHECK(one.why == "full");
      CHECK(reader.info().size == size);
      CHECK(reader.entry(size - 1));
      CHECK(intake.stopped_because().empty());
      disk.heal();
      for (const Told& one : append_at_once(ledger, intake)) CHECK(one.why.empty());
      CHECK(reader.info().size == size + writers * batches_each * batch_events);
    }
  }
  CHECK_FALSE(damage_in(book));
}

namespace {

/// The descriptor by which this process has a file open.
int descriptor_of(const fs::path& file) {
  for (const auto& one : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (fs::read_symlink(one.path(), gone) == fs::canonical(file))
      return std::stoi(one.path().filename());
  }
  FAIL("not open: " << file);
  return -1;
}

/// While it lives, what is written to an open file finds no room.
class FullFile {
 public:
  explicit FullFile(int descriptor) : descriptor_(descriptor), real_(::dup(descriptor)) {
    const int full = ::open("/dev/full", O_RDWR | O_CLOEXEC);
    REQUIRE(::dup2(full, descriptor_) == descriptor_);
    ::close(full);
  }
  FullFile(const FullFile&) = delete;
  FullFile& operator=(const FullFile&) = delete;
  ~FullFile() {
    ::dup2(real_, descriptor_);
    ::close(real_);
  }

 private:
  int descriptor_, real_;
};

}  // namespace

TEST_CASE("a head that finds no room in its file is written there before anything is answered",
          "[disk][intake]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const auto signer = collector();
  const bool is_opened_again = GENERATE(false, true);
  {
    Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
    const auto size = ledger.info().size;
    Intake intake(ledger);
    {
      const FullFile full(descriptor_of(book / "head"));
      CHECK(tell(intake, retirements(ledger, signer, 0, 3), 0).why == "full");
      // Its entries are in the database by now; still nothing is answered, not even that.
      CHECK(tell(intake, retirements(ledger, signer, 0, 3), 0).why == "full");
      CHECK(tell(intake, retirements(ledger, signer, 1, 3), 1).why == "full");
    }
    CHECK(intake.stopped_because().empty());
    if (!is_opened_again) {
      const Told same = tell(intake, retirements(ledger, signer, 0, 3), 0);
      CHECK(same.first == size);
      CHECK(tell(intake, retirements(ledger, signer, 1, 3), 1).first == size + 3);
    }
  }
  if (is_opened_again) {
    Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
    Intake intake(ledger);
    CHECK(tell(intake, retirements(ledger, signer, 0, 3), 0).why.empty());
    CHECK(tell(intake, retirements(ledger, signer, 1, 3), 1).why.empty());
  }
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("after a failed fsync nothing is recorded until the ledger is opened again",
          "[disk][intake]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const auto signer = collector();
  {
    FaultDisk disk;
    {
      Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
      Intake intake(ledger);
      disk.fail({on_sync, 1, SQLITE_IOERR_FSYNC, false});
      CHECK(tell(intake, retirements(ledger, signer, 0, 3), 0).why == "failed");
      disk.heal();
      CHECK(tell(intake, retirements(ledger, signer, 0, 3), 0).why == "stopped");
      CHECK_FALSE(intake.stopped_because().empty());
      CHECK(intake.counts().failed == 1);
      const Ledger reader = Ledger::open(book, Ledger::Access::read, still_clock);
      CHECK(reader.entry(reader.info().size - 1));
    }
  }
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("the write-ahead log is emptied beside the commits, as far as readers let it",
          "[disk][intake]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const auto signer = collector();
  const auto wal_file = [&] { return fs::file_size(book / "ledger.db-wal"); };
  constexpr std::int64_t mib = 1 << 20;
  {
    // Without its faults it is a disk whose syncs cost nothing.
    const FaultDisk disk;
    Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
    const Ledger reader = Ledger::open(book, Ledger::Access::read, still_clock);
    std::int64_t round = 0;
    {
      Intake intake(ledger);
      /// Records until the log begins anew, or is so large.
      const auto record_until = [&](std::int64_t bytes) {
        for (std::int64_t before = 0; before <= intake.wal_bytes(); ++round) {
          before = intake.wal_bytes();
          if (before >= bytes) return false;
          REQUIRE(tell(intake, retirements(ledger, signer, round, 20), round).why.empty());
        }
        return true;
      };
      CHECK(record_until(500 * mib));
      {
        const Ledger::Snapshot held(reader);
        const std::int64_t size = reader.info().size;
        CHECK_FALSE(record_until(64 * mib));
        CHECK(reader.info().size == size);
      }
      CHECK(record_until(500 * mib));
      CHECK(intake.wal_bytes() < 32 * mib);
    }
    CHECK(wal_file() == 0);
  }
  CHECK_FALSE(damage_in(book));
}
