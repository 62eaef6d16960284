#include <vector>

#include "api/guard/guarded_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/echo.hpp"

using namespace api;
using namespace made_up;
using namespace std::chrono_literals;
using Catch::Matchers::EndsWith, Catch::Matchers::StartsWith;

namespace {

Client listener(const Echo& echo) {
  Client client = echo.connect();
  client.send(get("/feed"));
  REQUIRE_THAT(client.until("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  return client;
}

void wait_until_ended(Echo& echo, std::size_t count) {
  std::unique_lock lock(echo.guard);
  REQUIRE(echo.changed.wait_for(lock, 20s, [&] { return echo.feeds_ended == count; }));
}

}  // namespace

TEST_CASE("a feed has a head without a length, and brings what comes", "[feed]") {
  Echo echo;
  const Client client = echo.connect();
  client.send(get("/feed"));
  const std::string head = client.until("\r\n\r\n");
  CHECK_THAT(head, ContainsSubstring("Content-Type: text/event-stream\r\n"));
  CHECK_THAT(head, ContainsSubstring("Connection: close\r\n"));
  CHECK(head.find("Content-Length") == std::string::npos);
  for (const std::string news : {"one\n", "two\n", "three\n"}) {
    echo.put(news);
    CHECK(client.until("\n") == news);
  }
  CHECK(echo.server.in_hand().feeds == 1);
}

TEST_CASE("every feed brings everything in its order, however often and fast it is woken",
          "[feed]") {
  Echo echo;
  std::vector<Client> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(listener(echo));
  std::string all;
  for (int i = 0; i < 500; ++i) {
    const std::string line = "news " + std::to_string(i) + "\n";
    all += line;
    echo.put(line);
  }
  // More than one piece of a feed, and than a socket takes at once.
  const std::string large(1'000'000, 'x');
  echo.put(large + "end\n");
  for (const Client& client : clients) REQUIRE(client.until("end\n") == all + large + "end\n");
}

TEST_CASE("a silent feed says that it is there", "[feed]") {
  ServerOptions talkative = Echo::options();
  talkative.limits.times.feed_silence = 20ms;
  Echo echo(talkative);
  const Client client = listener(echo);
  CHECK(client.until("\n\n") == ":\n\n");
  CHECK(client.until("\n\n") == ":\n\n");
  echo.put("news\n\n");
  CHECK_THAT(client.until("news\n\n"), EndsWith("news\n\n"));
  {
    const std::lock_guard lock(echo.guard);
    echo.may_listen = false;
  }
  static_cast<void>(client.rest());
  wait_until_ended(echo, 1);
}

TEST_CASE("a reader that does not take its bytes is dropped, and no other waits for it", "[feed]") {
  ServerOptions hasty = Echo::options();
  hasty.limits.times.feed_stall = 100ms;
  Echo echo(hasty);
  const Client slow = listener(echo), fast = listener(echo);
  echo.put(std::string(20'000'000, 'x') + "end\n");
  CHECK(fast.until("end\n").size() == 20'000'004);
  wait_until_ended(echo, 1);
  CHECK(echo.logged(1).status == 200);
  CHECK(slow.rest().size() < 20'000'000);
}

TEST_CASE("a reader that goes is noticed", "[feed]") {
  Echo echo;
  { const Client gone = listener(echo); }
  wait_until_ended(echo, 1);
  const Client ended = listener(echo);
  ended.end();
  CHECK(ended.rest().empty());
  wait_until_ended(echo, 2);
  // Nor may it go on talking for ever.
  const Client talker = listener(echo);
  while (talker.send(std::string(10'000, 'x'))) continue;
  wait_until_ended(echo, 3);
}

TEST_CASE("so many feeds go on at a time, and the next is told to come later", "[feed]") {
  ServerOptions few = Echo::options();
  few.limits.feeds = 2;
  Echo echo(few);
  const Client first = listener(echo);
  {
    const Client second = listener(echo);
    const std::string third = echo.said(get("/feed"));
    CHECK_THAT(third, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    CHECK_THAT(third, ContainsSubstring("Retry-After: 60\r\n"));
    CHECK_THAT(third, ContainsSubstring("\"name\":\"streams_full\""));
  }
  // The one that was refused, and the one that has gone.
  wait_until_ended(echo, 2);
  echo.put("still\n");
  CHECK(first.until("\n") == "still\n");
  echo.wait_until_feeds(1);
  CHECK(listener(echo).until("\n") == "still\n");
}

TEST_CASE("a feed that fails ends, and only the log is told why", "[feed]") {
  Echo echo;
  const Client client = listener(echo);
  echo.put("!");
  CHECK(client.rest().empty());
  CHECK(echo.logged(1).failure == "a secret");
}

TEST_CASE("a HEAD of a feed is its head alone", "[feed]") {
  const Echo echo;
  const std::string answer = echo.said("HEAD /feed HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  CHECK_THAT(answer, EndsWith("\r\n\r\n"));
  // It has none to tell: a GET goes on.
  CHECK(answer.find("Content-Length") == std::string::npos);
}

TEST_CASE("a stop ends feeds at once", "[feed]") {
  Echo echo;
  std::vector<Client> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(listener(echo));
  const auto begin = std::chrono::steady_clock::now();
  echo.stop();
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
  for (const Client& client : clients) CHECK(client.rest().empty());
  wait_until_ended(echo, 20);
}
