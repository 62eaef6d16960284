#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/wire/bodies.hpp"
#include "api/wire/envelope.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"
#include "api/wire/views.hpp"
#include "ledger/batch_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace made_up;
using api::wire::Stop;
using nlohmann::json;

namespace {

std::string name_of_problem(const std::function<void()>& act) {
  try {
    act();
  } catch (const Stop& stop) {
    CHECK(stop.problem().status >= 400);
    CHECK_FALSE(stop.problem().detail.empty());
    CHECK_FALSE(stop.problem().hint.empty());
    return stop.problem().name;
  }
  return "";
}

std::string query_problem(std::string_view query) {
  return name_of_problem([&] { (void)api::wire::read_query(query, {"from", "limit"}); });
}

std::string batch_problem(std::string_view body) {
  return name_of_problem([&] { (void)api::wire::read_batch(body); });
}

}  // namespace

TEST_CASE("every refusal has a status of its kind", "[wire]") {
  const std::set<int> statuses{400, 403, 409, 413, 422};
  for (std::size_t i = 0; i < ledger::refusal_count; ++i) {
    const auto refusal = static_cast<ledger::Refusal>(i);
    CAPTURE(ledger::describe(refusal).name);
    CHECK(statuses.contains(api::wire::status_of(refusal)));
  }
  CHECK(api::wire::status_of(ledger::Refusal::id_reused) == 409);
  CHECK(api::wire::status_of(ledger::Refusal::bad_signature) == 403);
  CHECK(api::wire::status_of(ledger::Refusal::not_holder) == 422);
  CHECK(api::wire::status_of(ledger::Refusal::malformed) == 400);
}

TEST_CASE("every trouble has a name of its own, and says what to do", "[wire]") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < ledger::refusal_count; ++i)
    names.insert(ledger::describe(static_cast<ledger::Refusal>(i)).name);
  for (std::size_t i = 0; i < api::wire::trouble_count; ++i) {
    const api::wire::TroubleText& text = api::wire::describe(static_cast<api::wire::Trouble>(i));
    CAPTURE(text.name);
    CHECK(names.insert(text.name).second);
    CHECK_FALSE(text.title.empty());
    CHECK_FALSE(text.hint.empty());
    CHECK(text.status >= 400);
  }
}

TEST_CASE("a problem says everything a program and a person need", "[wire]") {
  const ledger::Error error{ledger::Refusal::not_holder, "/items/0/unit", "it is elsewhere", 3,
                            "D-1"};
  const api::Response answer = api::wire::response(api::wire::problem_of(error), "17ab");
  CHECK(answer.status == 422);
  CHECK(answer.content_type == "application/problem+json");
  CHECK(json::parse(answer.body) == json{{"type", "/docs#not_holder"},
                                         {"name", "not_holder"},
                                         {"status", 422},
                                         {"title", ledger::describe(error.refusal).sentence},
                                         {"detail", "it is elsewhere"},
                                         {"hint", ledger::describe(error.refusal).hint},
                                         {"pointer", "/items/0/unit"},
                                         {"event", 3},
                                         {"event_id", "D-1"},
                                         {"request_id", "17ab"}});
}

TEST_CASE("a failure is said by what it is, and not where", "[wire]") {
  const auto said = [](const std::exception& thrown) {
    const api::wire::Problem problem = api::wire::problem_of(thrown);
    CHECK(problem.detail.find("/var") == std::string::npos);
    return fmt::format("{} {}", problem.status, problem.name);
  };
  CHECK(said(ledger::Busy("/var")) == "503 busy");
  CHECK(said(ledger::DiskFull("/var")) == "507 disk_full");
  CHECK(said(ledger::WriteStopped("/var")) == "503 write_stopped");
  CHECK(said(ledger::Locked("/var")) == "503 failure");
  CHECK(said(ledger::Failure("/var")) == "503 failure");
  CHECK(said(ledger::Damage("/var")) == "500 damage");
  CHECK(said(std::logic_error("/var")) == "500 internal");
}

TEST_CASE("text that is no UTF-8 is made harmless in a problem", "[wire]") {
  const api::Response answer =
      api::wire::response(api::wire::problem(api::wire::Trouble::not_found, "no \xff here"), "1");
  CHECK(json::parse(answer.body).at("detail") == "no \xEF\xBF\xBD here");
}

