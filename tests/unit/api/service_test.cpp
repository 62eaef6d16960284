#include <chrono>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "api/witness_server.hpp"
#include "ledger/key.hpp"
#include "ledger/verify.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using nlohmann::json;

namespace {

Said retirement(int number) {
  return retire(collector, fmt::format("R-{}", number)).unit(pack(number));
}

std::string known(const std::vector<std::string>& ids) {
  return json{{"operator", std::string(collector)}, {"ids", ids}}.dump();
}

}  // namespace

TEST_CASE("a recorded batch is answered with a receipt that verifies", "[service]") {
  Served served;
  const auto before = served.get("/v1/ledger").json().at("size").get<std::int64_t>();
  const Reply reply =
      served.post("/v1/batches", served.batch({retirement(1), retirement(2)}).dump());
  CAPTURE(reply.body);
  REQUIRE(reply.status == 201);
  CHECK(reply.header("location") == fmt::format("/v1/entries/{}", before));
  CHECK(reply.json().at("first") == before);
  CHECK(reply.json().at("leaves").size() == 2);
  CHECK(served.get(reply.header("location")).status == 200);
  CHECK(served.get("/v1/ledger").json().at("size") == before + 2);
  CHECK(reply.json().at("checkpoint") == served.get("/checkpoint").body);
  const json found = served.post("/v1/batches/known", known({"R-1", "R-2", "R-3"})).json();
  CHECK(found.at("known") == json{{"R-1", before}, {"R-2", before + 1}});
  served.stop_and_check();
  const std::string policy = ledger::starting_policy(served.temp.ledger().info());
  const auto verified = ledger::verify_proof(
      {.file = reply.body, .entry = {}, .other = {}, .policy = policy, .identity = {}});
  CHECK(verified.kind == ledger::ProofKind::receipt);
  CHECK(verified.outcome == ledger::Outcome::proven);
}

TEST_CASE("who has an event is told whether it is recorded, who has its id needs a token",
          "[service]") {
  Served served([](TempLedger& book) { book.accept(retirement(1)); }, true);
  const auto asked = [](const std::vector<Said>& events) {
    json list = json::array();
    for (const Said& event : events) list.push_back(json::parse(event.json()));
    return json{{"operator", std::string(collector)}, {"events", list}}.dump();
  };
  const auto known_of = [&](const std::string& body, const std::string& token = {}) {
    return served
        .ask({.method = "POST", .target = "/v1/batches/known", .body = body, .token = token})
        .json()
        .at("known");
  };
  const json recorded = known_of(known({"R-1", "R-2"}), served.token("regulator"));
  REQUIRE(recorded.size() == 1);
  // Another content under the same id is another event.
  const std::string events = asked({retirement(1), retirement(2), retirement(1).mass(1)});
  CHECK(served.post("/v1/batches/known", events).json().at("indexes") ==
        json{recorded.at("R-1"), nullptr, nullptr});
  CHECK(served.post("/v1/batches/known", asked({})).json().at("name") == "body_malformed");
  const Reply others = served.post("/v1/batches/known", asked({retire(recycler, "R-1")}));
  CHECK(others.json().at("name") == "body_malformed");
  CHECK(served.post("/v1/batches/known", known({"R-1"})).status == 401);
  const std::string other = served.token(recycler);
  CHECK(served
            .ask({.method = "POST",
                  .target = "/v1/batches/known",
                  .body = known({"R-1"}),
                  .token = other})
            .status == 403);
  const std::string own = served.token(collector);
  CHECK(known_of(known({"R-1", "R-2"}), own) == recorded);
  served.stop_and_check();
}

