#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/unit/api/three_companies.hpp"

using namespace made_up;
using nlohmann::json;

TEST_CASE("a report of an earlier head is for the authorities: heads differ by a batch",
          "[access]") {
  Served served(three_companies, true);
  const auto reply = [&](std::int64_t size, const std::string& token) {
    return served.get(fmt::format("/v1/reports/2024?size={}", size), token);
  };
  const std::int64_t newest = served.get("/v1/ledger").json().at("size");
  const std::int64_t before = newest - 1;
  CHECK(reply(before, served.token("regulator")).status == 200);
  CHECK(reply(before, "").status == 401);
  CHECK(reply(before, served.token(recycler)).status == 403);
  CHECK(reply(before, served.token("metrics")).status == 403);
  CHECK(reply(newest + 1, "").status == 401);
  const json problem = reply(before, served.token(recycler)).json();
  CHECK_THAT(problem.at("detail"), ContainsSubstring("differs by what single operators reported"));
  CHECK_THAT(problem.at("hint"), ContainsSubstring("leave `size`"));
  for (const std::string& token : {std::string(), served.token(recycler)})
    CHECK(reply(newest, token).status == 200);
  served.stop_and_check();
}

TEST_CASE("a report shows its split by operator to the authorities alone", "[access]") {
  Served served(three_companies, true);
  const auto report = [&](const std::string& format, const std::string& token) {
    return served.get("/v1/reports/2024?format=" + format, token).body;
  };
  const std::string regulator_token = served.token("regulator");
  const json whole = json::parse(report("json", regulator_token));
  CHECK_FALSE(whole.contains("withheld"));
  REQUIRE(whole.at("by_operator").size() == 3);
  const json open = json::parse(report("json", ""));
  CHECK(open.at("by_operator").empty());
  CHECK(open.at("withheld") == json{{"by_operator", 3}});
  CHECK(open.at("utilised_g") == whole.at("utilised_g"));
  const json own = json::parse(report("json", served.token(recycler)));
  REQUIRE(own.at("by_operator").size() == 1);
  CHECK(own.at("by_operator").at(0).at("operator") == std::string(recycler));
  CHECK(own.at("withheld") == json{{"by_operator", 2}});
  CHECK(report("csv", "").ends_with("withheld,by_operator,,rows,3,\r\n"));
  CHECK(report("csv", "").find(recycler) == std::string::npos);
  CHECK(report("text", "").find("3 rows are withheld") != std::string::npos);
  CHECK(report("text", "").find(recycler) == std::string::npos);
  CHECK(report("html", "").find("3 rows are withheld") != std::string::npos);
  CHECK(report("html", "").find(recycler) == std::string::npos);
  CHECK(report("html", regulator_token).find(recycler) != std::string::npos);
  CHECK(report("xlsx", "") != report("xlsx", regulator_token));
  CHECK(report("text", regulator_token).find("withheld") == std::string::npos);
  served.stop_and_check();
}

TEST_CASE("what is doubtful in a report shows neither single operators' keys nor their grams",
          "[access]") {
  const bool has_second = GENERATE(false, true);
  const auto desk = [](std::string_view id) { return fmt::format("{}/desk", id); };
  Served served(
      [&](TempLedger& book) {
        three_companies(book);
        book.accept({retire(second_recycler, "R-8").unit(pack(8)),
                     process(second_recycler, "P-8")
                         .inputs({Thing(pack(8), 400'000)})
                         .outputs({made(lot(second_recycler, "BM-8"), "black_mass", 400'000)})});
        book.accept(revoke_key(authority, "K-1", desk(recycler)).number("untrusted_since", 0));
        if (has_second)
          book.accept(
              revoke_key(authority, "K-2", desk(second_recycler)).number("untrusted_since", 0));
      },
      true);
  const auto report = [&](const std::string& format, const std::string& whose) {
    return served.get("/v1/reports/2024?format=" + format, whose.empty() ? "" : served.token(whose))
        .body;
  };
  const json whole = json::parse(report("json", "regulator")).at("doubtful");
  REQUIRE(whole.at("keys").size() == (has_second ? 2 : 1));
  REQUIRE(whole.at("utilised_g") > 0);
  const json open = json::parse(report("json", ""));
  CHECK(open.at("doubtful").at("entries") == whole.at("entries"));
  CHECK(open.at("doubtful").at("keys").empty());
  CHECK(open.at("withheld").at("doubted_keys") == whole.at("keys").size());
  CHECK(open.at("doubtful").contains("utilised_g") == has_second);
  CHECK(open.at("withheld").contains("doubtful_utilised_g") == !has_second);
  const json own = json::parse(report("json", std::string(recycler)));
  CHECK(own.at("doubtful").at("keys") == json{desk(recycler)});
  CHECK(own.at("doubtful").at("utilised_g") == whole.at("utilised_g"));
  CHECK(own.at("withheld").contains("doubted_keys") == has_second);
  const json others = json::parse(report("json", std::string(collector)));
  CHECK(others.at("doubtful") == open.at("doubtful"));

  for (const std::string format : {"text", "csv", "html", "text&lang=zh", "html&lang=zh"}) {
    CAPTURE(format);
    const std::string shown = report(format, "");
    const bool is_zh = format.ends_with("zh");
    CHECK_THAT(shown, !ContainsSubstring("/desk"));
    const std::string count = std::to_string(whole.at("keys").size());
    CHECK_THAT(shown,
               ContainsSubstring(count + (is_zh ? " 个密钥未列出" : " withheld; the names")));
    const std::string sentence =
        is_zh ? "涉及的综合利用量未列出" : "what they add is withheld: fewer than two operators";
    const bool is_said = shown.find(sentence) != std::string::npos;
    CHECK(is_said != has_second);
    CHECK_THAT(report(format, "regulator"), ContainsSubstring(desk(recycler)));
  }
  for (const char* line : {"doubtful,utilised_g", "doubtful,without"}) {
    const bool is_there = report("csv", "").find(line) != std::string::npos;
    CHECK(is_there == has_second);
  }
  served.stop_and_check();
}
