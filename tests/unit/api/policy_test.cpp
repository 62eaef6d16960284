#include "api/access/policy.hpp"

#include <map>

#include <fmt/format.h>

#include "api/routes/route.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using api::AccessPolicy;
using api::Caller;
using api::Needs;
using api::Verdict;
using Kind = api::Caller::Kind;

using nlohmann::json;

namespace {

constexpr Kind kinds[]{Kind::anybody, Kind::operator_, Kind::regulator, Kind::metrics};
constexpr Needs all_needs[]{Needs::nothing, Needs::tiles,      Needs::figures, Needs::code,
                            Needs::own,     Needs::everything, Needs::metrics};

/// docs/http.md in its own words: what is public, what is an operator's, what is the rest.
Verdict as_promised(const AccessPolicy& policy, Kind kind, Needs needs) {
  const bool is_public = needs == Needs::nothing || needs == Needs::figures ||
                         needs == Needs::code || (needs == Needs::tiles && policy.public_tiles);
  if (policy.open || is_public) return Verdict::allowed;
  if (kind == Kind::anybody) return Verdict::needs_token;
  if (kind == Kind::metrics || needs == Needs::metrics)
    return kind == Kind::metrics && needs == Needs::metrics ? Verdict::allowed
                                                            : Verdict::not_allowed;
  if (kind == Kind::regulator) return Verdict::allowed;
  return needs == Needs::own ? Verdict::own_only : Verdict::not_allowed;
}

/// One way to ask for each pattern; what is not there must not look different from what is.
std::string target_of(const api::Route& route) {
  std::string target;
  bool is_inside = false;
  for (const char c : route.pattern) {
    if (c == '{') is_inside = true;
    if (!is_inside) target += c;
    if (c == '}') {
      is_inside = false;
      target += '1';
    }
  }
  if (const std::size_t rest = target.find("…"); rest != std::string::npos)
    target = target.substr(0, rest) + "0/000.p/1";
  return target;
}

/// A pack that went from the collector to the recycler, one that the repurposer has alone.
void three_companies(TempLedger& book) {
  book.accept({retire(collector, "R-1"), retire(repurposer, "R-1").unit(pack(3)),
               retire_lot(repurposer, "R-2", lot(repurposer, "C-1"), 50'000),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(recycler, "E-1", collector, "T-1").items({accepted(pack(1), 390'000)}),
               dismantle(recycler, "M-1")
                   .inputs({Thing(pack(1), 390'000)})
                   .lots({made(lot(recycler, "STEEL-1"), "steel", 390'000)})});
}

int status_for(Verdict verdict) {
  if (verdict == Verdict::needs_token) return 401;
  return verdict == Verdict::not_allowed ? 403 : 0;
}

}  // namespace

TEST_CASE("who may read what is as promised, for every need, caller and policy", "[policy]") {
  for (const bool open : {false, true})
    for (const bool tiles : {false, true})
      for (const Kind kind : kinds)
        for (const Needs needs : all_needs) {
          CAPTURE(open, tiles, static_cast<int>(kind), static_cast<int>(needs));
          const AccessPolicy policy{.open = open, .public_tiles = tiles};
          CHECK(api::judge(policy, Caller{kind, {}, {}}, needs) ==
                as_promised(policy, kind, needs));
        }
}

TEST_CASE("what the table does not know is refused to everybody", "[policy]") {
  for (const Kind kind : kinds)
    CHECK(api::judge({}, Caller{kind, {}, {}}, static_cast<Needs>(200)) == Verdict::not_allowed);
  CHECK(api::judge({}, Caller{static_cast<Kind>(200), {}, {}}, Needs::own) == Verdict::not_allowed);
}

TEST_CASE("every route asks for what the table says, over HTTP", "[policy]") {
  Served served({}, true);
  const std::map<std::string, Kind> callers{{"", Kind::anybody},
                                            {std::string(collector), Kind::operator_},
                                            {"regulator", Kind::regulator},
                                            {"metrics", Kind::metrics}};
  for (const api::Route& route : api::routes()) {
    if (route.method != "GET" || route.operation == "stream") continue;
    for (const auto& [name, kind] : callers) {
      const std::string token = name.empty() ? "" : served.token(name);
      CAPTURE(route.pattern, name);
      const int refused = status_for(api::judge({}, Caller{kind, {}, {}}, route.needs));
      const int status = served.get(target_of(route), token).status;
      if (refused != 0)
        CHECK(status == refused);
      else
        CHECK((status != 401 && status != 403));
    }
    for (const std::string_view bad : {"expired", "revoked"})
      CHECK(served.get(target_of(route), served.token(bad)).status == 401);
    CHECK(served.get(target_of(route), ledger::new_token().text).status == 401);
  }
}

TEST_CASE("an operator's token shows nothing of what it is no party to", "[policy]") {
  Served served(
      [](TempLedger& book) {
        book.accept({retire(collector, "R-1"), retire(repurposer, "R-1").unit(pack(2))});
      },
      true);
  const std::string mine = served.token(collector), theirs = served.token(repurposer);
  CHECK(served.get("/v1/units/" + pack(1), mine).status == 200);
  CHECK(served.get("/v1/units/" + pack(1), theirs).status == 404);
  // What is others' and what there is not answer the same.
  const auto without_id = [](nlohmann::json problem) {
    problem.erase("request_id");
    return problem;
  };
  auto hidden = without_id(served.get("/v1/units/" + pack(1), theirs).json());
  auto absent = without_id(served.get("/v1/units/" + pack(7), theirs).json());
  CHECK(hidden.at("name") == absent.at("name"));
  CHECK(hidden.at("title") == absent.at("title"));
  CHECK(hidden.at("status") == absent.at("status"));
  const auto entries = served.all("/v1/entries?limit=3", theirs);
  CHECK_FALSE(entries.empty());
  for (const auto& item : entries)
    CHECK(item.dump().find(std::string(repurposer)) != std::string::npos);
  const auto everything = served.all("/v1/entries", served.token("regulator"));
  CHECK(everything.size() > entries.size());
  CHECK(served.get("/v1/operators/" + std::string(collector) + "/stock", theirs).status == 404);
  served.stop_and_check();
}

TEST_CASE("a whole trail is proved to who knows a unit's code, or may read all of it", "[policy]") {
  Served served(three_companies, true);
  const std::string steel = lot(recycler, "STEEL-1"), others = lot(repurposer, "C-1");
  struct Row {
    std::string id;
    int anybody, recycler_, collector_, regulator, metrics;
  };
  const std::vector<Row> rows{
      {pack(1), 200, 200, 200, 200, 200},
      {pack(3), 200, 200, 200, 200, 200},
      {pack(7), 404, 404, 404, 404, 404},
      {steel, 401, 200, 404, 200, 403},
      {others, 401, 404, 404, 200, 403},
      {lot(recycler, "NONE"), 401, 404, 404, 404, 403},
      // The collector is named in some of the recycler's entries, and the bundle would show all.
      {std::string(recycler), 401, 200, 404, 200, 403},
      {std::string(authority), 401, 404, 404, 200, 403}};
  for (const Row& row : rows) {
    std::string target = "/v1/proofs/trails/" + row.id;
    if (const std::size_t slash = row.id.find('/'); slash != std::string::npos)
      target.replace(target.size() - row.id.size() + slash, 1, "%2F");
    CAPTURE(target);
    CHECK(served.get(target).status == row.anybody);
    CHECK(served.get(target, served.token(recycler)).status == row.recycler_);
    CHECK(served.get(target, served.token(collector)).status == row.collector_);
    CHECK(served.get(target, served.token("regulator")).status == row.regulator);
    CHECK(served.get(target, served.token("metrics")).status == row.metrics);
  }
  served.stop_and_check();
}

TEST_CASE("a list tells an operator nothing about what others have", "[policy]") {
  Served served(three_companies, true);
  const std::string mine = served.token(collector);
  const auto answer = [&](const std::string& target) {
    json said = served.get(target, mine).json();
    said.erase("request_id");
    return said.dump();
  };
  const auto is_same = [&](const std::string& before, const std::string& there,
                           const std::string& not_there, const std::string& after = "") {
    std::string expected = answer(before + not_there + after);
    if (const std::size_t at = expected.find(not_there); at != std::string::npos)
      expected.replace(at, not_there.size(), there);
    CAPTURE(before, there);
    CHECK(answer(before + there + after) == expected);
  };
  is_same("/v1/entries?about=", lot(repurposer, "C-1"), lot(repurposer, "C-9"));
  is_same("/v1/entries?about=", pack(3), pack(7));
  is_same("/v1/operators/", std::string(repurposer), "VATNONE", "/stock");
  // What both are party to, page by page, and no word of where the other's trail goes on.
  for (const std::string& list : {fmt::format("/v1/entries?about={}&", recycler),
                                  fmt::format("/v1/operators/{}/trail?", recycler)}) {
    CAPTURE(list);
    CHECK(served.all(list + "limit=1", mine).size() == 2);
  }
  for (std::string next = fmt::format("/v1/operators/{}/trail?limit=1", repurposer);
       !next.empty();) {
    const json page = served.get(next, mine).json();
    CHECK(page.at("items").empty());
    next = page.value("next", "");
    if (next.empty()) break;
    const std::string index = next.substr(next.find("from=") + 5);
    CAPTURE(next);
    CHECK(served.get("/v1/entries/" + index.substr(0, index.find('&')), mine).status == 200);
  }
  served.stop_and_check();
}

TEST_CASE("who is refused is told which token does", "[policy]") {
  Served served(three_companies, true);
  const auto detail = [&](const std::string& target, const std::string& token) {
    return served.get(target, token).json().at("detail").get<std::string>();
  };
  CHECK(detail("/metrics", "") == "this route needs a metrics token, and none came");
  CHECK(detail("/metrics", served.token("regulator")) ==
        "this route needs a metrics token, and what came is for regulator");
  CHECK(detail("/tile/0/000.p/1", served.token(recycler)) ==
        fmt::format("this route needs a regulator's token, and what came is for {}", recycler));
  CHECK(detail("/v1/stock", "") ==
        "this route needs an operator's or a regulator's token, and none came");
  served.stop_and_check();
}
