#include "api/access/policy.hpp"

#include <map>

#include "api/routes/route.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using api::AccessPolicy;
using api::Caller;
using api::Needs;
using api::Verdict;
using Kind = api::Caller::Kind;

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
  CHECK(served.get("/v1/operators/" + std::string(collector) + "/stock", theirs).status == 403);
  served.stop_and_check();
}
