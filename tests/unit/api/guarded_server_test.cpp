#include "api/guarded_server.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/api/client.hpp"

using namespace api;
using namespace made_up;
using namespace std::chrono_literals;

namespace {

ServerLimits limits() {
  ServerLimits limits;
  limits.request.body_bytes = 1000;
  return limits;
}

/// Says back what is posted.
struct Echo {
  explicit Echo(const ServerLimits& limits = ::limits()) : server("127.0.0.1", 0, limits) {
    server.Post("/", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content(request.body, "text/plain");
    });
    server.Post("/slow", [this](const httplib::Request&, httplib::Response& response) {
      std::unique_lock lock(guard);
      ++at_work;
      changed.notify_all();
      changed.wait(lock, [this] { return is_free; });
      response.set_content("late", "text/plain");
    });
    server.Get("/throws", [](const httplib::Request&, httplib::Response&) {
      throw std::runtime_error("a secret");
    });
    serving = std::thread([this] { server.run(); });
  }
  ~Echo() {
    free();
    stop();
  }
  void free() {
    const std::lock_guard lock(guard);
    is_free = true;
    changed.notify_all();
  }
  void stop() {
    server.stop();
    if (serving.joinable()) serving.join();
  }
  void wait_until_at_work(int count) {
    std::unique_lock lock(guard);
    changed.wait(lock, [&] { return at_work == count; });
  }
  [[nodiscard]] Client connect(const std::string& from = "127.0.0.1") const {
    return Client(server.port(), from);
  }

  GuardedServer server;
  std::thread serving;
  std::mutex guard;
  std::condition_variable changed;
  bool is_free = false;
  int at_work = 0;
};

std::string post(const std::string& body, const std::string& path = "/") {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string said(const Client& client, const std::string& bytes) {
  client.send(bytes);
  return client.rest();
}

}  // namespace

TEST_CASE("hundreds of idle connections lock nobody out", "[guard]") {
  const Echo echo;
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
  ServerLimits few = limits();
  few.connections = 40;
  const Echo echo(few);
  std::vector<Client> idle;
  for (int i = 0; i < 100; ++i) idle.push_back(echo.connect("127.0.1." + std::to_string(i + 1)));
  CHECK_THAT(said(echo.connect("127.0.0.2"), post("honest")), ContainsSubstring("honest"));
}

TEST_CASE("a client that has begun is not pushed out by other clients' idlers", "[guard]") {
  ServerLimits few = limits();
  few.connections = 40;
  const Echo echo(few);
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

TEST_CASE("who drips is answered 408 when the time is up, head or body", "[guard]") {
  ServerLimits hasty = limits();
  hasty.times.head = hasty.times.request = 50ms;
  const Echo echo(hasty);
  for (const std::string begin : {"", "POST / HTTP/1.1\r\nX: ", "\r\n\r", "GET"}) {
    const Client client = echo.connect();
    client.send(begin);
    while (!client.has_answer(1ms)) client.send("x");
    CHECK(client.rest().starts_with("HTTP/1.1 408"));
  }
  const Client body = echo.connect();
  body.send("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc");
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
  const std::string answer = said(echo.connect(), "GET /throws HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 500"));
  CHECK(answer.find("secret") == std::string::npos);
}

TEST_CASE("who waits for its answer is not dropped for who has not asked", "[guard]") {
  ServerLimits few = limits();
  few.connections = 3;
  few.connections_of_a_client = 2;
  Echo echo(few);
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

TEST_CASE("a server that is stopped before it runs does not run", "[guard]") {
  GuardedServer server("127.0.0.1", 0, limits());
  server.stop();
  server.run();
}
