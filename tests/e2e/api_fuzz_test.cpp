#include <cstdlib>
#include <set>

#include "api/pages/openapi.hpp"
#include "api/routes/route.hpp"
#include "tests/e2e/api_fuzz_requests.hpp"
#include "tests/e2e/http_client.hpp"
#include "tests/e2e/http_service.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;
using Json = nlohmann::ordered_json;

namespace {

const char* const pack = "04QPE76836300JBC40000903";

/// A small ledger in which each kind of thing is there.
struct Shop : Workshop {
  Shop() {
    type("celltrail init book --origin ledger.example/trail --authority VATTEST0");
    type("celltrail key new yard.key --name VATTEST1/office");
    type(
        "celltrail operator enroll VATTEST1 --name Yard --roles collector,recycler --region CN-FJ"
        " --key-file yard.key --key book-authority.key");
    write("good.jsonl", retire + dispatch);
    write("refused.jsonl", weigh);
    type("celltrail sign good.jsonl --key yard.key -o good.json");
    type("celltrail sign refused.jsonl --key yard.key -o refused.json");
  }

  void type(const std::string& command) const {
    const Ran ran = run(*this, command);
    CAPTURE(command, ran.out, ran.err);
    REQUIRE(ran.code == 0);
  }

  const std::string retire =
      R"({"at":"2024-03-05T09:30:00+08:00","chemistry":"NCM","code_scheme":"gbt34014-24",)"
      R"("id":"R-1","level":"pack","mass_basis":"weighed","mass_g":412000,"operator":"VATTEST1",)"
      R"("origin":"vehicle","region":"CN-FJ","source":"scrapped_vehicle","type":"retire",)"
      R"("unit":"04QPE76836300JBC40000903","v":1})"
      "\n";
  const std::string dispatch =
      R"({"at":"2024-03-06T09:30:00+08:00","id":"M-1","inputs":[{"mass_g":412000,"unit":)"
      R"("04QPE76836300JBC40000903"}],"loss_g":2000,"lots":[{"lot":"VATTEST1/ST-1",)"
      R"("mass_g":410000,"material":"steel"}],"mass_basis":"weighed","operator":"VATTEST1",)"
      R"("type":"dismantle","units":[],"v":1})"
      "\n";
  /// What the rules refuse, however well it is signed.
  const std::string weigh =
      R"({"at":"2024-03-07T08:10:00+08:00","id":"W-1","items":[{"mass_g":1000,)"
      R"("unit":"04QPE76836300JBC40000904"}],"mass_basis":"weighed","operator":"VATTEST1",)"
      R"("reason":"stocktake","type":"weigh","v":1})"
      "\n";
};

std::string state_of(int port) {
  const Json said = Json::parse(ask(port, {.target = "/v1/ledger"}).body);
  return said.at("size").dump() + ' ' + said.at("root").dump();
}

std::string problem_in(const HttpSchema& schema, const HttpAnswer& answer) {
  const Json said = Json::parse(answer.body, nullptr, false);
  if (answer.header("Content-Type") != "application/problem+json" || said.is_discarded())
    return "an answer of 400 or more is no problem document";
  // Names are a closed list there, so an unknown one does not fit.
  const std::string wrong =
      schema.wrong("get_ledger", answer.status, "application/problem+json", answer.body);
  if (!wrong.empty()) return wrong;
  if (said.at("status") != answer.status) return "another status in it";
  if (said.at("type") != "/docs#" + said.at("name").get<std::string>()) return "another type in it";
  if (said.at("request_id") != answer.header("X-Request-Id")) return "another request id in it";
  if (said.at("detail") == "" || said.value("hint", "") == "") return "it says not what to do";
  return "";
}

/// What is wrong with an answer; "" when nothing is.
std::string judged(const HttpSchema& schema, const FuzzRequest& request, const HttpAnswer& answer) {
  if (answer.status == 0) return "there is no whole answer";
  if (answer.took > std::chrono::seconds(2)) return "it took over two seconds";
  if (answer.header("X-Request-Id").empty()) return "there is no X-Request-Id";
  const bool is_later = answer.status == 503 && !answer.header("Retry-After").empty();
  if (answer.status >= 500 && !is_later) return "a status of the service's own failing";
  // Whose head cannot be read has not said HEAD.
  const bool was_head = request.method == "HEAD" && answer.status != 400;
  if (answer.body.empty() && (request.method == "HEAD" || answer.status == 304)) return "";
  if (was_head || answer.status == 304) return "there is a body";
  if (answer.status >= 400) return problem_in(schema, answer);
  const api::Found found =
      api::find_route(request.method, request.target.substr(0, request.target.find('?')));
  if (found.route == nullptr) return "an answer without a route";
  return schema.wrong(std::string(found.route->operation), answer.status,
                      answer.header("Content-Type"), answer.body);
}

std::string printable(const std::string& bytes) {
  std::string out;
  for (const char c : bytes.substr(0, 4000)) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if ((byte >= ' ' && byte < 0x7f) || c == '\n')
      out += c;
    else
      out += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out + (bytes.size() > 4000 ? "… of " + std::to_string(bytes.size()) + " bytes" : "");
}

/// A batch with its events as objects: harm comes to their members.
std::string with_objects(const std::string& batch) {
  Json body = Json::parse(batch);
  for (Json& event : body.at("events")) event = Json::parse(event.get<std::string>());
  return body.dump();
}

std::int64_t number_from(const char* variable, std::int64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::stoll(text);
}

}  // namespace

