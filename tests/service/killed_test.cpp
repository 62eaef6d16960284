#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/fault/small_ledger.hpp"
#include "tests/service/asking.hpp"
#include "tests/service/service_process.hpp"
#include "tests/support/catch.hpp"

using namespace service;
using ledger::Index;
using ledger::Ledger;

namespace {

constexpr std::int64_t batch_events = 5;
constexpr int clients = 4;

struct Acknowledged {
  std::int64_t round{};
  Index first{};
};

/// Batches by the round, signed by one key; each round tells of other lots.
class Batches {
 public:
  explicit Batches(const fault::fs::path& book)
      : ledger_(Ledger::open(book, Ledger::Access::read, fault::still_clock)),
        signer_(ledger::read_key_file(fault::collector_key(), std::nullopt)) {}
  [[nodiscard]] std::string body(std::int64_t round) const {
    return batch_body(fault::retirements(ledger_, signer_, round, batch_events));
  }

 private:
  Ledger ledger_;
  ledger::Signer signer_;
};

/// What clients were told that post one batch after the other until the server is gone.
struct Load {
  std::vector<std::string> bodies;  ///< of the rounds from `first_round` on
  std::int64_t first_round{};
  std::atomic<std::size_t> next = 0;
  std::mutex guard;
  std::vector<Acknowledged> acknowledged;
  std::vector<std::string> strange;

  void post_all(int port) {
    for (;;) {
      const std::size_t mine = next++;
      if (mine >= bodies.size()) return;
      const auto answer = post(port, "/v1/batches", bodies[mine]);
      if (!answer) return;
      const std::lock_guard lock(guard);
      if (answer->status == 201 || answer->status == 200)
        acknowledged.push_back({first_round + static_cast<std::int64_t>(mine),
                                nlohmann::json::parse(answer->body).at("first").get<Index>()});
      else if (answer->status != 503)
        strange.push_back(answer->body);
    }
  }
};

/// Whole or not at all, wherever it was when the process was killed.
std::int64_t found_of(const Ledger& ledger, std::int64_t round) {
  std::int64_t found = 0;
  for (std::int64_t i = 0; i < batch_events; ++i)
    if (ledger.find_event("VATTEST1", fault::retirement_id(round, i))) ++found;
  return found;
}

void run_until_killed(const fault::fs::path& book, Load& load, std::chrono::microseconds life) {
  ServiceProcess process(options_for(book), fault::still_clock);
  REQUIRE(process.port() > 0);
  std::vector<std::thread> posting;
  for (int i = 0; i < clients; ++i) posting.emplace_back([&] { load.post_all(process.port()); });
  std::this_thread::sleep_for(life);
  process.kill();
  for (std::thread& thread : posting) thread.join();
}

}  // namespace

TEST_CASE("killed under load, the service has every answered batch once and none in part",
          "[service]") {
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  const Batches batches(book);
  const std::uint64_t seed = 4;
  std::mt19937_64 random(seed);
  const int times = fault::rounds(20, 200);
  std::int64_t next = 0, acknowledged = 0, recorded = 0;
  std::int64_t size = Ledger::open(book, Ledger::Access::read, fault::still_clock).info().size;
  for (int i = 0; i < times; ++i) {
    CAPTURE(seed, i);
    Load load;
    load.first_round = next;
    for (int k = 0; k < 150; ++k) load.bodies.push_back(batches.body(next + k));
    run_until_killed(book, load, std::chrono::microseconds(1000 + random() % 120'000));
    CHECK(load.strange == std::vector<std::string>());
    const Ledger ledger = Ledger::open(book, Ledger::Access::write, fault::still_clock);
    for (const Acknowledged& one : load.acknowledged)
      for (std::int64_t k = 0; k < batch_events; ++k)
        CHECK(ledger.find_event("VATTEST1", fault::retirement_id(one.round, k)) == one.first + k);
    std::int64_t whole = 0;
    for (std::int64_t round = next; round < next + 150; ++round) {
      const std::int64_t found = found_of(ledger, round);
      CHECK((found == 0 || found == batch_events));
      whole += found / batch_events;
    }
    CHECK(whole >= std::ssize(load.acknowledged));
    CHECK(ledger.info().size == size + whole * batch_events);
    size = ledger.info().size;
    next += 150;
    acknowledged += std::ssize(load.acknowledged);
    recorded += whole;
    if (i % 10 == 9) CHECK_FALSE(fault::damage_in(book));
  }
  CHECK(acknowledged > 0);
  CHECK_FALSE(fault::damage_in(book));
  WARN(times << " kills, seed " << seed << ", " << acknowledged << " batches answered, " << recorded
             << " recorded");
}

TEST_CASE("a batch sent three times at once is recorded once, and every answer proves it",
          "[service]") {
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  const Batches batches(book);
  std::vector<std::string> bodies;
  for (int k = 0; k < 12; ++k) bodies.push_back(batches.body(k));
  ServiceProcess process(options_for(book), fault::still_clock);
  REQUIRE(process.port() > 0);
  std::vector<std::vector<Answer>> answers(bodies.size());
  std::mutex guard;
  std::vector<std::thread> posting;
  for (int i = 0; i < 3; ++i)
    posting.emplace_back([&] {
      for (std::size_t k = 0; k < bodies.size(); ++k) {
        const auto answer = post(process.port(), "/v1/batches", bodies[k]);
        const std::lock_guard lock(guard);
        if (answer) answers[k].push_back(*answer);
      }
    });
  for (std::thread& thread : posting) thread.join();
  for (const auto& of_one : answers) {
    REQUIRE(of_one.size() == 3);
    CHECK(std::count_if(of_one.begin(), of_one.end(),
                        [](const Answer& answer) { return answer.status == 201; }) == 1);
    CHECK(std::count_if(of_one.begin(), of_one.end(),
                        [](const Answer& answer) { return answer.status == 200; }) == 2);
    const auto first = [](const Answer& answer) {
      return nlohmann::json::parse(answer.body).at("first").get<Index>();
    };
    CHECK(first(of_one[0]) == first(of_one[1]));
    CHECK(first(of_one[0]) == first(of_one[2]));
  }
  CHECK(process.stop());
  CHECK_FALSE(fault::damage_in(book));
}
