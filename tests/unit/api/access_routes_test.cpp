#include <set>

#include <fmt/format.h>

#include "api/routes/route.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/three_companies.hpp"

using namespace made_up;
using nlohmann::json;

namespace {

/// A path of the route that is about something there is.
std::string example(const api::Route& route) {
  std::string path(route.pattern);
  const std::vector<std::pair<std::string, std::string>> parts{
      {"{index}", "0"},
      {"{code}", pack(1)},
      {"{operator}/{no}", lot(recycler, "STEEL-1")},
      {"{year}", "2024"},
      {"{size}", "1"},
      {"…", "0/000.p/1"},
      {"{id}", path.starts_with("/v1/proofs") ? pack(1) : std::string(recycler)}};
  for (const auto& [part, value] : parts)
    if (const std::size_t at = path.find(part); at != std::string::npos)
      path.replace(at, part.size(), value);
  return path;
}

/// What docs/http.md promises, written down once more: who hears no, and which no.
int expected_refusal(api::Needs needs, const std::string& who) {
  const bool is_known = who == "regulator" || who == "metrics" || who == "operator";
  const bool is_bad = who == "expired" || who == "revoked" || who == "unknown";
  if (is_bad) return 401;
  switch (needs) {
    case api::Needs::nothing:
    case api::Needs::figures:
    case api::Needs::code:
      return 0;
    case api::Needs::own:
      return who == "regulator" || who == "operator" ? 0 : is_known ? 403 : 401;
    case api::Needs::tiles:
    case api::Needs::everything:
      return who == "regulator" ? 0 : is_known ? 403 : 401;
    case api::Needs::metrics:
      return who == "metrics" ? 0 : is_known ? 403 : 401;
  }
  return 403;
}

}  // namespace

TEST_CASE("every route is open to those its table says and to nobody else", "[access]") {
  Served served(three_companies, true);
  for (const api::Route& route : api::routes()) {
    if (route.operation == "stream") continue;
    for (const std::string who :
         {"nobody", "regulator", "metrics", "operator", "expired", "revoked", "unknown"}) {
      const std::string token = who == "nobody"     ? ""
                                : who == "operator" ? served.token(recycler)
                                : who == "unknown"  ? ledger::new_token().text
                                                    : served.token(who);
      CAPTURE(route.method, route.pattern, who);
      const Reply reply = served.ask({.method = std::string(route.method),
                                      .target = example(route),
                                      .body = route.method == "POST" ? "{}" : "",
                                      .token = token});
      CAPTURE(reply.body.substr(0, 300));
      const int expected = expected_refusal(route.needs, who);
      if (expected != 0) {
        CHECK(reply.status == expected);
        CHECK(reply.header("content-type") == "application/problem+json");
        CHECK(reply.header("www-authenticate").starts_with(expected == 401 ? "Bearer" : ""));
        CHECK(reply.body.find(token.empty() ? "ct_" : token) == std::string::npos);
      } else {
        CHECK(reply.status != 401);
        CHECK(reply.status != 403);
        CHECK(reply.status < 500);
      }
      CHECK(reply.header("vary") == "Authorization");
    }
  }
  for (const std::string_view whose : {"regulator", "metrics", "expired", "revoked"})
    CHECK(served.log().find(served.token(whose)) == std::string::npos);
  served.stop_and_check();
}

TEST_CASE("a token is a Bearer token, spelled as it was made", "[access]") {
  Served served(three_companies, true);
  const std::string token = served.token("regulator");
  const auto status = [&](const std::string& value) {
    return served.ask({.target = "/v1/entries/0", .headers = {"Authorization: " + value}}).status;
  };
  CHECK(status("Bearer " + token) == 200);
  CHECK(status("bearer " + token) == 200);
  for (const std::string& wrong :
       {std::string("Bearer"), "Basic " + token, token, "Bearer " + token + "x", "Bearer  " + token,
        "Bearer " + token.substr(1), std::string("Bearer ct_")}) {
    CAPTURE(wrong);
    CHECK(status(wrong) == 401);
  }
  served.stop_and_check();
}

