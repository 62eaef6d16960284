#include <chrono>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"

using namespace fault;
using ledger::Ledger;

namespace {

/// Rotates the ledger's key again and again. Never returns.
[[noreturn]] void rotate_until_killed(const fs::path& book, int pipe, int round) {
  try {
    const auto signer = ledger::read_key_file(authority_key(), std::nullopt);
    for (int i = 0;; ++i) {
      const auto rotation = Ledger::prepare_rotation(book);
      Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
      std::vector<ledger::Event> events;
      events.push_back(
          ledger::read_event(
              fmt::format(
                  R"({{"v":1,"type":"rotate_ledger_key","id":"RK-{}-{}","operator":"{}",)"
                  R"("at":"2024-12-01T09:00:00+08:00","old_key":"{}","new_key":"{}","proof":"{}"}})",
                  round, i, ledger.info().authority, rotation.old_key, rotation.new_key,
                  rotation.proof))
              .value());
      const auto appended = ledger.append(
          sign_batch(ledger.info().origin, std::move(events), ledger.newest(), signer));
      if (!appended || ::write(pipe, "r", 1) != 1) ::_exit(3);
    }
  } catch (...) {
    ::_exit(4);
  }
}

/// How many rotations were acknowledged before the child was killed.
int rotate_and_kill(const fs::path& book, std::chrono::microseconds life, int round) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) rotate_until_killed(book, ends[1], round);
  ::close(ends[1]);
  char one = 0;
  int acknowledged = ::read(ends[0], &one, 1) == 1 ? 1 : 0;
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  while (::read(ends[0], &one, 1) == 1) ++acknowledged;
  ::close(ends[0]);
  return acknowledged;
}

}  // namespace

TEST_CASE("killed while its key rotates, a ledger has the key in force and goes on", "[kill]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  const auto collector = ledger::read_key_file(collector_key(), std::nullopt);
  const std::uint64_t seed = 3;
  std::mt19937_64 random(seed);
  std::size_t acknowledged = 1;  // the one of the small ledger
  for (int i = 0; i < rounds(15, 200); ++i) {
    CAPTURE(seed, i);
    acknowledged += static_cast<std::size_t>(
        rotate_and_kill(book, std::chrono::microseconds(random() % 20'000), i));
    {
      Ledger ledger = Ledger::open(book, Ledger::Access::write, still_clock);
      const auto info = ledger.info();
      CHECK(ledger::inspect_key_file(book / "ledger.key").verifier.text() == info.ledger_key);
      // The rotation under way may be there too, unacknowledged.
      const auto former = info.constitution.former_ledger_keys.size();
      CHECK((former == acknowledged || former == acknowledged + 1));
      acknowledged = former;
      REQUIRE(ledger.append(retirements(ledger, collector, 1'000 + i, 1)));
    }
    CHECK_FALSE(damage_in(book));
  }
}