TEST_CASE("percent-encoded text is decoded or refused", "[wire]") {
  CHECK(api::wire::decoded("a%2Fb+c") == "a/b+c");
  CHECK(api::wire::decoded("%E7%94%B5") == "电");
  for (const char* wrong : {"%", "%4", "%zz", "%00", "%0a", "a%7f", "%ff", "%c0%af", "%ed%a0%80"}) {
    CAPTURE(wrong);
    CHECK_FALSE(api::wire::decoded(wrong));
  }
  CHECK(api::wire::decoded(api::wire::encoded("A/B 电%&=#?")) == "A/B 电%&=#?");
  CHECK(api::wire::is_spelled_plainly(api::wire::encoded("A-1_2.3~4/B 电%&=#?:+")));
  for (const char* wrong : {"%37", "a%41", "%7E", "%2D", "OPERATOR%2fNO", "%e7%94%b5"}) {
    CAPTURE(wrong);
    CHECK(api::wire::decoded(wrong));
    CHECK_FALSE(api::wire::is_spelled_plainly(wrong));
  }
}

TEST_CASE("a query has the parameters of its route, each once, within bounds", "[wire]") {
  CHECK(api::wire::read_query("", {"from"}).empty());
  CHECK(api::wire::read_query("from=2024-01-01T00:00:00+08:00&limit=", {"from", "limit"}) ==
        api::Fields{{"from", "2024-01-01T00:00:00+08:00"}, {"limit", ""}});
  CHECK(query_problem("form=1") == "unknown_parameter");
  CHECK(query_problem("from=1&from=1") == "unknown_parameter");
  CHECK(query_problem("from=%zz") == "parameter_malformed");
  using api::wire::read_number;
  CHECK(read_number("limit", "500", 1, 500) == 500);
  for (const char* wrong : {"", "0", "501", "-1", "+1", "01", "-0", "00", "1e2", "1.0", " 1", "1 ",
                            "9223372036854775808", "99999999999999999999999"}) {
    CAPTURE(wrong);
    CHECK(name_of_problem([&] { (void)read_number("limit", wrong, 1, 500); }) ==
          "parameter_malformed");
  }
  for (const char* wrong : {"-0", "00", "+0", "007"})
    CHECK(name_of_problem([&] { (void)read_number("from", wrong, 0, 500); }) ==
          "parameter_malformed");
  CHECK(name_of_problem([] {
          (void)api::wire::text_in({{"about", ""}}, "about");
        }) == "parameter_malformed");
  CHECK(api::wire::text_in({}, "about").empty());
  const auto time = [](const char* text) { return api::wire::time_ms_in({{"t", text}}, "t"); };
  CHECK(time("1970-01-01T08:00:01+08:00") == 1000);
  CHECK(time("1969-12-31T23:00:00-01:00") == 0);
  CHECK(time("1704067200") == 1'704'067'200'000);
  for (const char* wrong : {"", "2024", "x", "2024-02-30T00:00:00+08:00",
                            "2024-01-01T24:00:00+08:00", "2024-01-01T00:00:00Z"}) {
    CAPTURE(wrong);
    if (std::string(wrong) == "2024") continue;
    CHECK(name_of_problem([&] { (void)time(wrong); }) == "parameter_malformed");
  }
}

