#include <fmt/format.h>

#include "api/routes/route.hpp"
#include "ledger/verify.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using nlohmann::json;

namespace {

const ledger::Hash salt{1, 2, 3};

/// Two collectors' packs, one of which went to a recycler who took it apart; one more hand-over
/// that is open; a target; a sealed note.
void a_year_of_work(TempLedger& book) {
  book.accept({Said("set_target", authority, "A-1")
                   .number("year", 2024)
                   .number("mass_t", 260'000)
                   .text("bound", ">=")
                   .text("source", "A made-up notice"),
               retire(collector, "R-1"), retire(collector, "R-2").unit(pack(2)),
               retire(repurposer, "R-1").unit(pack(3)),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(recycler, "E-1", collector, "T-1").items({accepted(pack(1), 390'000)}),
               dispatch(collector, "D-2", recycler, "T-2").items({Thing(pack(2), 400'000)}),
               dismantle(recycler, "M-1")
                   .inputs({Thing(pack(1), 390'000)})
                   .units({module_out(1, 300'000)})
                   .lots({made(lot(recycler, "STEEL-1"), "steel", 89'000)})
                   .loss(1'000)});
}

struct Row {
  std::string target, member;
};

}  // namespace

TEST_CASE("every route answers what it names", "[routes]") {
  Served served(a_year_of_work);
  const std::string recycler_id(recycler), steel = recycler_id + "/STEEL-1";
  const std::vector<Row> rows{{"/v1/ledger", "after"},
                              {"/v1/entries", "items"},
                              {"/v1/entries/9", "entry"},
                              {"/v1/entries/9/openings", "items"},
                              {"/v1/units/" + pack(1), "unit"},
                              {"/v1/units/" + pack(1) + "/trail", "items"},
                              {"/v1/lots/" + steel, "lot"},
                              {"/v1/lots/" + steel + "/trail", "items"},
                              {"/v1/operators", "items"},
                              {"/v1/operators/" + recycler_id, "operator"},
                              {"/v1/operators/" + recycler_id + "/trail", "items"},
                              {"/v1/operators/" + recycler_id + "/stock", "items"},
                              {"/v1/stock", "mass_g"},
                              {"/v1/transfers", "items"},
                              {"/v1/targets", "items"},
                              {"/v1/reports/2024", "utilised_g"},
                              {"/v1/findings", "items"},
                              {"/v1/checkpoints", "items"},
                              {"/v1/proofs/entries/9", "proof"},
                              {"/v1/proofs/trails/" + pack(1), "entries"},
                              {"/v1/proofs/consistency/1", "path"}};
  for (const Row& row : rows) {
    CAPTURE(row.target);
    const Reply reply = served.get(row.target);
    CAPTURE(reply.body);
    REQUIRE(reply.status == 200);
    CHECK(reply.header("content-type") == "application/json");
    CHECK(reply.json().contains(row.member));
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK_FALSE(reply.header("x-request-id").empty());
    const Reply head = served.ask({.method = "HEAD", .target = row.target});
    CHECK(head.status == 200);
    CHECK(head.body.empty());
    CHECK(head.header("content-length") == std::to_string(reply.body.size()));
    CHECK(head.header("etag") == reply.header("etag"));
    const Reply again =
        served.ask({.target = row.target, .headers = {"If-None-Match: " + reply.header("etag")}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.header("etag") == reply.header("etag"));
  }
  CHECK(served.get("/checkpoint").header("content-type") == "text/plain; charset=utf-8");
  CHECK(served.get("/v1/reports/2024?format=csv").header("content-type") ==
        "text/csv; charset=utf-8");
  const Reply page = served.get("/v1/reports/2024?format=html&lang=zh");
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.header("content-security-policy") ==
        std::string(ledger::report_html_policy()) + "; frame-ancestors 'none'");
  CHECK(page.body.starts_with("<!DOCTYPE html>"));
  CHECK(page.body.find("lang=\"zh-CN\"") != std::string::npos);
  const std::string workbook = "/v1/reports/2024?format=xlsx";
  const Reply book = served.get(workbook);
  CHECK(book.header("content-type") ==
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  CHECK(book.header("content-disposition") == "attachment; filename=\"report-2024.xlsx\"");
  CHECK(book.body.starts_with("PK"));
  CHECK(served.ask({.target = workbook, .headers = {"If-None-Match: " + book.header("etag")}})
            .status == 304);
  served.stop_and_check();
}

TEST_CASE("what is wrong with a request is said in a problem", "[routes]") {
  Served served(a_year_of_work);
  struct Wrong {
    std::string target;
    int status{};
    std::string name;
  };
  const std::string unit = "/v1/units/" + pack(1);
  const std::string stock = fmt::format("/v1/operators/{}/stock", recycler);
  const std::vector<Wrong> rows{
      {"/v1/nothing", 404, "not_found"},
      {"/v1/ledger/", 404, "not_found"},
      {"//v1/ledger", 404, "not_found"},
      {"/v1/%6cedger", 404, "not_found"},
      {"/V1/ledger", 404, "not_found"},
      {"/v1/units/", 404, "not_found"},
      {"/v1/units/%zz", 400, "parameter_malformed"},
      {"/v1/units/a%00b", 400, "parameter_malformed"},
      {"/v1/units/%30" + pack(1).substr(1), 400, "parameter_malformed"},
      {"/v1/entries/%37", 400, "parameter_malformed"},
      {"/v1/entries/-0", 400, "parameter_malformed"},
      {"/v1/entries/007", 400, "parameter_malformed"},
      {"/v1/entries/+5", 400, "parameter_malformed"},
      {"/v1/reports/02024", 400, "parameter_malformed"},
      {fmt::format("/v1/proofs/trails/{}%2fSTEEL-1", recycler), 400, "parameter_malformed"},
      {"/v1/entries?from=-0", 400, "parameter_malformed"},
      {"/v1/entries?from=007", 400, "parameter_malformed"},
      {"/v1/entries?limit=+5", 400, "parameter_malformed"},
      {"/v1/entries?from_time=01704067200", 400, "parameter_malformed"},
      {"/v1/entries?operator=", 400, "parameter_malformed"},
      {"/v1/entries?about=", 400, "parameter_malformed"},
      {"/v1/entries?type=", 400, "parameter_malformed"},
      {"/v1/entries?from=", 400, "parameter_malformed"},
      {"/v1/findings?operator=", 400, "parameter_malformed"},
      {"/v1/findings?name=", 400, "parameter_malformed"},
      {"/v1/units/NONE", 404, "not_found"},
      {"/v1/units/NONE/trail", 404, "not_found"},
      {"/v1/lots/" + std::string(recycler) + "/NONE", 404, "not_found"},
      {"/v1/operators/NONE", 404, "not_found"},
      {"/v1/operators/NONE/stock", 404, "not_found"},
      {"/v1/operators?from=NONE", 400, "parameter_malformed"},
      {"/v1/operators?from=", 400, "parameter_malformed"},
      {stock + "?from=1", 400, "parameter_malformed"},
      {stock + "?from=unit-0", 400, "parameter_malformed"},
      {stock + "?from=unit-01", 400, "parameter_malformed"},
      {stock + "?from=lot-", 400, "parameter_malformed"},
      {stock + "?from=lot-1x", 400, "parameter_malformed"},
      {stock + "?from=LOT-1", 400, "parameter_malformed"},
      {stock + "?from=lot-9223372036854775808", 400, "parameter_malformed"},
      {"/v1/findings?from=9223372036854775807", 400, "parameter_malformed"},
      {"/v1/transfers?from=unit-1", 400, "parameter_malformed"},
      {"/v1/checkpoints?from=-1", 400, "parameter_malformed"},
      {"/v1/entries/99", 404, "not_found"},
      {"/v1/entries/99/openings", 404, "not_found"},
      {"/v1/entries/-1", 400, "parameter_malformed"},
      {"/v1/entries/01", 400, "parameter_malformed"},
      {"/v1/entries/99999999999999999999", 400, "parameter_malformed"},
      {"/v1/entries?type=melt", 400, "parameter_malformed"},
      {"/v1/entries?order=up", 400, "parameter_malformed"},
      {"/v1/entries?format=xml", 400, "parameter_malformed"},
      {"/v1/entries?from_time=monday", 400, "parameter_malformed"},
      {"/v1/entries?about=NONE", 404, "unknown_unit"},
      {"/v1/entries?operator=NONE", 404, "unknown_operator"},
      {"/v1/entries?limit=0", 400, "parameter_malformed"},
      {"/v1/entries?limit=501", 400, "parameter_malformed"},
      {"/v1/transfers?open=maybe", 400, "parameter_malformed"},
      {"/v1/findings?year=1066", 400, "parameter_malformed"},
      {"/v1/findings?name=mass_differs", 400, "parameter_malformed"},
      {"/v1/findings?operator=NONE", 404, "unknown_operator"},
      {"/v1/reports/1066", 400, "parameter_malformed"},
      {"/v1/reports/2024?rule=mine", 400, "parameter_malformed"},
      {"/v1/reports/2024?size=3", 404, "out_of_range"},
      {"/v1/proofs/entries/99", 404, "not_found"},
      {"/v1/proofs/trails/NONE", 404, "unknown_unit"},
      {"/v1/proofs/consistency/3", 404, "out_of_range"},
      {"/v1/stream?from=x", 400, "parameter_malformed"},
      {"/v1/stream?from=99", 400, "parameter_malformed"},
      {"/tile/0/0", 404, "not_found"},
      {"/tile/0/000.p/255", 404, "not_found"},
      {"/tile/0/%30%30%30.p/1", 400, "parameter_malformed"},
      {"/tile/", 404, "not_found"},
      {"/checkpoint/", 404, "not_found"},
      {unit + "?limit=3", 400, "unknown_parameter"},
      {unit + "/trail?limit=3&limit=3", 400, "unknown_parameter"}};
  for (const Wrong& row : rows) {
    CAPTURE(row.target);
    const Reply reply = served.get(row.target);
    CAPTURE(reply.body);
    REQUIRE(reply.header("content-type") == "application/problem+json");
    const json said = reply.json();
    CHECK(reply.status == row.status);
    CHECK(said.at("status") == row.status);
    CHECK(said.at("name") == row.name);
    CHECK_FALSE(said.at("detail").get<std::string>().empty());
    CHECK_FALSE(said.at("hint").get<std::string>().empty());
    CHECK(said.at("request_id") == reply.header("x-request-id"));
    // Who reads is not told to record something, or to type what is for who runs the service.
    for (const char* not_for_readers : {"enroll", "retire", "--list", "grams"})
      CHECK((said.at("detail").dump() + said.at("hint").dump()).find(not_for_readers) ==
            std::string::npos);
  }
  for (const api::Route& route : api::routes()) {
    CAPTURE(route.pattern);
    if (route.pattern.find_first_of("{\xE2") != std::string_view::npos) continue;
    const bool is_get = route.method == "GET";
    const Reply reply =
        served.ask({.method = is_get ? "POST" : "GET", .target = std::string(route.pattern)});
    CHECK(reply.status == 405);
    CHECK(reply.header("allow") == (is_get ? "GET, HEAD" : "POST"));
    // What the guard refuses by itself says the same.
    const Reply other = served.ask({.method = "DELETE", .target = std::string(route.pattern)});
    CHECK(other.status == 405);
    CHECK(other.header("allow") == reply.header("allow"));
  }
  served.stop_and_check();
}

TEST_CASE("the address alone leads to the documentation", "[routes]") {
  Served served;
  for (const char* method : {"GET", "HEAD"}) {
    const Reply reply = served.ask({.method = method, .target = "/"});
    CHECK(reply.status == 303);
    CHECK(reply.header("location") == "/docs");
  }
  CHECK(served.ask({.method = "DELETE", .target = "/nowhere"}).status == 404);
  served.stop_and_check();
}

TEST_CASE("a problem about a parameter points at it by name", "[routes]") {
  Served served(a_year_of_work);
  struct Wrong {
    std::string target, pointer;
  };
  const std::string stock = fmt::format("/v1/operators/{}/stock", recycler);
  for (const Wrong& row : std::vector<Wrong>{{"/v1/ledger?foo=1", "foo"},
                                             {"/v1/operators?limit=0", "limit"},
                                             {"/v1/operators?limit=1&limit=2", "limit"},
                                             {"/v1/operators?limit=%zz", "limit"},
                                             {"/v1/entries?from=abc", "from"},
                                             {"/v1/entries?type=melt", "type"},
                                             {"/v1/entries?about=", "about"},
                                             {"/v1/entries?about=NONE", "about"},
                                             {"/v1/entries?operator=NONE", "operator"},
                                             {"/v1/findings?operator=NONE", "operator"},
                                             {"/v1/entries?from_time=monday", "from_time"},
                                             {"/v1/reports/2024?lang=de", "lang"},
                                             {"/v1/reports/2024?size=7777", "size"},
                                             {"/v1/reports/24", "year"},
                                             {"/v1/entries/abc", "index"},
                                             {"/v1/units/%zz", "code"},
                                             {"/v1/lots/%30/1", "operator"},
                                             {"/v1/lots/X/%30", "no"},
                                             {"/tile/0/%30", "path"},
                                             {"/v1/proofs/trails/NONE", "id"},
                                             {"/v1/proofs/consistency/7777", "size"},
                                             {"/v1/stream?from=99", "from"},
                                             {stock + "?from=1", "from"}}) {
    CAPTURE(row.target);
    const json said = served.get(row.target).json();
    CHECK(said.value("pointer", "") == row.pointer);
  }
  for (const char* last : {"x", "99"})
    CHECK(served.ask({.target = "/v1/stream", .headers = {fmt::format("Last-Event-ID: {}", last)}})
              .json()
              .value("pointer", "") == "Last-Event-ID");
  served.stop_and_check();
}

TEST_CASE("an entry is shown with the bytes that its leaf hash covers", "[routes]") {
  Served served(a_year_of_work);
  const json one = served.get("/v1/entries/9").json();
  const json listed = served.get("/v1/entries?from=9&limit=1").json().at("items").at(0);
  const std::string lines = served.get("/v1/entries?from=9&limit=1&format=jsonl").body;
  const json proof = served.get("/v1/proofs/entries/9").json();
  CHECK(listed.at("entry").dump() + "\n" == lines);
  CHECK(one.at("entry") == listed.at("entry"));
  CHECK(proof.at("bytes").get<std::string>() + "\n" == lines);
  CHECK(one.at("proof") == proof.at("proof"));
  const Reply page = served.get("/v1/entries?format=jsonl&limit=5");
  CHECK(page.header("content-type") == "application/jsonl");
  CHECK(page.header("link") == "</v1/entries?format=jsonl&from=5&limit=5>; rel=\"next\"");
  CHECK(page.header("x-ledger-size") == served.get("/v1/ledger").json().at("size").dump());
  served.stop_and_check();
  const std::string policy = ledger::starting_policy(served.temp.ledger().info());
  const auto verified =
      ledger::verify_proof({.file = proof.at("proof").get_ref<const std::string&>(),
                            .entry = proof.at("bytes").get_ref<const std::string&>(),
                            .other = {},
                            .policy = policy,
                            .identity = {}});
  CHECK(verified.kind == ledger::ProofKind::entry);
  CHECK(verified.outcome == ledger::Outcome::proven);
}

TEST_CASE("entries can be chosen by type, operator, thing and time", "[routes]") {
  Served served(a_year_of_work);
  const auto count = [&](const std::string& query) {
    return served.all("/v1/entries?" + query).size();
  };
  CHECK(count("type=retire") == 3);
  CHECK(count(fmt::format("type=retire&operator={}", collector)) == 2);
  CHECK(count("about=" + pack(1)) == 4);
  CHECK(count(fmt::format("about={}%2FSTEEL-1", recycler)) == 1);
  CHECK(count("from_time=2024-12-30T12:00:00%2B08:00") > 0);
  CHECK(count("from_time=2024-12-30T12:00:01+08:00") == 0);
  CHECK(count("before_time=2024-12-30T12:00:00+08:00") == 0);
  served.stop_and_check();
}

TEST_CASE("tiles and the checkpoint are what C2SP says", "[routes]") {
  Served served([](TempLedger& book) {
    std::vector<Said> many;
    for (int i = 1; i <= 300; ++i)
      many.push_back(retire(collector, fmt::format("R-{}", i)).unit(pack(i)));
    REQUIRE(book.record(many));
  });
  const auto size = served.get("/v1/ledger").json().at("size").get<int>();
  const Reply full = served.get("/tile/0/000");
  CHECK(full.status == 200);
  CHECK(full.body.size() == 256 * 32);
  CHECK(full.header("content-type") == "application/octet-stream");
  CHECK(full.header("cache-control") == "private, max-age=604800, immutable");
  const Reply partial = served.get(fmt::format("/tile/0/001.p/{}", size - 256));
  CHECK(partial.body.size() == static_cast<std::size_t>(size - 256) * 32);
  CHECK(partial.header("cache-control") == "private, no-cache");
  CHECK(served.get("/tile/entries/000").status == 200);
  CHECK(served.get("/tile/0/001").status == 404);
  CHECK(served.get("/v1/ledger").json().at("note") == served.get("/checkpoint").body);
  served.stop_and_check();
}
