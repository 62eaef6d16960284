#include "api/guard/answering.hpp"

#include <optional>
#include <poll.h>
#include <sys/socket.h>

#include "api/guard/listener.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/client.hpp"
#include "tests/unit/api/echo.hpp"

using namespace api;
using namespace made_up;
using namespace std::chrono_literals;
using Catch::Matchers::EndsWith, Catch::Matchers::StartsWith;

namespace {

/// A request that waited so long for the thread it is at now, over a connection of its own.
class AtThread {
 public:
  explicit AtThread(std::chrono::milliseconds waited) {
    Listener listener("127.0.0.1", 0);
    client.emplace(listener.port());
    auto accepted = listener.accept();
    REQUIRE(accepted);
    work_.socket = std::move(accepted->socket);
    work_.head = get("/");
    work_.since = api::Clock::now() - waited;
  }
  void client_sends_more() {
    REQUIRE(client->send("more"));
    pollfd asked{work_.socket.number(), POLLIN, 0};
    REQUIRE(::poll(&asked, 1, 20'000) == 1);
  }
  /// With something unread, so that the other side learns at once that nobody is there.
  void client_goes() {
    REQUIRE(::send(work_.socket.number(), "?", 1, MSG_NOSIGNAL) == 1);
    REQUIRE(client->has_answer(20s));
    client.reset();
  }
  /// Whether the connection was closed with it.
  bool be_worked() {
    const Answering answering([this](const Request&) {
      was_worked_out = true;
      Response response;
      response.body = "worked out";
      response.headers = {{"X-Request-Id", "another"}, {"connection", "keep-alive"}};
      return response;
    });
    return answering.work(std::move(work_)).socket.number() < 0;
  }

  std::optional<Client> client;
  bool was_worked_out = false;

 private:
  Work work_;
};

}  // namespace

TEST_CASE("who waited too long for a thread is told to come again, and nothing is worked out",
          "[guard]") {
  for (const auto& [waited, is_worked_out] : {std::pair(19s, true), std::pair(21s, false)}) {
    CAPTURE(waited.count());
    AtThread at(waited);
    (void)at.be_worked();
    CHECK(at.was_worked_out == is_worked_out);
    const std::string answer = at.client->rest();
    CHECK_THAT(answer, StartsWith(is_worked_out ? "HTTP/1.1 200" : "HTTP/1.1 503"));
    // What the guard says itself is not said again by who answers.
    CHECK_THAT(answer, ContainsSubstring("\r\nConnection: close\r\n") &&
                           !ContainsSubstring("another") && !ContainsSubstring("keep-alive"));
    if (is_worked_out) continue;
    CHECK_THAT(answer,
               ContainsSubstring("\r\nRetry-After: 1\r\n") && ContainsSubstring("\"busy\""));
  }
}

TEST_CASE("who closed one direction is answered for two seconds, and then nothing is worked out",
          "[guard]") {
  for (const auto& [waited, is_worked_out] :
       {std::pair(1'500ms, true), std::pair(2'500ms, false)}) {
    CAPTURE(waited.count());
    AtThread at(waited);
    at.client->end();
    (void)at.be_worked();
    CHECK(at.was_worked_out == is_worked_out);
    CHECK(at.client->rest().empty() != is_worked_out);
  }
}

TEST_CASE("for a client that has gone nothing is worked out", "[guard]") {
  AtThread at(0s);
  at.client_goes();
  CHECK(at.be_worked());
  CHECK_FALSE(at.was_worked_out);
}

TEST_CASE("a connection is closed with its answer unless something came that nobody read",
          "[guard]") {
  AtThread silent(0s), talking(0s);
  // Closed at once it would be reset, and the answer perhaps lost.
  talking.client_sends_more();
  CHECK(silent.be_worked());
  CHECK_FALSE(talking.be_worked());
  for (const AtThread* one : {&silent, &talking})
    CHECK_THAT(one->client->until("worked out"), StartsWith("HTTP/1.1 200"));
}
