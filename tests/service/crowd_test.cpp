#include <sys/resource.h>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/fault/small_ledger.hpp"
#include "tests/service/asking.hpp"
#include "tests/service/service_process.hpp"
#include "tests/support/catch.hpp"

using namespace service;
using namespace std::chrono_literals;
using ledger::Ledger;

namespace {

constexpr int dripping = 200, waiting = 800;

/// What a sanitizer remembers of each byte is no memory of the service's.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::int64_t peak_bytes_max = 1024 * 1024 * 1024;
#else
constexpr std::int64_t peak_bytes_max = 150 * 1024 * 1024;
#endif

bool may_open(rlim_t descriptors) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min(std::max(limit.rlim_cur, descriptors), limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= descriptors;
}

}  // namespace

TEST_CASE("among a thousand connections, two hundred of them dripping, everybody is answered",
          "[service]") {
  if (!may_open(4096)) {
    WARN("skipped: this machine allows fewer than 4,096 open files");
    return;
  }
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  std::vector<std::string> bodies;
  {
    const Ledger ledger = Ledger::open(book, Ledger::Access::read, fault::still_clock);
    const auto signer = ledger::read_key_file(fault::collector_key(), std::nullopt);
    for (int k = 0; k < 20; ++k)
      bodies.push_back(batch_body(fault::retirements(ledger, signer, k, 5)));
  }
  ServiceProcess process(options_for(book), fault::still_clock);
  REQUIRE(process.port() > 0);

  std::vector<Held> drips, waits;
  for (int i = 0; i < dripping; ++i) drips.emplace_back(process.port());
  for (int i = 0; i < waiting; ++i) waits.emplace_back(process.port());
  const std::string request =
      "GET /v1/ledger HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(process.port()) + "\r\n\r\n";
  for (std::size_t at = 0; at < 5; ++at)
    for (const Held& drip : drips) CHECK(drip.send(request.substr(at, 1)));

  for (const std::string& body : bodies) {
    const auto written = post(process.port(), "/v1/batches", body);
    REQUIRE(written);
    CHECK(written->status == 201);
    const auto read = get(process.port(), "/v1/ledger");
    REQUIRE(read);
    CHECK(read->status == 200);
  }
  for (const Held& wait : waits) CHECK(wait.send(request));
  int answered = 0;
  for (const Held& wait : waits) {
    const auto answer = wait.rest(10s);
    if (answer && answer->starts_with("HTTP/1.1 200")) ++answered;
  }
  CHECK(answered == waiting);
  CHECK(process.peak_bytes() < peak_bytes_max);
  CHECK(process.stop());
  CHECK_FALSE(fault::damage_in(book));
}

TEST_CASE("a second service on the same ledger, or the same port, does not come up", "[service]") {
  const tests::TempFolder folder;
  const auto book = folder / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  ServiceProcess process(options_for(book), fault::still_clock);
  REQUIRE(process.port() > 0);
  SECTION("the ledger") {
    CHECK_THROWS_AS(api::Service(options_for(book), fault::still_clock, {}, {}), ledger::Locked);
  }
  SECTION("the port") {
    fault::copy_ledger(fault::small_ledger(), folder / "other");
    api::ServiceOptions options = options_for(folder / "other");
    options.port = process.port();
    CHECK_THROWS_WITH(api::Service(options, fault::still_clock, {}, {}),
                      ContainsSubstring(std::to_string(process.port())));
  }
  CHECK(get(process.port(), "/v1/ledger"));
  CHECK(process.stop());
}