TEST_CASE("a batch that is sent again is answered with the entries it has", "[service]") {
  Served served;
  const std::string body = served.batch({retirement(1)}).dump();
  const Reply first = served.post("/v1/batches", body);
  REQUIRE(first.status == 201);
  REQUIRE(served.post("/v1/batches", served.batch({retirement(2)}).dump()).status == 201);
  // What it says of tags is for who reads.
  const Reply again = served.ask(
      {.method = "POST", .target = "/v1/batches", .body = body, .headers = {"If-None-Match: *"}});
  CHECK(again.status == 200);
  CHECK(again.header("location").empty());
  CHECK(again.json().at("leaves") == first.json().at("leaves"));
  CHECK(again.json().at("checkpoint") == served.get("/checkpoint").body);
  served.stop_and_check();
}

TEST_CASE("events may be sent in any form, and are recorded in one", "[service]") {
  Served served;
  json batch = served.batch({retirement(1)});
  CHECK(served.post("/v1/batches", batch.dump(4)).status == 201);
  batch = served.batch({retirement(2), retirement(3)});
  std::string lines;
  for (const json& event : batch.at("events")) lines += event.dump() + "\r\n";
  batch["events"] = lines;
  CHECK(served.post("/v1/batches", batch.dump()).status == 201);
  served.stop_and_check();
}

TEST_CASE("sealed texts travel beside the batch", "[service]") {
  Served served;
  const ledger::Hash salt{9, 9};
  json batch = served.batch({retirement(1).raw(
      "sealed", fmt::format(R"({{"note":"{}"}})", ledger::commitment(salt, "bay 7 电池")))});
  const std::string salt_text = "CQkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  batch["openings"] = {
      {{"event", "R-1"}, {"member", "note"}, {"salt", salt_text}, {"text", "bay 8"}}};
  const Reply wrong = served.post("/v1/batches", batch.dump());
  CHECK(wrong.status == 422);
  CHECK(wrong.json().at("name") == "opening_mismatch");
  CHECK(wrong.json().at("event") == 0);
  CHECK(wrong.json().at("event_id") == "R-1");
  batch["openings"][0]["member"] = "vin";
  CHECK(served.post("/v1/batches", batch.dump()).json().at("detail") ==
        "the event R-1 seals nothing under the member vin");
  batch["openings"][0]["member"] = "note";
  batch["openings"][0]["text"] = "bay 7 电池";
  const Reply reply = served.post("/v1/batches", batch.dump());
  CAPTURE(reply.body);
  REQUIRE(reply.status == 201);
  const json texts = served.get(reply.header("location") + "/openings").json();
  CHECK(texts.at("items").at(0).at("text") == "bay 7 电池");
  served.stop_and_check();
}

