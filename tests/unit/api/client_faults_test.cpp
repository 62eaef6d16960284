#include <future>

#include "api/client/problem_details.hpp"
#include "api/client/read_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/client_scene.hpp"

using namespace made_up;
using namespace api::client;
using std::chrono::milliseconds;

namespace {

/// The answer with one text in the place of another; the length has to stay.
ScriptedServer::Line passes_on_with(const Served& served, const std::string& before,
                                    const std::string& after) {
  REQUIRE(before.size() == after.size());
  return [pass = passes_on(served), before, after](const std::string& request) {
    std::string answer = pass(request);
    const std::size_t at = answer.find(before);
    if (at != std::string::npos) answer.replace(at, before.size(), after);
    return answer;
  };
}

ledger::SignedBatch sign(const RemoteLedger& ledger, const Said& said) {
  std::vector<ledger::Event> events;
  events.push_back(*ledger::read_event(said.json()));
  return ledger::sign_batch(ledger.info().origin, std::move(events), ledger.newest(),
                            key_named(std::string(collector) + "/desk"));
}

void two_packs(TempLedger& book) {
  book.accept({retire(collector, "R-1"), retire(collector, "R-2").unit(pack(2))});
}

std::string body_in(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("a batch is recorded once, whatever becomes of its answers") {
  Served served;
  Waits waits;
  const auto pass = passes_on(served);
  ScriptedServer between({
      pass,
      pass,
      [&](const std::string& request) { return (void)pass(request), std::string(); },
      says(http(503, "text/html", "<h1>later</h1>", "Retry-After: 7\r\n")),
      says(http(502, "text/html", "<h1>bad gateway</h1>")),
      [&](const std::string& request) { return pass(request).substr(0, 400); },
      pass,
  });
  RemoteLedger ledger(client_of(between), waits.patience());
  const auto appended = ledger.send(sign(ledger, retire(collector, "R-1")));
  REQUIRE(appended.has_value());
  CHECK(appended->repeated);
  CHECK(ledger.info().size == appended->receipt.first + 1);
  CHECK(waits.waits.size() == 4);
  CHECK(waits.waits.at(1) >= milliseconds(7000));
  // The very same bytes each time.
  const auto requests = between.requests();
  REQUIRE(requests.size() >= 7);
  for (std::size_t i = 3; i < 7; ++i) CHECK(body_in(requests[i]) == body_in(requests[2]));
  served.stop_and_check();
}

TEST_CASE("a dry run is sent again when the service is at as many as it may be") {
  Served served;
  Waits waits;
  const auto pass = passes_on(served);
  const std::string busy = R"({"name":"busy","status":503,"title":"Too much","detail":"too many"})";
  ScriptedServer between({
      pass,
      says(http(503, "application/problem+json", busy, "Retry-After: 1\r\n")),
      pass,
  });
  RemoteLedger ledger(client_of(between), waits.patience());
  std::vector<ledger::Event> events;
  events.push_back(std::move(*ledger::read_event(retire(collector, "R-1").json())));
  CHECK_FALSE(ledger.dry_run(events).at(0));
  REQUIRE(waits.waits.size() == 1);
  CHECK(waits.waits.at(0) >= milliseconds(1000));
  served.stop_and_check();
}

TEST_CASE("patience has an end, and readers have little of it") {
  Waits waits;
  ScriptedServer busy({says(http(503, "text/plain", "no", "Retry-After: 1\r\n"))});
  const Exchange exchange(client_of(busy), waits.patience(milliseconds(30'000)));
  CHECK_THROWS_AS(static_cast<void>(exchange.post("/v1/batches", "{}")), ledger::Busy);
  CHECK(waits.sum() <= milliseconds(30'000));
  CHECK(waits.sum() > milliseconds(5'000));
  waits.waits.clear();
  CHECK_THROWS_AS(exchange.get("/v1/ledger"), ledger::Busy);
  CHECK(waits.sum() <= milliseconds(15'000));

  // Each pause is longer than the one before, up to a limit, and no two clients keep step.
  Waits one, other;
  other.seed = 99;
  ScriptedServer dropping({says("")});
  CHECK_THROWS_AS(
      static_cast<void>(Exchange(client_of(dropping), one.patience()).post("/v1/x", "{}")),
      Unreachable);
  CHECK_THROWS_AS(
      static_cast<void>(Exchange(client_of(dropping), other.patience()).post("/v1/x", "{}")),
      Unreachable);
  CHECK(one.waits != other.waits);
  CHECK(one.waits.size() < 20);
  CHECK(one.waits.back() > 4 * one.waits.front());

  Waits none;
  CHECK_THROWS_AS(Exchange(client_of(dropping), none.patience()).get("/v1/ledger"), Unreachable);
  CHECK(none.waits.empty());
}

TEST_CASE("who came to record waits for a service that is not there yet") {
  Served served;
  const auto pass = passes_on(served);
  const std::vector<ScriptedServer::Line> script{
      says(""), says(http(503, "text/html", "later", "Retry-After: 2\r\n")), pass};
  Waits waits;
  Patience patient = waits.patience();
  patient.with_reading = true;
  ScriptedServer starting(script);
  RemoteLedger ledger(client_of(starting), patient);
  CHECK(waits.waits.size() == 2);
  CHECK(waits.waits.back() >= milliseconds(2000));
  const auto appended = ledger.send(sign(ledger, retire(collector, "R-1")));
  REQUIRE(appended.has_value());
  ScriptedServer again(script);
  CHECK_THROWS_AS(RemoteLedger(client_of(again), waits.patience()), Unreachable);
  served.stop_and_check();
}

TEST_CASE("what a service says stays in its parts") {
  Waits waits;
  ScriptedServer server({says(http(
      403, "application/problem+json",
      R"({"name":"not_allowed","title":"T","detail":"D","hint":"H","pointer":"/p","status":403})"))});
  try {
    static_cast<void>(Exchange(client_of(server), waits.patience()).get("/v1/ledger"));
    FAIL("it was let in");
  } catch (const Withheld& refused) {
    const auto& words = dynamic_cast<const ServiceWords&>(refused);
    CHECK(words.name + words.detail + words.hint + words.pointer == "not_allowedDH/p");
    CHECK_THAT(refused.what(), ContainsSubstring("says: D; H"));
  }
}

TEST_CASE("what must be there and is not is said in the service's words") {
  Waits waits;
  const auto problem = [](int status, const char* name) {
    return says(http(status, "application/problem+json",
                     std::string(R"({"name":")") + name + R"(","detail":"D","hint":"H"})"));
  };
  const auto take_all = [](const nlohmann::json&) { return true; };
  ScriptedServer lacking({problem(404, "not_found")});
  for (const std::string token : {"", "a-secret"}) {
    const Exchange exchange(client_of(lacking, token), waits.patience());
    CHECK_THROWS_AS(exchange.get("/v1/ledger"), Absent);
    CHECK_THROWS_AS(exchange.post("/v1/batches", "{}"), Absent);
    CHECK_THROWS_AS(exchange.must_find("/v1/reports/2024"), Absent);
    CHECK_THROWS_AS(exchange.each_item("/v1/stock", take_all), Absent);
    CHECK_THROWS_WITH(exchange.get("/v1/ledger"), ContainsSubstring("says: D; H"));
    CHECK_FALSE(*exchange.find("/v1/units/x"));
    // Without a token nothing is kept from who asks.
    if (token.empty())
      CHECK_NOTHROW(exchange.require_not_withheld());
    else
      CHECK_THROWS_AS(exchange.require_not_withheld(), Absent);
  }
  // What is said of the question and not of the thing is neither.
  ScriptedServer puzzled({problem(400, "parameter_malformed")});
  CHECK_THROWS_WITH(Exchange(client_of(puzzled), waits.patience()).get("/v1/ledger"),
                    ContainsSubstring("says: D; H"));
}

TEST_CASE("what is no answer of a service is told, and neither followed nor believed") {
  const std::string json = "application/json";
  struct Strange {
    const char* what;
    std::string bytes;
  };
  const std::vector<Strange> table{
      {"garbage", "\x01\x02 hello\r\n\r\n"},
      {"nothing", ""},
      {"a head that is cut off", "HTTP/1.1 200 OK\r\nContent-Le"},
      {"a body that is cut off", http(200, json, "{\"size\":12}").substr(0, 100)},
      {"a page", http(200, "text/html", "<html></html>")},
      {"JSON that calls itself a page", http(200, "text/html", "{}")},
      {"a list", http(200, json, "[]")},
      {"no JSON", http(200, json, "{\"size\":")},
      {"deep JSON", http(200, json, std::string(200'000, '['))},
      {"another object", http(200, json, R"({"origin":7,"identity":null})")},
      {"a redirect", http(302, "text/html", "", "Location: http://127.0.0.1:1/v1/ledger\r\n")},
      {"a packed answer", http(200, json, "\x1f\x8b\x08 packed", "Content-Encoding: gzip\r\n")},
      {"a chunk of less than nothing",
       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
       "chunked\r\n\r\n-2\r\n"},
      {"a page that is not found", http(404, "text/html", "<html></html>")},
      {"a problem of no kind", http(400, "application/problem+json", "[[[")},
      {"a status that there is not", http(999, json, "{}")},
  };
  for (const Strange& said : table) {
    CAPTURE(said.what);
    Waits waits;
    ScriptedServer server({says(said.bytes)});
    CHECK_THROWS_AS(RemoteLedger(client_of(server), waits.patience()), ledger::Failure);
    CHECK(server.requests().size() == 1);
  }
}

TEST_CASE("a redirect is not followed, and no token goes there") {
  Waits waits;
  ScriptedServer elsewhere({says(http(200, "application/json", "{}"))});
  ScriptedServer server(
      {says(http(302, "text/html", "", "Location: " + elsewhere.url() + "/v1/ledger\r\n"))});
  const Exchange exchange(client_of(server, "a-secret"), waits.patience());
  CHECK_THROWS_AS(exchange.get("/v1/ledger"), StrangeAnswer);
  CHECK_THROWS_AS(exchange.post("/v1/batches", "{}"), StrangeAnswer);
  CHECK(elsewhere.requests().empty());
  CHECK(server.requests().size() == 2);
}

TEST_CASE("an answer that takes too long or brings too much is cut off") {
  RequestBounds bounds;
  bounds.whole = std::chrono::seconds(1);
  bounds.answer_bytes = 100'000;
  const std::string head = "HTTP/1.1 200 OK\r\n", end = "Content-Type: text/plain\r\n\r\n";
  std::string headers;
  while (headers.size() < 3'000'000) headers += "X-Again: and again\r\n";
  // Two servers: one that waits for its client to go on reading answers nobody else.
  ScriptedServer body_flood({says(head + end + std::string(4'000'000, 'x'))});
  CHECK_THROWS_AS(client_of(body_flood).get("/", bounds), Unreachable);
  ScriptedServer head_flood({says(head + headers + end)});
  CHECK_THROWS_AS(client_of(head_flood).get("/", bounds), Unreachable);

  std::promise<void> done;
  ScriptedServer silent({[&](const std::string&) {
    done.get_future().wait_for(std::chrono::seconds(20));
    return std::string();
  }});
  const auto begin = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(client_of(silent).get("/", bounds), Unreachable);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
  done.set_value();
}

TEST_CASE("a server that lies is found out") {
  Served served(two_packs);
  Waits waits;
  const auto pass = passes_on(served);
  const auto with = [&](std::vector<ScriptedServer::Line> script, const auto& ask) {
    ScriptedServer server(std::move(script));
    RemoteLedger ledger(client_of(server), waits.patience());
    CHECK_THROWS_AS(ask(ledger), ledger::Damage);
  };
  const auto entry_2 = [](RemoteLedger& ledger) { static_cast<void>(ledger.entry(2)); };
  // Another mass in an entry; a proof of another entry; another ledger than before.
  with({pass, pass, passes_on_with(served, R"("mass_g":400000)", R"("mass_g":300000)")},
       [&](RemoteLedger& ledger) { static_cast<void>(ledger.trail(pack(1), 10)); });
  with({pass, passes_on_with(served, R"(index 2\n)", R"(index 1\n)")}, entry_2);
  const std::string identity = served.get("/v1/ledger").json().at("identity");
  std::string other = identity;
  other.front() = other.front() == 'A' ? 'B' : 'A';
  with({pass, passes_on_with(served, "\"identity\":\"" + identity, "\"identity\":\"" + other)},
       [](RemoteLedger& ledger) { static_cast<void>(ledger.info()); });
  // A trail that leaves out an entry in its middle.
  with({pass, passes_on(served),
        [&](const std::string& request) {
          std::string answer = pass(request);
          const std::size_t first = answer.find("{\"leaf\"");
          const std::size_t second = answer.find("{\"leaf\"", first + 1);
          const std::size_t third = answer.find("{\"leaf\"", second + 1);
          REQUIRE(third != std::string::npos);
          return answer.erase(second, third - second)
              .replace(answer.find("Content-Length: "), 16, "X-Not-A-Length: ");
        }},
       [](RemoteLedger& ledger) { static_cast<void>(ledger.trail(collector, 100)); });
  // A receipt of the right batch under a checkpoint that nobody signed.
  with({pass, pass,
        [&](const std::string& request) {
          std::string answer = pass(request);
          const std::size_t at = answer.rfind(R"(\n\n— )");
          REQUIRE(at != std::string::npos);
          answer[at - 3] = answer[at - 3] == 'A' ? 'B' : 'A';
          return answer;
        }},
       [](RemoteLedger& ledger) {
         static_cast<void>(
             ledger.send(sign(ledger, weigh(collector, "W-1").items({Thing(pack(1), 400'000)}))));
       });
  served.stop_and_check();
}

TEST_CASE("a list that goes in circles ends") {
  Waits waits;
  const std::string page = R"({"size":1,"items":[],"next":"/v1/targets?from=1"})";
  ScriptedServer server({says(http(200, "application/json", page))});
  const Exchange exchange(client_of(server), waits.patience());
  CHECK_THROWS_AS(exchange.each_item("/v1/targets", [](const auto&) { return true; }),
                  StrangeAnswer);
  CHECK(server.requests().size() <= 3);
  for (const char* next : {"http://evil.example/v1/", "/v2/x", "/v1/x y", "/v1/x\\r\\nA: b"}) {
    CAPTURE(next);
    ScriptedServer away({says(
        http(200, "application/json", std::string(R"({"items":[],"next":")") + next + "\"}"))});
    const Exchange other(client_of(away), waits.patience());
    CHECK_THROWS_AS(other.each_item("/v1/targets", [](const auto&) { return true; }),
                    StrangeAnswer);
    CHECK(away.requests().size() == 1);
  }
}

TEST_CASE("a token goes into its header and nowhere else") {
  Served served(two_packs, true);
  Waits waits;
  ScriptedServer seen({says(http(401, "text/html", "no"))});
  try {
    static_cast<void>(client_of(seen, "a-secret").get("/v1/ledger"));
    static_cast<void>(Exchange(client_of(seen, "a-secret"), waits.patience()).get("/v1/ledger"));
    FAIL("it was let in");
  } catch (const NotAllowed& refused) {
    CHECK_THAT(refused.what(), !ContainsSubstring("a-secret"));
  }
  const std::string request = seen.requests().front();
  CHECK_THAT(request, ContainsSubstring("Authorization: Bearer a-secret\r\n"));
  CHECK(request.find("a-secret") == request.rfind("a-secret"));

  const RemoteLedger stranger(client_of(served), waits.patience());
  CHECK(stranger.operators().size() > 3);
  CHECK_THROWS_AS(stranger.trail(pack(1), 10), NotAllowed);
  const RemoteLedger regulator(client_of(served, served.token("regulator")), waits.patience());
  CHECK(regulator.trail(pack(1), 10)->size() == 1);
  CHECK_THROWS_AS(RemoteLedger(client_of(served, "made-up-token"), waits.patience()), NotAllowed);
  served.stop_and_check();
}
