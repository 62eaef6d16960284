#include <algorithm>
#include <fstream>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "api/guard/guarded_server.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/echo.hpp"

// What the HTTP library is known to be weak at, sent to a guarded server over a real socket. Each
// row names the weakness by its number, or its issue, in the library's own list.

using namespace api;
using namespace made_up;
using namespace std::chrono_literals;
using Catch::Matchers::EndsWith, Catch::Matchers::StartsWith;

namespace {

const std::string host = "Host: localhost\r\n";

std::string head(const std::string& line, const std::string& headers) {
  return line + " HTTP/1.1\r\n" + host + headers + "\r\n";
}

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

struct Attack {
  std::string weakness, bytes;
  int status;  ///< of the one answer
};

const std::string second = get("/headers");

const std::vector<Attack>& attacks() {
  static const std::vector<Attack> all{
      {"CVE-2025-46728 chunks pass the body's limit",
       head("POST /", "Transfer-Encoding: chunked\r\n") +
           times(100, "100\r\n" + std::string(256, 'x') + "\r\n") + "0\r\n\r\n",
       411},
      {"CVE-2025-53629 chunks pass it in another way",
       head("POST /", "transfer-encoding: gzip, chunked\r\n") + "ffffffff\r\n", 411},
      {"CVE-2025-53628 a line without end",
       "GET / HTTP/1.1\r\n" + host + "X: " + std::string(50'000, 'x'), 431},
      {"CVE-2025-53628 a path without end", "GET /" + std::string(50'000, 'x'), 431},
      {"a path that is too long for its reader", get("/" + std::string(512, 'x')), 414},
      {"CVE-2025-52887 as many headers as one likes", head("GET /", times(10'000, "X: y\r\n")),
       431},
      {"CVE-2025-52887 more headers than anybody needs", head("GET /", times(64, "X: y\r\n")), 431},
      {"CVE-2026-45352 the length of a chunk wraps",
       head("POST /", "Transfer-Encoding: chunked\r\n") + "-2\r\n" + std::string(10'000, 'x'), 411},
      {"CVE-2026-22776, CVE-2026-28435 a body that grows when it is unpacked",
       head("POST /", "Content-Encoding: gzip\r\nContent-Length: 20\r\n") +
           std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + std::string(10, '\0'),
       415},
      {"CVE-2026-34441 a GET's body is the next request",
       head("GET /headers", fmt::format("Content-Length: {}\r\n", second.size())) + second, 400},
      {"two lengths, the rest the next request",
       head("POST /", "Content-Length: 5\r\nContent-Length: 0\r\n") + "hello" + second, 400},
      {"a length and chunks, the rest the next request",
       head("POST /", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + second,
       411},
      {"a second request behind the first", get("/headers") + second, 200},
      {"CVE-2025-66570 another's address", get("/headers", "REMOTE_ADDR: 6.6.6.6\r\n"), 400},
      {"CVE-2025-66570 another's port", get("/headers", "LOCAL_PORT: 1\r\n"), 400},
      {"CVE-2026-45372 a value becomes two headers", get("/headers", "X: a%0d%0aSet-Cookie: b\r\n"),
       400},
      {"CVE-2026-45372 the same in four digits",
       get("/headers", "X: a%u000d%u000aSet-Cookie: b\r\n"), 400},
      {"CVE-2026-28434 what was thrown is shown", get("/throws"), 500},
      {"issue 1766 ranges that lie over each other",
       get("/large", "Range: bytes=" + times(500, "0-,") + "0-\r\n"), 400},
      {"version 0.53.1 routes that recurse for each character", get("/" + std::string(500, '/')),
       200},
      {"version 0.53.1 the same, encoded", get("/" + times(160, "%2F")), 200},
      {"CVE-2026-29076 a file name that is taken apart by recursion",
       head("POST /",
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 10054\r\n") +
           "--b\r\nContent-Disposition: form-data; filename*=UTF-8''" + std::string(10'001, '%'),
       200},
      {"CVE-2026-21428 an answer's header of two lines", get("/lines"), 500},
      {"CVE-2026-46527 a proxy's list that is no list",
       get("/headers", "X-Forwarded-For: " + times(500, ",[") + "\r\n"), 200},
      {"a length that is no number",
       head("POST /", "Content-Length: 0x10\r\n") + std::string(16, 'x'), 400},
      {"a length below nothing", head("POST /", "Content-Length: -1\r\n"), 400},
      {"a page elsewhere whose name was made to point here",
       "GET /headers HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400},
      {"an expectation that nobody knows",
       head("POST /", "Expect: 200-ok\r\nContent-Length: 5\r\n"), 417},
      {"two expectations",
       head("POST /", "Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"),
       400},
      {"a client that waits to be told to go on, with a body that is refused",
       head("POST /", "Expect: 100-continue\r\nContent-Length: 50000\r\n"), 413},
      {"the same with a body that has come already",
       head("POST /", "Expect: 100-continue\r\nContent-Length: 5\r\n") + "hello", 200}};
  return all;
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Sockets for both sides.
void allow_descriptors(rlim_t count) {
  rlimit now{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &now) == 0);
  if (now.rlim_cur >= count) return;
  const rlimit more{count, std::max(count, now.rlim_max)};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &more) == 0);
}

}  // namespace

TEST_CASE("what the library is weak at is answered once, and shows and smuggles nothing",
          "[hostile]") {
  const Echo echo;
  for (const Attack& attack : attacks()) {
    CAPTURE(attack.weakness);
    const std::string answer = echo.said(attack.bytes);
    CHECK_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(attack.status) + " "));
    CHECK(answer.find("X-Request-Id: ") == answer.rfind("X-Request-Id: "));
    CHECK(answer.find("secret") == std::string::npos);
    CHECK(answer.find("Set-Cookie") == std::string::npos);
    CHECK(answer.find("6.6.6.6") == std::string::npos);
    CHECK_THAT(answer, ContainsSubstring("Connection: close\r\n"));
    if (attack.status != 200) CHECK_THAT(answer, ContainsSubstring("application/problem+json"));
    // Nobody else notices.
    CHECK_THAT(echo.said(post("honest")), EndsWith("honest"));
  }
}

TEST_CASE("however much is sent, no more is kept than may be", "[hostile]") {
  const Echo echo;
  // What everything needs once is there before it is measured.
  static_cast<void>(echo.said(get("/large")));
  const std::string flood(1 << 20, 'x');
  const std::size_t before = resident_bytes();
  const auto begun = std::chrono::steady_clock::now();
  for (const std::string& begin :
       {std::string("GET /"), "GET / HTTP/1.1\r\n" + host + "X: ",
        head("POST /", "Transfer-Encoding: chunked\r\n") + "-2\r\n",
        head("POST /large", "Content-Length: 100000001\r\n"),
        head("POST /", "Content-Encoding: gzip\r\nContent-Length: 9\r\n"), get("/headers")}) {
    CAPTURE(begin);
    const Client client = echo.connect();
    client.send(begin);
    int taken = 0;
    while (taken < 64 && client.send(flood)) ++taken;
    // The other side has closed long before.
    CHECK(taken < 64);
    CHECK_THAT(echo.said(post("honest")), EndsWith("honest"));
  }
  CHECK(echo.server.in_hand().body_bytes < 1000);
  // An answer that was sent whole while more came is over, and not waited for.
  CHECK(std::chrono::steady_clock::now() - begun < 20s);
  CHECK(resident_bytes() < before + 16'000'000);
}

TEST_CASE("1,000 connections at once, 200 of them dripping: every honest one is answered",
          "[hostile]") {
  allow_descriptors(3000);
  const Echo echo;
  std::vector<Client> dripping, honest;
  const std::string drops = "POST / HTTP/1.1\r\nX: ";
  for (int i = 0; i < 200; ++i) {
    dripping.push_back(echo.connect());
    dripping.back().send(drops.substr(0, 1));
  }
  for (int i = 0; i < 800; ++i) honest.push_back(echo.connect());
  std::size_t at = 1;
  for (std::size_t i = 0; i < honest.size(); ++i) {
    REQUIRE(honest[i].send(post("request " + std::to_string(i) + ";")));
    if (i % 50 != 0) continue;
    for (const Client& client : dripping) REQUIRE(client.send(drops.substr(at % drops.size(), 1)));
    ++at;
  }
  for (std::size_t i = 0; i < honest.size(); ++i)
    REQUIRE_THAT(honest[i].rest(), EndsWith("request " + std::to_string(i) + ";"));
  CHECK(echo.server.in_hand().connections >= 200);
}

TEST_CASE("who does not read its answer keeps nobody else from theirs, and is dropped",
          "[hostile]") {
  ServerOptions hasty = Echo::options();
  hasty.limits.times.answer = hasty.limits.times.megabyte = 200ms;
  hasty.limits.threads = 2;
  Echo echo(hasty);
  std::vector<Client> deaf;
  for (int i = 0; i < 8; ++i) {
    deaf.push_back(echo.connect());
    deaf.back().send(get("/large"));
  }
  for (int i = 0; i < 20; ++i) CHECK_THAT(echo.said(post("honest")), EndsWith("honest"));
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (echo.server.in_hand().connections > 0 && std::chrono::steady_clock::now() < end)
    std::this_thread::yield();
  CHECK(echo.server.in_hand().connections == 0);
}

TEST_CASE("deaf readers' answers have a bounded room together, and who reads on keeps its own",
          "[hostile]") {
  constexpr std::size_t large = 16'000'000, taken = 8'000'000;
  ServerOptions narrow = Echo::options();
  narrow.limits.answer_bytes = 40'000'000;
  Echo echo(narrow);
  const auto wait_for_bytes = [&](std::size_t bytes) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (echo.server.in_hand().answer_bytes < bytes)
      REQUIRE(std::chrono::steady_clock::now() < end);
  };
  const auto deaf = [&] {
    Client client = echo.connect();
    client.send(get("/large"));
    return client;
  };
  const Client reader = deaf();
  wait_for_bytes(large);
  const Client first = deaf();
  wait_for_bytes(2 * large);
  // More than both sockets hold: the server has seen that it reads.
  const std::string begin = reader.some(taken);
  REQUIRE(begin.size() == taken);
  const Client second = deaf();
  const Exchange dropped = echo.logged(1);
  CHECK(dropped.status == 200);
  CHECK(dropped.bytes_out < large);
  CHECK(first.rest().size() < large);
  const std::string whole = begin + reader.rest();
  CHECK(whole.size() == whole.find("\r\n\r\n") + 4 + large);
  std::vector<Client> more;
  for (std::size_t i = 0; i < 6; ++i) more.push_back(deaf());
  // The one that was dropped, the one that has read, and all that two more have no room beside.
  CHECK(echo.logged(7).bytes_out < large);
  CHECK(echo.server.in_hand().answer_bytes <= narrow.limits.answer_bytes);
  CHECK_THAT(echo.said(post("honest")), EndsWith("honest"));
}

TEST_CASE("an answer that is larger than the room for answers is given when it is alone",
          "[hostile]") {
  ServerOptions narrow = Echo::options();
  narrow.limits.answer_bytes = 1'000'000;
  const Echo echo(narrow);
  const std::string answer = echo.said(get("/large"));
  CHECK(answer.size() == answer.find("\r\n\r\n") + 4 + 16'000'000);
}

TEST_CASE("two servers never share a port", "[hostile]") {
  const Echo echo;
  ServerOptions same = Echo::options();
  same.port = echo.server.port();
  CHECK_THROWS_AS(Echo(same), ledger::Failure);
}

TEST_CASE("a burst that comes while nobody listens waits at the door", "[hostile]") {
  allow_descriptors(3000);
  GuardedServer server(Echo::options(), [](const Request&) { return Response(); });
  std::vector<Client> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.emplace_back(server.port());
    REQUIRE(clients.back().send(get("/")));
  }
  std::thread serving([&] { server.run(); });
  bool are_answered = true;
  for (const Client& client : clients)
    are_answered = are_answered && client.rest().starts_with("HTTP/1.1 200");
  server.stop();
  serving.join();
  CHECK(are_answered);
}