TEST_CASE("a refused batch says which event and why, and changes nothing", "[service]") {
  Served served([](TempLedger& book) { book.accept(retirement(1)); });
  const std::string before = served.get("/checkpoint").body;
  struct Wrong {
    std::string what;
    json body;
    int status{};
    std::string name, pointer;
    int event = -1;
  };
  json unsigned_head = served.batch({retirement(5)});
  unsigned_head["head"] = "no note";
  json other_event = served.batch({retirement(5)});
  other_event["events"][0]["mass_g"] = 1000;
  json stranger_batch = served.batch({retire(stranger, "R-1").unit(pack(8))});
  json malformed = served.batch({retirement(5), retirement(6)});
  malformed["events"][1]["mass_g"] = "heavy";
  json empty = served.batch({retirement(5)});
  empty["events"] = json::array();
  json bad_id = served.batch({retirement(5)}), later = bad_id;
  bad_id["events"][0]["id"] = "a b";
  later["events"][0]["v"] = 2;
  const auto answer = [&](const json& body) {
    return served.post("/v1/batches", body.dump()).body;
  };
  CHECK_THAT(answer(later), ContainsSubstring("found 2, expected version 1, the only one"));
  CHECK_THAT(answer(bad_id), ContainsSubstring("write it as was expected"));
  const std::vector<Wrong> rows{
      {"not the holder's",
       served.batch({retirement(2),
                     dispatch(recycler, "D-1", collector, "T").items({Thing(pack(1), 400'000)})}),
       403, "wrong_operator", "/operator", 1},
      {"held already", served.batch({retirement(2), retirement(3).unit(pack(1))}), 422,
       "already_held", "/unit", 1},
      {"id reused", served.batch({retirement(1).mass(399'000)}), 409, "id_reused", "/id", 0},
      {"partly recorded", served.batch({retirement(2), retirement(1)}), 409, "partly_recorded", "",
       1},
      {"without events", empty, 400, "batch_malformed", "", -1},
      {"an id that is none", bad_id, 400, "id_malformed", "/id", 0},
      {"of a later version", later, 422, "unknown_version", "/v", 0},
      {"no signature", unsigned_head, 400, "batch_malformed", "", -1},
      {"another event than was signed", other_event, 422, "wrong_root", "", -1},
      {"an unknown signer", stranger_batch, 422, "unknown_operator", "", -1},
      {"no event", malformed, 400, "wrong_type", "/mass_g", 1}};
  for (const Wrong& row : rows) {
    CAPTURE(row.what);
    const Reply reply = served.post("/v1/batches", row.body.dump());
    CAPTURE(reply.body);
    const json said = reply.json();
    CHECK(reply.status == row.status);
    CHECK(said.at("name") == row.name);
    CHECK(said.value("pointer", "") == row.pointer);
    if (row.event >= 0) CHECK(said.value("event", -1) == row.event);
    CHECK_FALSE(said.at("hint").get<std::string>().empty());
    CHECK(served.get("/checkpoint").body == before);
  }
  served.stop_and_check();
}

TEST_CASE("a dry run says what would be refused, and writes nothing", "[service]") {
  Served served([](TempLedger& book) { book.accept(retirement(1)); });
  const std::string before = served.get("/checkpoint").body;
  const json events{json::parse(retirement(2).json()), json::parse(R"({"id":"X-1","v":1})"),
                    json::parse(retirement(3).unit(pack(1)).json()),
                    json::parse(retirement(1).json())};
  const Reply reply = served.post("/v1/dry-runs", json{{"events", events}}.dump());
  CAPTURE(reply.body);
  REQUIRE(reply.status == 200);
  const json said = reply.json();
  CHECK(said.at("events") == 4);
  CHECK(said.at("refused") == 2);
  CHECK(said.at("errors").at(0).at("event") == 1);
  CHECK(said.at("errors").at(0).at("event_id") == "X-1");
  CHECK(said.at("errors").at(1).at("event") == 2);
  CHECK(said.at("errors").at(1).at("name") == "already_held");
  CHECK(served.get("/checkpoint").body == before);
  served.stop_and_check();
}

TEST_CASE("bodies are as large as their route allows, and of its form", "[service]") {
  Served served;
  // Told by the head alone: whoever sends on may find the connection closed.
  const Client client(served.port());
  REQUIRE(
      client.send("POST /v1/batches/known HTTP/1.1\r\nHost: localhost\r\n"
                  "Content-Length: 16777217\r\n\r\n"));
  CHECK(read_reply(client.rest()).status == 413);
  CHECK(served.post("/v1/batches/known", "{}").json().at("name") == "body_malformed");
  CHECK(served.post("/v1/batches", "[1]").json().at("name") == "body_malformed");
  CHECK(served.post("/v1/dry-runs", R"({"events":7})").json().at("name") == "body_malformed");
  std::vector<std::string> ids(10'001, "a");
  CHECK(served.post("/v1/batches/known", known(ids)).json().at("name") == "too_large");
  served.stop_and_check();
}

TEST_CASE("batches sent three times in parallel are each recorded once", "[service]") {
  Served served;
  const auto before = served.get("/v1/ledger").json().at("size").get<std::int64_t>();
  constexpr int batches = 12, times = 3;
  std::vector<std::string> bodies;
  for (int i = 1; i <= batches; ++i) bodies.push_back(served.batch({retirement(i)}).dump());
  std::mutex guard;
  std::map<std::string, std::set<std::string>> leaves;
  std::map<int, int> statuses;
  {
    std::vector<std::jthread> clients;
    for (int t = 0; t < times; ++t)
      clients.emplace_back([&] {
        for (const std::string& body : bodies) {
          const Client client(served.port());
          (void)client.send(
              Served::request_text({.method = "POST", .target = "/v1/batches", .body = body}));
          const std::string answer = client.rest();
          const std::lock_guard lock(guard);
          ++statuses[std::stoi(answer.substr(9, 3))];
          leaves[body].insert(
              json::parse(answer.substr(answer.find("\r\n\r\n"))).at("leaves").dump());
        }
      });
  }
  CHECK(statuses == std::map<int, int>{{200, batches * (times - 1)}, {201, batches}});
  for (const auto& [body, seen] : leaves) CHECK(seen.size() == 1);
  CHECK(served.get("/v1/ledger").json().at("size") == before + batches);
  served.stop_and_check();
}

TEST_CASE("a service asks the ledger's witnesses by itself", "[service]") {
  const TempFolder folder;
  const auto home = folder.path() / "w1";
  const FixedClock clock;
  const std::string vkey = ledger::Witness::create(home, "witness.example/w1", std::nullopt);
  std::optional<ledger::Witness> witness;
  std::optional<api::WitnessServer> server;
  std::thread serving;
  Served served(
      [&](TempLedger& book) {
        witness.emplace(home, ledger::read_key_file(ledger::Witness::key_file(home), std::nullopt),
                        "log " + book.ledger().info().ledger_key + "\nquorum none\n", clock);
        server.emplace(*witness, "127.0.0.1", 0, [](const std::string&) { return true; });
        serving = std::thread([&] { server->run(); });
        std::ofstream(book.directory() / "witnesses", std::ios::binary)
            << fmt::format("witness w1 {} http://127.0.0.1:{}\nquorum w1\n", vkey, server->port());
      },
      false, [](api::ServiceOptions& options) { options.witness_every = std::chrono::seconds(1); });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const auto is_cosigned = [&] {
    return served.get("/checkpoint").body.find("witness.example/w1") != std::string::npos;
  };
  while (!is_cosigned() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(is_cosigned());
  served.stop_and_check();
  server->stop();
  serving.join();
}

TEST_CASE("a service records after a long sleep when it is told that the clock is right",
          "[service]") {
  for (const bool is_told : {false, true}) {
    Served served([](TempLedger& book) { book.clock.add_days(91); }, false,
                  [&](api::ServiceOptions& options) { options.accept_clock_jump = is_told; });
    const Reply reply = served.post("/v1/batches", served.batch({retirement(1)}).dump());
    CAPTURE(is_told, reply.body);
    CHECK(reply.status == (is_told ? 201 : 409));
    if (!is_told) CHECK_THAT(reply.body, ContainsSubstring("serve` with --accept-clock-jump"));
    served.stop_and_check();
  }
}

TEST_CASE("a service that only reads says so to who writes", "[service]") {
  Served served({}, false, [](api::ServiceOptions& options) { options.read_only = true; });
  const Reply reply = served.post("/v1/batches", served.batch({retirement(1)}).dump());
  CHECK(reply.status == 403);
  CHECK(reply.json().at("name") == "read_only");
  CHECK(served.get("/v1/ledger").status == 200);
  served.stop_and_check();
}

TEST_CASE("no service begins for strangers without tokens", "[service]") {
  TempLedger book;
  api::ServiceOptions options;
  options.ledger = book.directory();
  options.read_only = true;
  options.port = 0;
  const auto why_not = [&] {
    try {
      const api::Service service(options, book.clock, {}, [](const std::string&) { return true; });
      return std::string();
    } catch (const ledger::Failure& failure) {
      return std::string(failure.what());
    }
  };
  CHECK(why_not().empty());
  options.address = "0.0.0.0";
  CHECK(why_not().find("celltrail token") != std::string::npos);
  options.address = "127.0.0.1";
  options.proxies = {"127.0.0.1"};
  CHECK(why_not().find("behind a proxy") != std::string::npos);
  book.check();
}
