#include <condition_variable>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/guard/guarded_server.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/echo.hpp"

using namespace api;
using namespace made_up;
using namespace std::chrono_literals;
using Catch::Matchers::EndsWith, Catch::Matchers::StartsWith;

namespace {

nlohmann::json problem_in(const std::string& answer) {
  const std::size_t body = answer.find("\r\n\r\n");
  REQUIRE(body != std::string::npos);
  CHECK_THAT(answer, ContainsSubstring("Content-Type: application/problem+json\r\n"));
  return nlohmann::json::parse(answer.substr(body + 4));
}

std::string name_in(const std::string& answer) {
  return problem_in(answer).at("name").get<std::string>();
}

ServerOptions behind_proxy() {
  ServerOptions options = Echo::options();
  options.proxies = {"127.0.0.1"};
  options.limits.connections_of_a_client = 1;
  options.limits.counts_loopback = true;
  return options;
}

/// Until nobody is connected any more; the server's own thread lets go when it hears of the answer.
bool is_idle(const Echo& echo) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (echo.server.in_hand().connections != 0)
    if (std::chrono::steady_clock::now() > end) return false;
  return true;
}

}  // namespace

TEST_CASE("a refusal is problem details with the request's id, which the log has too", "[guard]") {
  Echo echo;
  const std::string answer =
      echo.said("GET /x?token=secret HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  CHECK_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  CHECK_THAT(answer, ContainsSubstring("Cache-Control: no-store\r\n"));
  const auto problem = problem_in(answer);
  CHECK(problem.at("name") == "unknown_host");
  const Exchange logged = echo.logged(1);
  CHECK(problem.at("request_id") == logged.id);
  CHECK_THAT(answer, ContainsSubstring("X-Request-Id: " + logged.id + "\r\n"));
  CHECK(logged.method == "GET");
  CHECK(logged.path == "/x");
  CHECK(logged.status == 400);
  CHECK(logged.refused_as == "unknown_host");
  CHECK(logged.client == "127.0.0.1");
  CHECK(logged.bytes_out == answer.size());
}

TEST_CASE("an answer is told to the log with what it took", "[guard]") {
  ServerOptions options = Echo::options();
  options.random = [] { return std::uint64_t{0xabc}; };
  Echo echo(options);
  const std::string request = post("hello"), answer = echo.said(request);
  CHECK_THAT(answer, ContainsSubstring("X-Request-Id: 0000000000000abc\r\n"));
  CHECK_THAT(answer, ContainsSubstring("X-Content-Type-Options: nosniff\r\n"));
  const Exchange logged = echo.logged(1);
  CHECK(logged.id == "0000000000000abc");
  CHECK(logged.refused_as.empty());
  CHECK(logged.bytes_in == request.size());
  CHECK(logged.bytes_out == answer.size());
  static_cast<void>(echo.said(get("/throws")));
  CHECK(echo.logged(2).failure == "a secret");
}

TEST_CASE("HEAD is answered like GET without the body", "[guard]") {
  const Echo echo;
  const std::string head = echo.said("HEAD /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK_THAT(head, ContainsSubstring("Content-Length: 16000000\r\n"));
  CHECK_THAT(head, EndsWith("\r\n\r\n"));
  const std::string refused = echo.said("HEAD /x HTTP/1.1\r\nHost: b\r\n\r\n");
  CHECK_THAT(refused, StartsWith("HTTP/1.1 400"));
  CHECK_THAT(refused, EndsWith("\r\n\r\n"));
  // Nor where no more than the method can be read of it.
  for (const std::string& begin :
       {std::string("HEAD\r\n\r\n"), std::string("HEAD /\1 HTTP/1.1\r\n\r\n"),
        "HEAD /" + std::string(20'000, 'x')}) {
    const std::string broken = echo.said(begin);
    CHECK_THAT(broken, StartsWith("HTTP/1.1 4"));
    CHECK_THAT(broken, EndsWith("\r\n\r\n"));
  }
}

TEST_CASE("an answer that is larger than a socket takes comes whole", "[guard]") {
  const Echo echo;
  const std::string answer = echo.said(get("/large"));
  CHECK(answer.size() == answer.find("\r\n\r\n") + 4 + 16'000'000);
}

TEST_CASE("a body beyond its route's limit is refused, and the refusal is seen", "[guard]") {
  const Echo echo;
  const std::string refused = echo.said(post(std::string(50'000, 'x')));
  CHECK(name_in(refused) == "too_large");
  CHECK_THAT(refused, ContainsSubstring("has 50000 bytes, and this path takes at most 0"));
  CHECK_THAT(echo.said(post(std::string(50'000, 'x'), "/large")), StartsWith("HTTP/1.1 200"));
  // Small ones reach the routes, which know what there is.
  CHECK_THAT(echo.said(post(std::string(10'000, 'x'))), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("bodies share a bounded room", "[guard]") {
  ServerOptions narrow = Echo::options();
  narrow.limits.body_bytes = 1'000'000;
  const Echo echo(narrow);
  const std::string large = post(std::string(600'000, 'x'), "/large");
  const Client first = echo.connect();
  REQUIRE(first.send(large.substr(0, large.size() - 1)));
  while (echo.server.in_hand().body_bytes < 600'000) std::this_thread::yield();
  // Who looks for the answer after the last byte of its body hears it too.
  const Client second = echo.connect();
  CHECK(second.send(post(std::string(9'000'000, 'x'), "/large")));
  const std::string refused = second.rest();
  CHECK_THAT(refused, ContainsSubstring("Retry-After: 1\r\n"));
  CHECK(name_in(refused) == "bodies_full");
  CHECK_THAT(echo.said(post("small")), EndsWith("small"));
  first.send("x");
  CHECK_THAT(first.rest(), StartsWith("HTTP/1.1 200"));
  REQUIRE(is_idle(echo));
  CHECK(echo.server.in_hand().body_bytes == 0);
  CHECK_THAT(echo.said(large), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("a body that drips loses its room to one that comes", "[guard]") {
  ServerOptions narrow = Echo::options();
  narrow.limits.body_bytes = 1'000'000;
  narrow.limits.times.room_for_body = 1ms;
  const Echo echo(narrow);
  const std::string large = post(std::string(450'000, 'x'), "/large");
  const Client oldest = echo.connect(), older = echo.connect();
  for (const Client* slow : {&oldest, &older}) {
    REQUIRE(slow->send(large.substr(0, large.size() - 1)));
    while (echo.server.in_hand().body_bytes < (slow == &oldest ? 450'000U : 900'000U))
      std::this_thread::yield();
  }
  CHECK_FALSE(older.has_answer(2ms));
  // One goes, not both: the other finds room then.
  CHECK_THAT(echo.said(large), StartsWith("HTTP/1.1 200"));
  CHECK(name_in(oldest.rest()) == "bodies_full");
  CHECK_FALSE(older.has_answer());
  older.send("x");
  CHECK_THAT(older.rest(), StartsWith("HTTP/1.1 200"));
  REQUIRE(is_idle(echo));
  CHECK(echo.server.in_hand().body_bytes == 0);
}

TEST_CASE("who sends a body behind a head that is refused hears why", "[guard]") {
  const Echo echo;
  const std::string body(9'000'000, 'x');
  for (const std::string wrong : {"Content-Encoding: gzip\r\n", "Host: elsewhere.example\r\n"}) {
    CAPTURE(wrong);
    const Client client = echo.connect();
    CHECK(client.send("POST /large HTTP/1.1\r\n" + wrong +
                      "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body));
    CHECK_THAT(client.rest(), StartsWith("HTTP/1.1 4"));
  }
}

TEST_CASE("what is announced and does not come holds no room", "[guard]") {
  ServerOptions narrow = Echo::options();
  narrow.limits.body_bytes = 1'000'000;
  const Echo echo(narrow);
  std::vector<Client> boasters;
  for (int i = 0; i < 20; ++i) {
    boasters.push_back(echo.connect());
    boasters.back().send(
        "POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\nx");
  }
  CHECK_THAT(echo.said(post(std::string(900'000, 'x'), "/large")), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("a large body may take its time as long as it goes on", "[guard]") {
  ServerOptions hasty = Echo::options();
  hasty.limits.times.head = hasty.limits.times.request = 400ms;
  hasty.limits.times.megabyte = 20s;
  const Echo echo(hasty);
  const Client client = echo.connect();
  const std::string large = post(std::string(2'000'000, 'x'), "/large");
  REQUIRE(client.send(large.substr(0, 1'500'000)));
  // Longer than a small one may take.
  CHECK_FALSE(client.has_answer(500ms));
  REQUIRE(client.send(large.substr(1'500'000)));
  CHECK_THAT(client.rest(), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("so many requests wait for a thread, and the next is told to come later", "[guard]") {
  ServerOptions narrow = Echo::options();
  narrow.limits.threads = narrow.limits.waiting = 1;
  Echo echo(narrow);
  const Client at_work = echo.connect();
  at_work.send(post("", "/slow"));
  echo.wait_until_at_work(1);
  const Client waiting = echo.connect();
  waiting.send(post("waited"));
  while (echo.server.in_hand().waiting == 0) std::this_thread::yield();
  const std::string third = echo.said(post("third"));
  CHECK_THAT(third, StartsWith("HTTP/1.1 503"));
  CHECK_THAT(third, ContainsSubstring("Retry-After: 1\r\n"));
  CHECK(name_in(third) == "busy");
  echo.free();
  CHECK_THAT(at_work.rest(), EndsWith("late"));
  CHECK_THAT(waiting.rest(), EndsWith("waited"));
}

TEST_CASE("who came first is answered first", "[guard]") {
  ServerOptions narrow = Echo::options();
  narrow.limits.threads = 1;
  Echo echo(narrow);
  const Client slow = echo.connect(), first = echo.connect(), second = echo.connect();
  slow.send(post("", "/slow"));
  echo.wait_until_at_work(1);
  first.send(post("", "/first"));
  while (echo.server.in_hand().waiting == 0) std::this_thread::yield();
  second.send(post(""));
  while (echo.server.in_hand().waiting == 1) std::this_thread::yield();
  echo.free();
  CHECK(echo.logged(2).path == "/first");
}

TEST_CASE("a client that has all its connections at work is told so", "[guard]") {
  ServerOptions options = Echo::options();
  options.limits.counts_loopback = true;
  options.limits.connections_of_a_client = 2;
  Echo echo(options);
  std::vector<Client> at_work;
  for (int i = 0; i < 2; ++i) {
    at_work.push_back(echo.connect());
    at_work.back().send(post("", "/slow"));
    echo.wait_until_at_work(i + 1);
  }
  CHECK(name_in(echo.said(post("x"))) == "too_many_connections");
  CHECK_THAT(echo.said(post("x"), "127.0.0.2"), EndsWith("x"));
  echo.free();
  for (const Client& client : at_work) CHECK_THAT(client.rest(), EndsWith("late"));
  at_work.clear();
  REQUIRE(is_idle(echo));
  CHECK_THAT(echo.said(post("x")), EndsWith("x"));
}

TEST_CASE("a proxy is believed whom it speaks for, and each of them is counted", "[guard]") {
  Echo echo(behind_proxy());
  const auto from = [](const std::string& client) {
    return "X-Forwarded-For: 6.6.6.6, " + client + "\r\n";
  };
  CHECK_THAT(echo.said(get("/headers", from("10.1.1.1"))), ContainsSubstring("client 10.1.1.1\n"));
  CHECK_THAT(echo.said(get("/headers", "X-Forwarded-For: nonsense\r\n")),
             ContainsSubstring("client 127.0.0.1\n"));
  REQUIRE(is_idle(echo));
  const Client at_work = echo.connect();
  at_work.send(get("/slow", from("10.1.1.1")));
  echo.wait_until_at_work(1);
  CHECK(name_in(echo.said(get("/headers", from("10.1.1.1")))) == "too_many_connections");
  CHECK_THAT(echo.said(get("/headers", from("10.1.1.2"))), ContainsSubstring("client 10.1.1.2\n"));
  CHECK_THAT(echo.said(get("/headers")), ContainsSubstring("client 127.0.0.1\n"));
  echo.free();
  CHECK_THAT(at_work.rest(), EndsWith("late"));
}

TEST_CASE("who is no proxy speaks for nobody else", "[guard]") {
  const Echo echo;
  const std::string answer = echo.said(
      get("/headers", "X-Forwarded-For: 10.1.1.1\r\nX-Request-Id: not-to-be-believed\r\n"));
  CHECK_THAT(answer, ContainsSubstring("client 127.0.0.1\n"));
  CHECK(answer.find("id not-to-be-believed") == std::string::npos);
}

TEST_CASE("a proxy's request id is kept when it is one", "[guard]") {
  const Echo echo(behind_proxy());
  const auto id = [&](const std::string& sent) {
    return echo.said(get("/headers", "X-Request-Id: " + sent + "\r\n"));
  };
  CHECK_THAT(id("abcdefgh-1"), ContainsSubstring("\nid abcdefgh-1\n"));
  for (const std::string sent : {"short", "with space in it", "with\"quote"})
    CHECK(id(sent).find("id " + sent) == std::string::npos);
  CHECK(id(std::string(65, 'x')).find("id xxx") == std::string::npos);
  CHECK_THROWS_AS(Echo([] {
                    ServerOptions options = Echo::options();
                    options.proxies = {"proxy.example"};
                    return options;
                  }()),
                  ledger::Failure);
}

TEST_CASE("a port that another has is a failure that says so", "[guard]") {
  const Echo echo;
  ServerOptions same = Echo::options();
  same.port = echo.server.port();
  CHECK_THROWS_WITH(Echo(same), ContainsSubstring("another program listens there"));
  same.address = "no such address";
  CHECK_THROWS_WITH(Echo(same), ContainsSubstring("the address is not known here"));
}

TEST_CASE("a machine without descriptors answers who asks, one after the other", "[guard]") {
  GuardedServer server(Echo::options(), [](const Request&) { return Response(); });
  // They wait at the door: idlers first, then those who ask.
  std::vector<Client> idle, asking;
  for (int i = 0; i < 10; ++i) idle.emplace_back(server.port());
  for (int i = 0; i < 20; ++i) {
    asking.emplace_back(server.port());
    asking.back().send(get("/"));
  }
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const int next = ::dup(0);
  REQUIRE(next >= 0);
  ::close(next);
  const rlimit few{static_cast<rlim_t>(next) + 4, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  std::thread serving([&] { server.run(); });
  bool are_answered = true;
  for (const Client& client : asking)
    are_answered = are_answered && client.rest().starts_with("HTTP/1.1 200");
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(are_answered);
  const Client later(server.port());
  later.send(get("/"));
  CHECK_THAT(later.rest(), StartsWith("HTTP/1.1 200"));
  server.stop();
  serving.join();
}
