#include "api/core.hpp"

#include <csignal>
#include <mutex>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/health.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using ledger::WitnessWord;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

/// What routes work with, on loopback and without a writer.
class Rooms {
 public:
  Rooms(const TempLedger& book, std::size_t count)
      : readers(book.directory(), book.clock, count),
        health_(book.directory(), book.clock, nullptr),
        core_{readers, nullptr,    policy_,
              tokens_, metrics_,   heads_,
              health_, book.clock, [](const std::string&) {}} {}

  /// Status and body.
  std::pair<int, std::string> get(const std::string& path, const std::string& query = {}) {
    api::Request request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    return answer(request);
  }
  std::pair<int, std::string> post(const std::string& path, const std::string& body) {
    api::Request request;
    request.method = "POST";
    request.path = path;
    request.body = body;
    return answer(request);
  }

  api::Readers readers;

 private:
  std::pair<int, std::string> answer(const api::Request& request) {
    api::Response response = api::answer(core_, request);
    for (const auto& [name, value] : response.headers)
      if (name == "Retry-After") response.body += "\n" + name + ": " + value;
    return {response.status, std::move(response.body)};
  }

  api::AccessPolicy policy_{.open = true};
  api::Tokens tokens_;
  api::Metrics metrics_{std::span<const std::string_view>()};
  api::Heads heads_{0};
  api::Health health_;
  api::Core core_;
};

std::map<std::string, api::Check> checks_of(api::Health& health) {
  std::map<std::string, api::Check> checks;
  for (api::Check& check : health.checks()) checks.emplace(check.name, std::move(check));
  return checks;
}

/// The names of those that fail, each with a comma.
std::string failing(api::Health& health) {
  std::string names;
  for (const auto& [name, check] : checks_of(health))
    if (!check.is_ok) names += name + ',';
  return names;
}

void close(TempLedger& book) {
  const ledger::Ledger closed = std::move(book.ledger());
}

/// No file of this process grows beyond that, as on a disk that is full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &now) == 0);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

void wait_until_waiting(const api::Readers& readers, std::size_t count) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (readers.waiting() != count) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a quarter of the readers do what takes long, and the others go on answering",
          "[readers]") {
  TempLedger book;
  const std::int64_t earlier = book.ledger().info().size;
  book.accept(retire(collector, "R-1"));
  Rooms rooms(book, 8);
  const std::string trail = fmt::format("/v1/proofs/trails/{}", collector);
  const std::string report = "/v1/reports/2024", size = fmt::format("size={}", earlier);
  std::chrono::microseconds waited{};
  auto one = rooms.readers.try_lend_long(waited);
  REQUIRE(one);
  CHECK(rooms.get(trail).first == 200);
  CHECK(rooms.get(report, size).first == 200);

  const auto other = rooms.readers.try_lend_long(waited);
  REQUIRE(other);
  CHECK(rooms.readers.try_lend_long(waited) == nullptr);
  for (const auto& [status, said] : {rooms.get(trail), rooms.get(report, size)}) {
    CAPTURE(said);
    CHECK(status == 503);
    CHECK_THAT(said, ContainsSubstring("\"busy\"") && ContainsSubstring("Retry-After: 1"));
  }
  // Of the newest head a report is short work, whether its size is named or not.
  CHECK(rooms.get(report, fmt::format("size={}", book.ledger().info().size)).first == 200);
  for (const std::string& path : {std::string("/v1/ledger"), report, "/v1/units/" + pack(1),
                                  "/v1/proofs/trails/" + pack(1), std::string("/v1/entries")})
    CHECK(rooms.get(path).first == 200);

  one.reset();
  CHECK(rooms.get(trail).first == 200);
  // What was refused has taken nothing.
  CHECK(rooms.readers.try_lend_long(waited) != nullptr);
  book.check();
}

