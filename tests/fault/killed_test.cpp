#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "ledger/result.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"

using namespace fault;
using ledger::Index;
using ledger::Ledger;

namespace {

constexpr std::int64_t batch_events = 7;

struct Acknowledged {
  std::int64_t round{};
  Index first{};
};

/// Appends batch after batch and writes each receipt's first index into the pipe; round -1 says
/// that the ledger is open. Never returns.
[[noreturn]] void record_until_killed(const fs::path& book, std::int64_t round, int pipe) {
  try {
    Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
    const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
    const auto say = [&](const Acknowledged& told) {
      if (::write(pipe, &told, sizeof told) != sizeof told) ::_exit(3);
    };
    say({-1, -1});
    for (;; ++round) {
      const auto appended = ledger.append(retirements(ledger, signer, round, batch_events));
      if (!appended) ::_exit(4);
      say({round, appended->receipt.first});
    }
  } catch (...) {
    ::_exit(5);
  }
}

std::vector<Acknowledged> read_all(int pipe) {
  std::vector<Acknowledged> all;
  Acknowledged told;
  while (::read(pipe, &told, sizeof told) == sizeof told) all.push_back(told);
  return all;
}

/// Lets a child record and kills it; gives what it was told before.
std::vector<Acknowledged> record_and_kill(const fs::path& book, std::int64_t round,
                                          std::chrono::microseconds life) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) record_until_killed(book, round, ends[1]);
  ::close(ends[1]);
  Acknowledged opened;
  REQUIRE(::read(ends[0], &opened, sizeof opened) == sizeof opened);
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  auto all = read_all(ends[0]);
  ::close(ends[0]);
  return all;
}

/// How many of a batch's events are recorded.
std::int64_t found_of(const Ledger& ledger, std::int64_t round) {
  std::int64_t found = 0;
  for (std::int64_t i = 0; i < batch_events; ++i)
    if (ledger.find_event("VATTEST1", retirement_id(round, i))) ++found;
  return found;
}

}  // namespace

TEST_CASE("killed while it appends, a ledger has every acknowledged event once, whole batches only",
          "[kill]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const std::int64_t base = Ledger::open(book, Ledger::Access::read, still_clock).info().size;
  const std::uint64_t seed = 1;
  std::mt19937_64 random(seed);
  std::int64_t next = 0, acknowledged = 0;
  const int times = rounds(20, 200);
  for (int i = 0; i < times; ++i) {
    CAPTURE(seed, i);
    const auto told =
        record_and_kill(book, next, std::chrono::microseconds(1000 + random() % 49'000));
    const Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
    for (const Acknowledged& one : told)
      for (std::int64_t k = 0; k < batch_events; ++k)
        CHECK(ledger.find_event("VATTEST1", retirement_id(one.round, k)) == one.first + k);
    acknowledged += static_cast<std::int64_t>(told.size());
    next += static_cast<std::int64_t>(told.size());
    // The batch that was under way is there whole or not at all; nothing of a later one.
    const std::int64_t last = found_of(ledger, next);
    CHECK((last == 0 || last == batch_events));
    if (last > 0) ++next;
    CHECK(found_of(ledger, next) == 0);
    CHECK(ledger.info().size == base + next * batch_events);
    CHECK_FALSE(damage_in(book));
  }
  CHECK(acknowledged > 0);
  WARN(times << " kills, seed " << seed << ", " << acknowledged << " batches acknowledged");
}

TEST_CASE("the write-ahead log thrown away after a kill is noticed", "[kill]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const auto told = record_and_kill(book, 0, std::chrono::milliseconds(200));
  REQUIRE_FALSE(told.empty());
  REQUIRE(fs::file_size(book / "ledger.db-wal") > 0);
  fs::remove(book / "ledger.db-wal");
  fs::remove(book / "ledger.db-shm");
  CHECK_THROWS_AS(Ledger::open(book, Ledger::Access::write, still_clock), ledger::Damage);
  const auto damage = damage_in(book);
  REQUIRE(damage);
  CHECK_THAT(*damage, ContainsSubstring("head file"));
}

namespace {

/// The program itself, recording a file, in a process of its own.
pid_t start_program(const fs::path& folder, const fs::path& file) {
  const std::string book = folder / "book", key = collector_key(), out = folder / "out";
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (std::freopen(out.c_str(), "w", stdout) == nullptr) ::_exit(126);
  ::execl(CELLTRAIL_PROGRAM, "celltrail", "record", file.c_str(), "--key", key.c_str(), "--ledger",
          book.c_str(), "--batch", "50", "--accept-clock-jump", nullptr);
  ::_exit(127);
}

}  // namespace

TEST_CASE("killed while it imports, the program goes on where it was", "[kill]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book", file = folder / "many.jsonl";
  copy_ledger(small_ledger(), book);
  const std::int64_t base = Ledger::open(book, Ledger::Access::read, still_clock).info().size;
  const std::int64_t events = rounds(20'000, 100'000);
  {
    std::ofstream out(file);
    for (std::int64_t i = 0; i < events; ++i) out << retirement_text(0, i) << '\n';
  }
  const std::uint64_t seed = 2;
  std::mt19937_64 random(seed);
  std::int64_t before = base;
  int killed = 0;
  for (int i = 0; i < rounds(6, 60); ++i) {
    CAPTURE(seed, i);
    const pid_t child = start_program(folder.path(), file);
    REQUIRE(child > 0);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 400'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++killed;
    const std::int64_t size = Ledger::open(book, Ledger::Access::write, still_clock).info().size;
    CHECK(size >= before);
    CHECK((size == base + events || (size - base) % 50 == 0));
    CHECK_FALSE(damage_in(book));
    before = size;
  }
  const pid_t last = start_program(folder.path(), file);
  int status = 0;
  ::waitpid(last, &status, 0);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  CHECK(Ledger::open(book, Ledger::Access::read, still_clock).info().size == base + events);
  CHECK_FALSE(damage_in(book));
  WARN(killed << " of the kills came in time, seed " << seed);
}
