#include "api/readers.hpp"

#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace made_up;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

void wait_until_waiting(const api::Readers& readers, std::size_t count) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (readers.waiting() != count) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("readers are lent to who came first", "[readers]") {
  TempLedger book;
  api::Readers readers(book.directory(), book.clock, 1);
  auto out = std::make_unique<api::Readers::Lease>(readers);
  std::mutex guard;
  std::vector<int> served;
  const auto note = [&](int who) {
    const std::lock_guard lock(guard);
    served.push_back(who);
  };
  std::vector<std::jthread> waiting;
  for (int who = 0; who < 6; ++who) {
    waiting.emplace_back([&, who] {
      const auto lease = readers.lend();
      note(who);
    });
    wait_until_waiting(readers, static_cast<std::size_t>(who) + 1);
  }
  // Who asks just when a reader is returned does not pass those who wait.
  out.reset();
  {
    const auto late = readers.lend();
    note(6);
  }
  waiting.clear();
  CHECK(served == std::vector{0, 1, 2, 3, 4, 5, 6});
  CHECK(readers.waiting() == 0);
  book.check();
}

TEST_CASE("what waits for a reader is told how long", "[readers]") {
  TempLedger book;
  api::Readers readers(book.directory(), book.clock, 2);
  microseconds none{}, some{};
  {
    std::optional<api::Readers::Lease> first, second;
    first.emplace(readers, false, none);
    second.emplace(readers);
    std::jthread late([&] { static_cast<void>(readers.lend(some)->info()); });
    wait_until_waiting(readers, 1);
    const auto seen = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < seen + 2ms) std::this_thread::yield();
    second.reset();
  }
  CHECK(some >= 2ms);
  CHECK(none < some);
  book.check();
}