TEST_CASE("a large dry run is long work, before its body is looked at, and a small one is not",
          "[readers]") {
  TempLedger book;
  Rooms rooms(book, 4);
  const std::string event = retire(collector, "R-1").json();
  const std::string small = "{\"events\":[" + event + "]}";
  const std::string large = "{\"events\":[" + event + "]" + std::string(64 * 1024, ' ') + "}";
  std::chrono::microseconds waited{};
  CHECK(rooms.post("/v1/dry-runs", large).first == 200);
  auto one = rooms.readers.try_lend_long(waited);
  REQUIRE(one);
  CHECK(rooms.post("/v1/dry-runs", small).first == 200);
  for (const std::string& body : {large, std::string(70'000, 'x')}) {
    const auto [status, said] = rooms.post("/v1/dry-runs", body);
    CHECK(status == 503);
    CHECK_THAT(said, ContainsSubstring("\"busy\"") && ContainsSubstring("Retry-After: 1"));
  }
  one.reset();
  CHECK(rooms.post("/v1/dry-runs", std::string(70'000, 'x')).first == 400);
  CHECK(rooms.readers.try_lend_long(waited) != nullptr);
  book.check();
}

TEST_CASE("of few readers one does what takes long", "[readers]") {
  TempLedger book;
  api::Readers readers(book.directory(), book.clock, 2);
  std::chrono::microseconds waited{};
  const auto one = readers.try_lend_long(waited);
  CHECK(one != nullptr);
  CHECK(readers.try_lend_long(waited) == nullptr);
  book.check();
}

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

TEST_CASE("a service that finds nothing wrong is ready", "[health]") {
  TempLedger book;
  ledger::Intake intake(book.ledger());
  api::Health writing(book.directory(), book.clock, &intake);
  const auto checks = checks_of(writing);
  CHECK(checks.size() == 4);
  for (const auto& [name, check] : checks) CHECK(check.is_ok);
  api::Health reading(book.directory(), book.clock, nullptr);
  CHECK(checks_of(reading).size() == 2);
  CHECK(failing(reading).empty());
}

TEST_CASE("a disk that takes no bytes is a reason not to be ready", "[health]") {
  TempLedger book;
  ledger::Intake intake(book.ledger());
  api::Health full(book.directory(), book.clock, &intake);
  {
    // Enough for a file, not for what a commit needs.
    const FileSizeLimit limit(128 * 1024);
    CHECK(failing(full) == "disk,");
  }
  api::Health gone(book.directory() / "gone", book.clock, &intake);
  CHECK(failing(gone) == "disk,head,");
}

TEST_CASE("a commit that does not end is a reason not to be ready", "[health]") {
  TempLedger book;
  {
    ledger::Intake intake(book.ledger());
    auto batch = book.sign({retire(collector, "R-1")});
    std::mutex disk;
    intake.on_head([&](std::int64_t) { const std::lock_guard answers(disk); });
    std::unique_lock hangs(disk);
    bool is_recorded = false;
    std::thread posting([&] { is_recorded = intake.append(std::move(batch)).has_value(); });
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (intake.committing_for() <= 1ms && std::chrono::steady_clock::now() < end)
      std::this_thread::yield();
    api::Health hanging(book.directory(), book.clock, &intake, 1ms);
    api::Health patient(book.directory(), book.clock, &intake, 1h);
    CHECK(failing(hanging) == "intake,");
    CHECK(failing(patient).empty());
    hangs.unlock();
    posting.join();
    CHECK(is_recorded);
    CHECK(intake.committing_for() == 0ms);
    api::Health after(book.directory(), book.clock, &intake, 1ms);
    CHECK(failing(after).empty());
  }
  book.check();
}

TEST_CASE("a head that is behind what was recorded is a reason not to be ready", "[health]") {
  TempLedger book;
  close(book);
  const auto kept = book.directory().parent_path() / "kept";
  std::filesystem::copy(book.directory(), kept);
  book.reopen();
  book.accept(retire(collector, "R-1"));
  {
    // Another state of the ledger lies where this service recorded: whole, and too short.
    ledger::Intake intake(book.ledger());
    api::Health put_back(kept, book.clock, &intake);
    CHECK(failing(put_back) == "head,");
    CHECK_THAT(checks_of(put_back).at("head").detail, ContainsSubstring("are recorded"));
  }
  close(book);
  std::filesystem::copy_file(kept / "ledger.db", book.directory() / "ledger.db",
                             std::filesystem::copy_options::overwrite_existing);
  api::Health behind(book.directory(), book.clock, nullptr);
  CHECK(failing(behind) == "head,");
  CHECK_THAT(checks_of(behind).at("head").detail, ContainsSubstring("run an audit"));
}

TEST_CASE("of what witnesses say a contradiction is a reason not to be ready", "[health]") {
  TempLedger book;
  for (const auto& [word, is_ready] :
       {std::pair(WitnessWord::cosigned, true), std::pair(WitnessWord::unreachable, true),
        std::pair(WitnessWord::refused, true), std::pair(WitnessWord::ahead, false),
        std::pair(WitnessWord::contradicted, false)}) {
    CAPTURE(static_cast<int>(word));
    api::Health health(book.directory(), book.clock, nullptr);
    health.heard({.size = 3,
                  .witnesses = {{"w1", WitnessWord::cosigned, ""}, {"w2", word, ""}},
                  .has_quorum = true});
    CHECK(failing(health) == (is_ready ? "" : "witnesses,"));
    CHECK(health.witnesses()->contradicting == (is_ready ? 0 : 1));
  }
  book.check();
}

TEST_CASE("readiness is told over HTTP with each check", "[health]") {
  Served served({}, true);
  const Reply reply = served.get("/readyz");
  CHECK(reply.status == 200);
  CHECK(reply.json().at("status") == "ready");
  CHECK(reply.json().at("checks").size() == 4);
  CHECK(served.get("/healthz").json().at("status") == "ok");
  Served reading({}, false, [](api::ServiceOptions& options) { options.read_only = true; });
  std::filesystem::rename(reading.temp.directory() / "head",
                          reading.temp.directory() / "head.away");
  const Reply harmed = reading.get("/readyz");
  CHECK(harmed.status == 503);
  CHECK(harmed.json().at("writes") == false);
  CHECK(harmed.body.find(reading.temp.directory().string()) == std::string::npos);
}
