#include <atomic>
#include <fstream>
#include <optional>
#include <sstream>
#include <sys/stat.h>
#include <thread>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "cli/program.hpp"
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
      : service_(options_for(book), clock, {}, [](const std::string&) { return true; }),
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

/// `celltrail serve` inside this process, as its words and a clock have it.
class Serving {
 public:
  Serving(const fault::fs::path& folder, std::vector<std::string> words,
          const ledger::Clock& clock) {
    const fault::fs::path said = folder / "said";
    fault::fs::remove(said);
    REQUIRE(::mkfifo(said.c_str(), 0600) == 0);
    words.insert(words.begin(), {"serve", "--listen", "127.0.0.1:0"});
    running_ = std::thread([this, said, words, &clock] {
      std::istringstream in;
      std::ofstream out(said);
      std::ostringstream err;
      cli::Environment environment;
      environment.clock = &clock;
      environment.variable = [](const std::string&) { return std::optional<std::string>(); };
      environment.ask_secret = [](const std::string&) { return std::string(); };
      environment.interrupted = [this] { return is_over_.load(); };
      code_ = cli::run_program(words, {in, out, err}, environment);
    });
    std::ifstream lines(said);
    const std::string listening = "listening on http://127.0.0.1:";
    for (std::string line; port_ == 0 && std::getline(lines, line);)
      if (line.starts_with(listening)) port_ = std::stoi(line.substr(listening.size()));
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving() { (void)end(); }
  /// 0 when it did not come up.
  [[nodiscard]] int port() const { return port_; }
  /// Its exit code.
  int end() {
    is_over_ = true;
    if (running_.joinable()) running_.join();
    return code_;
  }

 private:
  std::atomic<bool> is_over_ = false;
  int code_ = -1, port_ = 0;
  std::thread running_;
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

/// The checks of /readyz that fail, each with a comma.
std::string failing_in(const Answer& ready) {
  std::string names;
  const nlohmann::json body = nlohmann::json::parse(ready.body);
  for (const auto& check : body.at("checks"))
    if (!check.at("ok").get<bool>()) names += check.at("name").get<std::string>() + ',';
  return names;
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
    // The disk and the head are well; what is not is that nothing is written.
    CHECK(failing_in(*ready) == "intake,");
    CHECK(ready->body.find(book.string()) == std::string::npos);
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

TEST_CASE("a clock far beyond the last entry stops the writing until --accept-clock-jump is said",
          "[service]") {
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  const Posting posting(book);
  SetClock clock;
  clock.ms += 91LL * 86'400'000;
  const auto answer_to = [&](std::size_t which, const std::vector<std::string>& more) {
    std::vector<std::string> words{"--ledger", book.string()};
    words.insert(words.end(), more.begin(), more.end());
    Serving serving(folder.path(), words, clock);
    REQUIRE(serving.port() > 0);
    Answer answer = posting.post(serving.port(), which);
    CHECK(serving.end() == 0);
    return answer;
  };
  const Answer refused = answer_to(0, {});
  CHECK(refused.status == 409);
  CHECK(name_in(refused) == "clock_jump");
  CHECK_THAT(refused.body, ContainsSubstring("--accept-clock-jump"));
  CHECK(answer_to(0, {"--accept-clock-jump"}).status == 201);
  // The last entry is of today now.
  CHECK(answer_to(1, {}).status == 201);
  CHECK_FALSE(fault::damage_in(book));
}