TEST_CASE("no request makes the service fail, forget its manners or write", "[http]") {
  const Shop shop;
  HttpService service(shop);
  const std::string good = shop.read("good.json"), refused = shop.read("refused.json");
  REQUIRE(ask(service.port(), {.method = "POST", .target = "/v1/batches", .body = good}).status ==
          201);
  const HttpSchema schema(Json::parse(ask(service.port(), {.target = "/openapi.json"}).body));
  const Json lines = shop.retire + shop.dispatch + shop.weigh;
  const FuzzRequests requests(
      schema,
      {{"code", {pack, "04qpe76836300jbc40000903", "NOCODE-VATTEST1-1"}},
       {"operator", {"VATTEST1", "VATTEST0"}},
       {"no", {"ST-1"}},
       {"id", {"VATTEST1", "VATTEST1/ST-1", pack}},
       {"about", {"VATTEST1", "VATTEST1/ST-1", pack}},
       {"index", {"0", "1", "3"}},
       {"from", {"0", "2", "VATTEST1"}},
       {"size", {"1", "2", "4"}},
       {"year", {"2024"}},
       {"from_time", {"2024-03-05T09:30:00+08:00", "1700000000"}},
       {"before_time", {"2124-03-05T09:30:00+08:00"}},
       {"path", {"0/000.p/4", "entries/000.p/4", "0/000", "1/000.p/1"}}},
      {{"record_batch", {good, refused, with_objects(good), with_objects(refused)}},
       {"find_known",
        {R"({"operator":"VATTEST1","ids":["R-1","M-1","X"]})",
         R"({"operator":"VATTEST1","events":[)" + shop.weigh + ',' + shop.retire + "]}"}},
       {"dry_run",
        {R"({"events":[)" + shop.weigh + ',' + shop.retire + "]}",
         R"({"events":)" + lines.dump() + "}"}}});
  const std::string before = state_of(service.port());

  const bool is_long = std::getenv("CELLTRAIL_LONG") != nullptr;
  const auto seed = static_cast<std::uint64_t>(number_from("CELLTRAIL_SEED", is_long ? 2 : 1));
  const std::int64_t rounds = is_long ? 200'000 : 3'000;
  property::Dice dice(seed);
  std::set<std::pair<std::string, int>> seen;
  for (std::int64_t round = 0; round < rounds; ++round) {
    const FuzzRequest request = requests.make(dice);
    const HttpAnswer answer = ask_bytes(service.port(), request.bytes, request.is_stream ? 1 : 0);
    seen.emplace(request.operation, answer.status / 100);
    const std::string wrong = judged(schema, request, answer);
    if (wrong.empty()) continue;
    FAIL("CELLTRAIL_SEED=" << seed << ", request " << round << ": " << wrong << "\n\n"
                           << printable(request.bytes) << "\n\n"
                           << answer.status << '\n'
                           << printable(answer.body));
  }
  // Each route was answered well and refused something.
  for (const api::Route& route : api::routes()) {
    CAPTURE(route.operation);
    CHECK(seen.contains({std::string(route.operation), route.operation == "go_to_docs" ? 3 : 2}));
    CHECK(seen.contains({std::string(route.operation), 4}));
  }
  CHECK(state_of(service.port()) == before);
  CHECK(service.stop().code == 0);
  CHECK(run(shop, "celltrail audit").code == 0);
}

TEST_CASE("the fuzzer sees an answer that is not as it must be", "[http]") {
  const HttpSchema schema(api::openapi());
  const FuzzRequest request{"get_ledger", "GET", "/v1/targets", "", false};
  const std::string good = R"({"size":1,"items":[]})";
  const std::string problem =
      R"({"type":"/docs#not_found","title":"t","status":404,"name":"not_found","detail":"d",)"
      R"("hint":"h","request_id":"1"})";
  const auto verdict = [&](int status, const std::string& body,
                           std::vector<std::pair<std::string, std::string>> headers = {},
                           int took_ms = 0) {
    headers.emplace_back("X-Request-Id", "1");
    headers.emplace_back("Content-Type",
                         status < 400 ? "application/json" : "application/problem+json");
    return judged(schema, request, {status, headers, body, std::chrono::milliseconds(took_ms)});
  };
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string text = problem;
    return text.replace(text.find(what), what.size(), instead);
  };
  CHECK(verdict(200, good) == "");
  CHECK(verdict(404, problem) == "");
  CHECK(verdict(503, with("404", "503"), {{"Retry-After", "1"}}) == "");
  CHECK_THAT(verdict(0, ""), ContainsSubstring("no whole answer"));
  CHECK_THAT(verdict(200, good, {}, 2'001), ContainsSubstring("two seconds"));
  CHECK_THAT(verdict(500, with("404", "500")), ContainsSubstring("failing"));
  CHECK_THAT(verdict(503, with("404", "503")), ContainsSubstring("failing"));
  CHECK_THAT(verdict(404, "<html>"), ContainsSubstring("no problem document"));
  CHECK_THAT(verdict(404, with("\"not_found\"", "\"lost\"")), ContainsSubstring("not listed"));
  CHECK_THAT(verdict(404, with(R"("hint":"h",)", "")), ContainsSubstring("what to do"));
  CHECK_THAT(verdict(404, with(R"("1")", R"("2")")), ContainsSubstring("request id"));
  CHECK_THAT(verdict(404, with("404", "405")), ContainsSubstring("another status"));
  CHECK_THAT(verdict(200, R"({"size":1,"items":[],"more":1})"), ContainsSubstring("not described"));
  CHECK_THAT(verdict(200, R"({"items":[]})"), ContainsSubstring("lacks size"));
  CHECK_THAT(verdict(200, R"({"size":0,"items":[]})"), ContainsSubstring("out of bounds"));
  CHECK_THAT(verdict(200, R"({"size":1,"items":{}})"), ContainsSubstring("type"));
  CHECK_THAT(verdict(201, good), ContainsSubstring("status 201"));
}