TEST_CASE("the outside of a body is taken apart without reading its inside", "[wire]") {
  const auto members = api::wire::members_of(R"( {"a" : [1, {"]":"\"}"}] , "b":"x"} )");
  REQUIRE(members);
  REQUIRE(members->size() == 2);
  CHECK((*members)[0].name == "a");
  CHECK((*members)[0].value == R"([1, {"]":"\"}"}])");
  CHECK((*members)[1].value == R"("x")");
  const auto elements = api::wire::elements_of((*members)[0].value, 10);
  REQUIRE(elements);
  CHECK(*elements == std::vector<std::string_view>{"1", R"({"]":"\"}"})"});
  const std::string deep = "{\"a\":" + std::string(200'000, '[');
  for (const std::string& wrong :
       {std::string(), std::string("[]"), std::string("{"), std::string("{}x"),
        std::string(R"({"a":1,"a":2})"), std::string(R"({"a"})"), std::string(R"({"a":})"),
        std::string(R"({"a":1,})"), std::string(R"({"a\u0062":1})"), std::string(R"({"a":"x)"),
        std::string(R"({"a":"x\)"), deep}) {
    CAPTURE(wrong.substr(0, 40));
    CHECK_FALSE(api::wire::members_of(wrong));
  }
  CHECK(api::wire::elements_of("[1,2,3,4]", 2)->size() == 3);
  CHECK(api::wire::string_of(R"("a\n电")") == "a\n电");
  CHECK_FALSE(api::wire::string_of(R"("\ud800")"));
  CHECK_FALSE(api::wire::string_of("12"));
}

TEST_CASE("a batch comes as objects, as lines, or as the file that was signed", "[wire]") {
  const std::string one = retire(collector, "R-1").json(),
                    two = retire(collector, "R-2").unit(pack(2)).json();
  std::vector<ledger::Event> events;
  for (const std::string& text : {one, two}) events.push_back(*ledger::read_event(text));
  const std::string file = ledger::write_batch_file({"head\n", std::move(events)});
  const json lines{{"head", "head\n"}, {"events", one + "\n\n" + two + "\n"}};
  for (const std::string& body :
       {fmt::format(R"({{"events":[{}, {}],"head":"head\n"}})", one, two), lines.dump(), file}) {
    CAPTURE(body);
    const auto batch = api::wire::read_batch(body);
    REQUIRE(batch);
    CHECK(batch->head == "head\n");
    REQUIRE(batch->events.size() == 2);
    CHECK(batch->events[1].id == "R-2");
  }
}

TEST_CASE("an event that is none is named by its place and id", "[wire]") {
  const json body{{"head", "h"},
                  {"events",
                   {json::parse(retire(collector, "R-1").json()),
                    json::parse(retire(collector, "R-2").number("mass_g", -1).json())}}};
  const auto batch = api::wire::read_batch(body.dump());
  REQUIRE_FALSE(batch);
  CHECK(batch.error().event == 1);
  CHECK(batch.error().event_id == "R-2");
  CHECK(batch.error().pointer == "/mass_g");
}

TEST_CASE("events are read by the strict reader alone", "[wire]") {
  // A reader that lets the last of two members win would see another event than was signed.
  const std::string twice = R"({"head":"h","events":[{"type":"retire","type":"dispose","v":1}]})";
  const auto batch = api::wire::read_batch(twice);
  REQUIRE_FALSE(batch);
  CHECK(batch.error().refusal == ledger::Refusal::duplicate_member);
}

TEST_CASE("a body of another form is refused with its place", "[wire]") {
  for (
      const char* wrong :
      {"", "x", "[]", R"({"events":[]})", R"({"head":1,"events":[]})", R"({"head":"h"})",
       R"({"head":"h","events":1})", R"({"head":"h","events":[],"x":1})",
       R"({"head":"h","head":"h","events":[]})", R"({"head":"h","events":[],"kind":"trail"})",
       R"({"head":"h","events":[],"openings":{}})", R"({"head":"h","events":[],"openings":[1]})",
       R"({"head":"h","events":[],"openings":[{"event":"a","member":"b","salt":"c","text":""}]})"}) {
    CAPTURE(wrong);
    CHECK(batch_problem(wrong) == "body_malformed");
  }
  std::string many = R"({"head":"h","events":[1)";
  for (std::size_t i = 0; i < ledger::batch_events_max; ++i) many += ",1";
  const auto batch = api::wire::read_batch(many + "]}");
  REQUIRE_FALSE(batch);
  CHECK(batch.error().refusal == ledger::Refusal::batch_too_large);
  const auto known = [](const char* body) {
    return name_of_problem([&] { (void)api::wire::read_known(body); });
  };
  CHECK(known(R"({"operator":"VATTEST1","ids":["a","b"]})").empty());
  CHECK(known(R"({"operator":"x","ids":["a","b"]})") == "body_malformed");
  CHECK(known(R"({"operator":"VATTEST1","ids":["a",1]})") == "body_malformed");
  CHECK(known(R"({"operator":"X"})") == "body_malformed");
}

TEST_CASE("a body that is no object is told what is wrong with it, and at which byte", "[wire]") {
  const auto why = [](std::string_view text) {
    CHECK_FALSE(api::wire::members_of(text));
    return api::wire::why_no_object(text).what;
  };
  CHECK(why(R"({"events":[})") ==
        "the body is no JSON: `}` does not belong at byte 11, counted from 0");
  CHECK(why("{\"a\" \x01 1}") ==
        "the body is no JSON: the byte 01 does not belong at byte 5, counted from 0");
  CHECK(why(R"({"events":[)") == "the body ends at byte 11 before its JSON does");
  CHECK(why(" \n") == "the body is empty; expected one JSON object");
  CHECK(why("[]") == "the body is a list; expected one JSON object");
  CHECK(why("\"x\"") == "the body is a text; expected one JSON object");
  CHECK(why("\xEF\xBB\xBF{}") == "the body begins with a byte order mark (EF BB BF); leave it out");
  CHECK(why(R"({"a":{"b":1,"b":2},"a":1})") == "the body has the member `a` twice");
  CHECK(why("{\"a\":" + std::string(200'000, '[')) == "the body is deeper than 16 levels");
  CHECK(why(R"({"a\u0062":1})").find("escape") != std::string::npos);
  CHECK(api::wire::why_no_object(R"({"a":1,"a":2})").member == "a");
}
