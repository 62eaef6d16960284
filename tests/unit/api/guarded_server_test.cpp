#include "api/guard/guarded_server.hpp"

#include <thread>
#include <vector>

#include "api/guard/outgoing.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/client.hpp"
#include "tests/unit/api/echo.hpp"

using namespace api;
using namespace made_up;
using namespace std::chrono_literals;
using Catch::Matchers::EndsWith, Catch::Matchers::StartsWith;

namespace {

/// As if every address were a stranger's.
ServerOptions among_strangers(std::size_t connections = 512, std::size_t of_a_client = 16) {
  ServerOptions options = Echo::options();
  options.limits.counts_loopback = true;
  options.limits.connections = connections;
  options.limits.connections_of_a_client = of_a_client;
  return options;
}

std::string said(const Client& client, const std::string& bytes) {
  client.send(bytes);
  return client.rest();
}

}  // namespace

TEST_CASE("hundreds of idle connections lock nobody out", "[guard]") {
  const Echo echo(among_strangers());
  std::vector<Client> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(echo.connect());
    idle.back().send(i % 2 == 0 ? "" : "POST / HTTP/1.1\r\nContent-Le");
  }
  // Somebody else, and even somebody behind the same address.
  CHECK_THAT(said(echo.connect("127.0.0.2"), post("honest")), ContainsSubstring("honest"));
  CHECK_THAT(said(echo.connect(), post("honest")), ContainsSubstring("honest"));
  // Nor do those who send on, drop by drop.
  for (const Client& client : idle) client.send("n");
  CHECK_THAT(said(echo.connect("127.0.0.2"), post("honest")), ContainsSubstring("honest"));
}

TEST_CASE("idle connections from everywhere lock nobody out", "[guard]") {
  const Echo echo(among_strangers(40));
  std::vector<Client> idle;
  for (int i = 0; i < 100; ++i) idle.push_back(echo.connect("127.0.1." + std::to_string(i + 1)));
  CHECK_THAT(said(echo.connect("127.0.0.2"), post("honest")), ContainsSubstring("honest"));
}

TEST_CASE("a client that has begun is not pushed out by other clients' idlers", "[guard]") {
  const Echo echo(among_strangers(40));
  const std::string request = post("honest");
  const Client honest = echo.connect("127.0.0.2");
  REQUIRE(honest.send(request.substr(0, 20)));
  std::vector<Client> idle;
  for (int i = 0; i < 200; ++i) idle.push_back(echo.connect());
  CHECK_THAT(said(echo.connect("127.0.0.3"), post("x")), ContainsSubstring("200"));
  CHECK_THAT(said(honest, request.substr(20)), ContainsSubstring("honest"));
}

TEST_CASE("many requests at once from one address are all answered", "[guard]") {
  const Echo echo;
  std::vector<Client> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(echo.connect());
    REQUIRE(clients.back().send(post("request " + std::to_string(i) + ";")));
  }
  for (std::size_t i = 0; i < clients.size(); ++i)
    REQUIRE_THAT(clients[i].rest(), ContainsSubstring("request " + std::to_string(i) + ";"));
}

TEST_CASE("a request may come in any pieces", "[guard]") {
  const Echo echo;
  const std::string request = post("in pieces");
  for (std::size_t cut = 1; cut < request.size(); ++cut) {
    CAPTURE(cut);
    const Client client = echo.connect();
    REQUIRE(client.send(request.substr(0, cut)));
    REQUIRE(said(client, request.substr(cut)).ends_with("in pieces"));
  }
  const Client slow = echo.connect();
  for (const char c : request) REQUIRE(slow.send(std::string(1, c)));
  CHECK(slow.rest().ends_with("in pieces"));
}