TEST_CASE("an operator sees what it is party to and nothing else", "[access]") {
  Served served(three_companies, true);
  const std::string mine = served.token(recycler), theirs = served.token(repurposer),
                    all = served.token("regulator");
  const auto status = [&](const std::string& target, const std::string& token) {
    return served.get(target, token).status;
  };
  // A thing of which some entry names the operator, and the same thing for somebody else.
  for (const std::string& target :
       {"/v1/units/" + pack(1), "/v1/units/" + pack(1) + "/trail", "/v1/units/" + module(1),
        "/v1/lots/" + lot(recycler, "STEEL-1"), "/v1/lots/" + lot(recycler, "STEEL-1") + "/trail",
        fmt::format("/v1/operators/{}/stock", recycler)}) {
    CAPTURE(target);
    CHECK(status(target, all) == 200);
    CHECK(status(target, mine) == 200);
    CHECK(status(target, theirs) == 404);
  }
  // The collector made the pack; it is party to it though the recycler has it now.
  CHECK(status("/v1/units/" + pack(1), served.token(collector)) == 200);
  // What there is not, and what is others', answers the same but for its name.
  const auto refused = [&](const std::string& before, const std::string& id,
                           const std::string& after) {
    json problem = served.get(before + id + after, theirs).json();
    problem.erase("request_id");
    std::string text = problem.dump();
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id))
      text.replace(at, id.size(), "NAME");
    return text;
  };
  for (const std::string after : {"", "/trail"}) {
    CHECK(refused("/v1/units/", pack(1), after) == refused("/v1/units/", "NONE", after));
    CHECK(refused("/v1/units/", "NOCODE-1", after) == refused("/v1/units/", "NONE", after));
    CHECK(refused("/v1/lots/", lot(recycler, "STEEL-1"), after) ==
          refused("/v1/lots/", lot(recycler, "STEEL-2"), after));
  }
  for (const json& entry : served.all("/v1/entries", all)) {
    const std::string text = entry.at("entry").dump();
    const std::string target = fmt::format("/v1/entries/{}", entry.at("entry").at("index").dump());
    CAPTURE(target);
    bool is_named = false;
    for (const json& link : entry.at("entry").at("trail"))
      is_named = is_named || link.at("id") == std::string(recycler);
    CHECK((status(target, mine) == 200) == is_named);
    CHECK((served.get("/v1/proofs/entries/" + entry.at("entry").at("index").dump(), mine).status ==
           200) == is_named);
  }
  const auto listed = served.all("/v1/entries?limit=2", mine);
  CHECK(listed == served.all(fmt::format("/v1/entries?about={}", recycler), all));
  CHECK(served.all(fmt::format("/v1/entries?about={}", repurposer), mine).empty());
  CHECK(served.all("/v1/transfers", mine).size() == 1);
  CHECK(served.all("/v1/transfers", theirs).empty());
  CHECK(served.all("/v1/findings", mine).size() == 1);
  CHECK(served.all("/v1/findings", theirs).empty());
  CHECK(served.get("/v1/stock", mine).json().at("items").size() == 1);
  CHECK(served.get("/v1/stock", all).json().at("items").size() == 2);
  served.stop_and_check();
}

