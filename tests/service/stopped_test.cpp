#include <atomic>
#include <optional>
#include <thread>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "tests/fault/small_ledger.hpp"
#include "tests/service/asking.hpp"
#include "tests/service/service_process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_fault_vfs.hpp"

using namespace service;
using ledger::Ledger;

namespace {

/// The service in this process, whose disk and clock a test has in hand.
class ServiceHere {
 public:
  ServiceHere(const fault::fs::path& book, const ledger::Clock& clock)
      : service_(options_for(book), clock, {}, [](const std::string&) {}),
        running_([this] { service_.run(); }) {}
  ServiceHere(const ServiceHere&) = delete;
  ServiceHere& operator=(const ServiceHere&) = delete;
  ~ServiceHere() {
    service_.stop();
    running_.join();
  }
  [[nodiscard]] int port() const { return service_.port(); }

 private:
  api::Service service_;
  std::thread running_;
};

struct SetClock final : ledger::Clock {
  [[nodiscard]] std::int64_t now_ms() const override { return ms; }
  std::atomic<std::int64_t> ms = fault::still_clock.now_ms();
};

/// The answer to the next of these batches.
class Posting {
 public:
  explicit Posting(const fault::fs::path& book) {
    const Ledger ledger = Ledger::open(book, Ledger::Access::read, fault::still_clock);
    const auto signer = ledger::read_key_file(fault::collector_key(), std::nullopt);
    for (int k = 0; k < 6; ++k)
      bodies_.push_back(batch_body(fault::retirements(ledger, signer, k, 3)));
  }
  [[nodiscard]] Answer post(int port, std::size_t which) const {
    const auto answer = service::post(port, "/v1/batches", bodies_.at(which));
    REQUIRE(answer);
    return *answer;
  }

 private:
  std::vector<std::string> bodies_;
};

std::string name_in(const Answer& answer) {
  return nlohmann::json::parse(answer.body).at("name");
}

}  // namespace

TEST_CASE("after a failed fsync the service reads and no longer writes, until it is started again",
          "[service]") {
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  const Posting posting(book);
  std::optional<tests::FaultDisk> disk(std::in_place);
  {
    const ServiceHere service(book, fault::still_clock);
    CHECK(posting.post(service.port(), 0).status == 201);
    disk->fail({.operations = tests::on_sync, .nth = 1, .code = SQLITE_IOERR_FSYNC});
    const Answer failed = posting.post(service.port(), 1);
    CHECK(failed.status == 503);
    CHECK(disk->failed());
    disk->heal();
    // The disk says that it is well again; what it lost meanwhile nobody knows.
    const Answer stopped = posting.post(service.port(), 2);
    CHECK(stopped.status == 503);
    CHECK(name_in(stopped) == "write_stopped");
    const auto ready = get(service.port(), "/readyz");
    REQUIRE(ready);
    CHECK(ready->status == 503);
    for (const char* target : {"/v1/ledger", "/v1/entries/3", "/checkpoint", "/healthz"}) {
      const auto read = get(service.port(), target);
      REQUIRE(read);
      CHECK(read->status == 200);
    }
  }
  disk.reset();
  {
    const ServiceHere service(book, fault::still_clock);
    for (std::size_t which = 1; which < 4; ++which) {
      const int status = posting.post(service.port(), which).status;
      CHECK((status == 201 || (which == 1 && status == 200)));
    }
  }
  CHECK_FALSE(fault::damage_in(book));
}

TEST_CASE("a clock that steps back does not stop the service, and no entry is before another",
          "[service]") {
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  const Posting posting(book);
  SetClock clock;
  const ServiceHere service(book, clock);
  std::string last;
  std::size_t which = 0;
  for (const std::int64_t step_ms : {0LL, -3'600'000LL, 60'000LL, -86'400'000LL}) {
    clock.ms += step_ms;
    const Answer answer = posting.post(service.port(), which++);
    REQUIRE(answer.status == 201);
    const auto first = nlohmann::json::parse(answer.body).at("first").get<std::int64_t>();
    const auto entry = get(service.port(), "/v1/entries/" + std::to_string(first));
    REQUIRE(entry);
    const std::string recorded_at =
        nlohmann::json::parse(entry->body).at("entry").at("recorded_at");
    CHECK(recorded_at >= last);
    last = recorded_at;
  }
  CHECK_FALSE(fault::damage_in(book));
}