TEST_CASE("who waits to be told to go on is told once, when its head is good", "[guard]") {
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto head = [](const std::string& line, int length) {
    return line + "\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " +
           std::to_string(length) + "\r\n\r\n";
  };
  Echo echo;
  SECTION("and answered when the body has come") {
    const Client client = echo.connect();
    REQUIRE(client.send(head("POST / HTTP/1.1", 4)));
    REQUIRE(client.until("\r\n\r\n") == go_on);
    CHECK_FALSE(client.has_answer());
    const std::string answer = said(client, "body");
    CHECK_THAT(answer, StartsWith("HTTP/1.1 200") && EndsWith("\r\n\r\nbody"));
    CHECK(echo.logged(1).bytes_out == go_on.size() + answer.size());
  }
  SECTION("who does not wait is answered too") {
    const Client client = echo.connect();
    REQUIRE(client.send(head("POST / HTTP/1.1", 4) + "bo"));
    REQUIRE(client.until("\r\n\r\n") == go_on);
    CHECK_THAT(said(client, "dy"), StartsWith("HTTP/1.1 200") && EndsWith("body"));
    CHECK_THAT(said(echo.connect(), head("POST / HTTP/1.1", 4) + "body"),
               StartsWith("HTTP/1.1 200") && EndsWith("body"));
  }
  SECTION("a head that is refused is answered at once and without it") {
    CHECK_THAT(said(echo.connect(), head("POST / HTTP/1.1", 50'000)), StartsWith("HTTP/1.1 413"));
    CHECK_THAT(said(echo.connect(), head("PUT / HTTP/1.1", 4)), StartsWith("HTTP/1.1 405"));
  }
  SECTION("of HTTP/1.0 the header means nothing") {
    const Client client = echo.connect();
    REQUIRE(client.send(head("POST / HTTP/1.0", 4)));
    CHECK_FALSE(client.has_answer(20ms));
    CHECK_THAT(said(client, "body"), StartsWith("HTTP/1.1 200") && EndsWith("body"));
  }
}

TEST_CASE("who is told to go on and does not is answered 408 when the time is up", "[guard]") {
  ServerOptions hasty = Echo::options();
  hasty.limits.times.request = 50ms;
  const Echo echo(hasty);
  CHECK_THAT(said(echo.connect(),
                  "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                  "Content-Length: 5\r\n\r\n"),
             StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408"));
}

TEST_CASE("who drips is answered 408 when the time is up, head or body", "[guard]") {
  ServerOptions hasty = Echo::options();
  hasty.limits.times.head = hasty.limits.times.request = 50ms;
  const Echo echo(hasty);
  for (const std::string begin : {"", "POST / HTTP/1.1\r\nX: ", "GET /\r\n\r", "GET"}) {
    const Client client = echo.connect();
    client.send(begin);
    while (!client.has_answer(1ms)) client.send("x");
    CHECK(client.rest().starts_with("HTTP/1.1 408"));
  }
  const Client body = echo.connect();
  body.send(post("abcde").substr(0, 58));
  CHECK(body.rest().starts_with("HTTP/1.1 408"));
}

TEST_CASE("who goes before it has asked is forgotten", "[guard]") {
  const Echo echo;
  const Client client = echo.connect();
  client.send("POST / HTTP/1.1\r\n");
  client.end();
  CHECK(client.rest().empty());
  // Who has asked may say that nothing more comes.
  const Client asked = echo.connect();
  asked.send(post("asked"));
  asked.end();
  CHECK(asked.rest().ends_with("asked"));
}

TEST_CASE("what a handler throws is not told to strangers", "[guard]") {
  const Echo echo;
  const std::string answer = echo.said(get("/throws"));
  CHECK(answer.starts_with("HTTP/1.1 500"));
  CHECK(answer.find("secret") == std::string::npos);
}

TEST_CASE("who waits for its answer is not dropped for who has not asked", "[guard]") {
  Echo echo(among_strangers(3, 3));
  std::vector<Client> asked;
  for (int i = 0; i < 3; ++i) {
    asked.push_back(echo.connect());
    asked.back().send(post("", "/slow"));
    echo.wait_until_at_work(i + 1);
  }
  // All places are taken: this one waits at the door.
  const Client next = echo.connect();
  next.send(post("next"));
  CHECK_FALSE(next.has_answer());
  echo.free();
  for (const Client& client : asked) CHECK(client.rest().ends_with("late"));
  CHECK(next.rest().ends_with("next"));
}

TEST_CASE("a server that is stopped answers what is asked whole, and waits for no other",
          "[guard]") {
  Echo echo;
  const Client idle = echo.connect(), asked = echo.connect();
  idle.send("POST ");
  asked.send(post("", "/slow"));
  echo.wait_until_at_work(1);
  echo.server.stop();
  CHECK(idle.rest().empty());
  echo.free();
  CHECK(asked.rest().ends_with("late"));
  echo.stop();
}

TEST_CASE("a stop waits only so long for who takes its answer slowly", "[guard]") {
  ServerOptions patient = Echo::options();
  patient.limits.times.stop = 50ms;
  patient.limits.times.answer = patient.limits.times.megabyte = 1h;
  Echo echo(patient);
  const Client slow = echo.connect(), asked = echo.connect();
  slow.send(get("/large"));
  CHECK(slow.has_answer(10s));
  asked.send(post("", "/slow"));
  echo.wait_until_at_work(1);
  echo.server.stop();
  const auto begin = std::chrono::steady_clock::now();
  // What is at work is ours to finish, however long it takes.
  CHECK_FALSE(asked.has_answer(100ms));
  echo.free();
  echo.stop();
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
  CHECK(asked.rest().ends_with("late"));
}

TEST_CASE("a server that is stopped before it runs does not run", "[guard]") {
  GuardedServer server(Echo::options(), [](const Request&) { return Response(); });
  server.stop();
  server.run();
}

TEST_CASE("every answer tells when it was given", "[guard]") {
  const Echo echo;
  const auto now = [] {
    using namespace std::chrono;
    return http_date(floor<seconds>(system_clock::now()));
  };
  for (const std::string& request : {get("/headers"), get("/throws"), std::string("x\r\n\r\n")}) {
    // A second may end in between.
    const std::string before = now(), answer = echo.said(request), after = now();
    CHECK_THAT(answer, ContainsSubstring("\r\nDate: " + before + "\r\n") ||
                           ContainsSubstring("\r\nDate: " + after + "\r\n"));
    CHECK(answer.find("\nDate: ") == answer.rfind("\nDate: "));
  }
}

TEST_CASE("what follows a request is not taken into its body", "[guard]") {
  const Echo echo;
  const Client client = echo.connect();
  client.send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  REQUIRE_THAT(client.until("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  client.send("body" + get("/headers"));
  CHECK_THAT(client.rest(), StartsWith("HTTP/1.1 200") && EndsWith("\r\n\r\nbody"));
}

TEST_CASE("a large answer may take its time as long as it is read", "[guard]") {
  ServerOptions hasty = Echo::options();
  hasty.limits.times.answer = 600ms;
  hasty.limits.times.head = 900ms;
  hasty.limits.times.megabyte = 20s;
  const Echo echo(hasty);
  const Client reader = echo.connect();
  reader.send(get("/large"));
  while (echo.server.in_hand().answer_bytes == 0) std::this_thread::yield();
  const std::size_t begun = reader.some(5'000'000).size();
  // Who asks nothing is told so later than a small answer would have to be read.
  CHECK_THAT(echo.connect().rest(), StartsWith("HTTP/1.1 408"));
  CHECK(begun + reader.rest().size() > 16'000'000);
}