TEST_CASE("who was party to a thing long ago still sees it", "[access]") {
  Served served(
      [](TempLedger& book) {
        three_companies(book);
        std::vector<Said> more;
        for (int i = 0; i < 600; ++i)
          more.push_back(inspect(recycler, fmt::format("I-{}", i), module(1)));
        more.push_back(
            dispatch(recycler, "D-2", second_recycler, "T-2").items({Thing(module(1), 300'000)}));
        REQUIRE(book.record(more));
        more.clear();
        more.push_back(
            receive(second_recycler, "E-2", recycler, "T-2").items({accepted(module(1), 300'000)}));
        for (int i = 0; i < 600; ++i)
          more.push_back(inspect(second_recycler, fmt::format("I-{}", i), module(1)));
        REQUIRE(book.record(more));
      },
      true);
  CHECK(served.get("/v1/units/" + module(1), served.token(recycler)).status == 200);
  CHECK(served.get("/v1/units/" + module(1), served.token(repurposer)).status == 404);
  served.stop_and_check();
}

TEST_CASE("the trail of a unit is proven to who knows its code, others to who is party to them",
          "[access]") {
  const auto provisional = [](int number) {
    return fmt::format("NOCODE-{}-{}", collector, number);
  };
  Served served(
      [&](TempLedger& book) {
        three_companies(book);
        book.accept({retire(collector, "R-7")
                         .unit(provisional(1))
                         .text("code_scheme", "provisional")
                         .text("no_code_reason", "missing"),
                     identify(collector, "I-7", provisional(1))
                         .text("code", pack(8))
                         .text("code_scheme", "gbt34014-24")});
      },
      true);
  const auto status = [&](const std::string& id, const std::string& token) {
    return served.get("/v1/proofs/trails/" + id, token).status;
  };
  CHECK(status(pack(1), "") == 200);
  // Provisional codes are counted: that one is there is no more to be learnt than that it is not.
  CHECK(status(provisional(1), "") == 401);
  CHECK(status(provisional(2), "") == 401);
  CHECK(status(provisional(1), served.token(repurposer)) == 404);
  CHECK(status(provisional(1), served.token(collector)) == 200);
  CHECK(status(provisional(1), served.token("regulator")) == 200);
  CHECK(status(pack(8), "") == 200);
  // Operators are listed for everybody and lots are numbered: that one names them shows nothing.
  for (const std::string& id : {std::string(recycler), std::string(recycler) + "%2FSTEEL-1"}) {
    CAPTURE(id);
    CHECK(status(id, "") == 401);
    CHECK(status(id, served.token("metrics")) == 403);
    CHECK(status(id, served.token(repurposer)) == 404);
    CHECK(status(id, served.token(recycler)) == 200);
    CHECK(status(id, served.token("regulator")) == 200);
  }
  served.stop_and_check();
}

TEST_CASE("an operator tries events of its own and not those of others", "[access]") {
  Served served(three_companies, true);
  // Whether a dispatch would be accepted tells who has the pack.
  const std::string event =
      dispatch(repurposer, "D-7", recycler, "T-7").items({Thing(pack(3), 400'000)}).json();
  const auto tried = [&](const std::string& token) {
    return served
        .ask({.method = "POST",
              .target = "/v1/dry-runs",
              .body = "{\"events\":[" + event + "]}",
              .token = token})
        .status;
  };
  CHECK(tried(served.token(repurposer)) == 200);
  CHECK(tried(served.token("regulator")) == 200);
  CHECK(tried(served.token(recycler)) == 403);
  CHECK(tried("") == 401);
  served.stop_and_check();
}

TEST_CASE("sealed texts are for who sealed them and for the authorities", "[access]") {
  ledger::Index entry = -1;
  Served served(
      [&](TempLedger& book) {
        three_companies(book);
        const ledger::Hash salt{4, 5, 6};
        ledger::SignedBatch batch = book.sign(
            {retire(collector, "R-9")
                 .unit(pack(9))
                 .raw("sealed",
                      fmt::format(R"({{"note":"{}"}})", ledger::commitment(salt, "bay 7"))),
             dispatch(collector, "D-9", recycler, "T-9")
                 .items({Thing(pack(9), 400'000)})
                 .raw("sealed",
                      fmt::format(R"({{"note":"{}"}})", ledger::commitment(salt, "gate 2")))});
        batch.openings = {{"R-9", "note", "bay 7", salt}, {"D-9", "note", "gate 2", salt}};
        const auto appended = book.ledger().append(std::move(batch));
        REQUIRE(appended);
        entry = appended->receipt.first + 1;
      },
      true);
  const std::string target = fmt::format("/v1/entries/{}/openings", entry);
  const json expected{{"member", "note"}, {"state", "opened"}, {"text", "gate 2"}};
  CHECK(served.get(target, served.token("regulator")).json().at("items").at(0) == expected);
  CHECK(served.get(target, served.token(collector)).json().at("items").at(0) == expected);
  // It is party to the entry, and the note is not its own.
  CHECK(served.get(fmt::format("/v1/entries/{}", entry), served.token(recycler)).status == 200);
  CHECK(served.get(target, served.token(recycler)).status == 403);
  served.stop_and_check();
}

TEST_CASE("when an operator reported last is shown to it and to the authorities", "[access]") {
  Served served(three_companies, true);
  const auto shown = [&](const std::string& token) {
    std::string ids;
    for (const json& item : served.all("/v1/operators?limit=2", token)) {
      const std::string id = item.at("id");
      const json alone = served.get("/v1/operators/" + id, token).json().at("operator");
      CHECK(alone == item);
      CHECK(item.contains("last") == item.contains("last_at_s"));
      if (item.contains("last")) ids += id + ' ';
    }
    return ids;
  };
  CHECK(shown("").empty());
  CHECK(shown(served.token("metrics")).empty());
  CHECK(shown(served.token(recycler)) == std::string(recycler) + ' ');
  CHECK_THAT(shown(served.token("regulator")),
             ContainsSubstring(std::string(recycler)) && ContainsSubstring(std::string(collector)));
  served.stop_and_check();
}

TEST_CASE("tiles are open to all where the configuration says so", "[access]") {
  Served served(three_companies, true,
                [](api::ServiceOptions& options) { options.public_tiles = true; });
  const Reply tile = served.get("/tile/0/000.p/1");
  CHECK(tile.status == 200);
  CHECK(tile.header("cache-control") == "public, no-cache");
  CHECK(served.get("/v1/entries/0").status == 401);
  served.stop_and_check();
}
