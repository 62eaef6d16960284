#include <atomic>
#include <functional>
#include <thread>

#include <sqlite3.h>

#include "ledger/intake.hpp"
#include "ledger/result.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_fault_vfs.hpp"

using namespace fault;
using ledger::Ledger;
using namespace tests;

namespace {

constexpr std::int64_t batch_events = 5;

/// Whether the append was answered with a receipt.
bool try_append(Ledger& ledger, const ledger::Signer& signer, std::int64_t round) {
  try {
    const auto appended = ledger.append(retirements(ledger, signer, round, batch_events));
    REQUIRE(appended);
    return true;
  } catch (const ledger::Failure&) {
    return false;
  }
}

std::int64_t size_of(const fs::path& book) {
  return Ledger::open(book, Ledger::Access::write, still_clock).info().size;
}

/// Lets something happen while the ledger records, which is when it asks for the time.
struct AskedClock final : ledger::Clock {
  [[nodiscard]] std::int64_t now_ms() const override {
    if (asked) asked();
    return still_clock.now_ms();
  }
  std::function<void()> asked;
};

}  // namespace

TEST_CASE("whatever write, sync or cut of the disk fails, a ledger is as before or as after",
          "[disk]") {
  const auto [operations, code] = GENERATE(table<unsigned, int>({{on_write, SQLITE_IOERR_WRITE},
                                                                 {on_write, SQLITE_FULL},
                                                                 {on_sync, SQLITE_IOERR_FSYNC},
                                                                 {on_change, SQLITE_IOERR}}));
  const bool lasting = GENERATE(false, true);
  const TempFolder folder;
  const fs::path book = folder / "book";
  const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
  const std::int64_t before = size_of(small_ledger());
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(operations, code, lasting, nth);
    copy_ledger(small_ledger(), book);
    bool answered = false;
    {
      FaultDisk disk;
      {
        Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
        disk.fail({operations, nth, code, lasting});
        answered = try_append(ledger, signer, 0);
        fired = disk.failed();
        disk.heal();
      }
    }
    const std::int64_t after = size_of(book);
    CHECK((after == before || after == before + batch_events));
    if (answered) CHECK(after == before + batch_events);
    if (!fired) CHECK(answered);
    CHECK_FALSE(damage_in(book));
    // Sent again it is there once.
    Ledger again = Ledger::open(book, Ledger::Access::write, still_clock);
    CHECK(try_append(again, signer, 0));
    CHECK(again.info().size == before + batch_events);
  }
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("after a failed fsync a ledger writes nothing until it is opened again", "[disk]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
  const std::int64_t before = size_of(book);
  {
    FaultDisk disk;
    {
      Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
      disk.fail({on_sync, 1, SQLITE_IOERR_FSYNC, false});
      CHECK_FALSE(try_append(ledger, signer, 0));
      // The disk says yes again; it is not believed.
      disk.heal();
      CHECK_FALSE(try_append(ledger, signer, 0));
      CHECK_FALSE(try_append(ledger, signer, 1));
    }
  }
  CHECK(size_of(book) <= before + batch_events);
  CHECK_FALSE(damage_in(book));
  Ledger again = Ledger::open(book, Ledger::Access::write, still_clock);
  CHECK(try_append(again, signer, 0));
  CHECK(try_append(again, signer, 1));
  CHECK(again.info().size == before + 2 * batch_events);
  CHECK_FALSE(damage_in(book));
}

TEST_CASE("a power cut at any change keeps what was answered", "[disk]") {
  const std::uint64_t seed = GENERATE(0U, 1U, 2U);
  const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
  const std::int64_t before = size_of(small_ledger());
  bool fired = true;
  for (std::int64_t nth = 1; fired; ++nth) {
    CAPTURE(seed, nth);
    const TempFolder folder;
    const fs::path book = folder / "book";
    copy_ledger(small_ledger(), book);
    std::int64_t answered = 0;
    {
      FaultDisk disk;
      disk.keep_planes();
      {
        Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
        disk.cut_power_at(nth);
        if (try_append(ledger, signer, 0)) ++answered;
        if (answered == 1 && try_append(ledger, signer, 1)) ++answered;
      }
      fired = disk.failed();
      disk.restart(seed);
    }
    const std::int64_t after = size_of(book);
    CHECK(after >= before + answered * batch_events);
    CHECK((after - before) % batch_events == 0);
    CHECK_FALSE(damage_in(book));
  }
}

TEST_CASE("what waits behind a commit that failed is not recorded", "[disk][intake]") {
  const TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  AskedClock clock;
  {
    FaultDisk disk;
    {
      Ledger ledger = Ledger::open(book, Ledger::Access::write, clock);
      const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
      ledger::Intake intake(ledger);
      auto first = retirements(ledger, signer, 0, 3), second = retirements(ledger, signer, 1, 3);
      std::atomic<bool> is_second_sent = false, is_second_stopped = false;
      std::thread behind;
      clock.asked = [&] {
        if (is_second_sent.exchange(true)) return;
        behind = std::thread([&] {
          try {
            (void)intake.append(std::move(second));
          } catch (const ledger::WriteStopped&) {
            is_second_stopped = true;
          } catch (const ledger::Failure&) {
            is_second_stopped = false;
          }
        });
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (intake.counts().waiting == 0 && std::chrono::steady_clock::now() < end)
          std::this_thread::yield();
      };
      disk.fail({on_sync, 1, SQLITE_IOERR_FSYNC, false});
      CHECK_THROWS_AS(intake.append(std::move(first)), ledger::Failure);
      REQUIRE(behind.joinable());
      behind.join();
      CHECK(is_second_stopped);
    }
  }
  const Ledger again = Ledger::open(book, Ledger::Access::read, still_clock);
  CHECK_FALSE(again.find_event("VATTEST1", retirement_id(1, 0)));
  CHECK_FALSE(damage_in(book));
}
