#include <map>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/unit/report/sources.hpp"

using namespace ledger;
using nlohmann::json;

namespace {

/// Rows of cells of an RFC 4180 text after its mark; fails the test on anything else.
std::vector<std::vector<std::string>> read_csv(std::string_view text) {
  REQUIRE(text.substr(0, 3) == "\xEF\xBB\xBF");
  std::vector<std::vector<std::string>> rows{{""}};
  bool is_quoted = false;
  for (std::size_t i = 3; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (is_quoted) {
      if (text[i] != '"')
        cell += text[i];
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else
        is_quoted = false;
    } else if (text[i] == '"') {
      REQUIRE(cell.empty());
      is_quoted = true;
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text[i] == '\r') {
      REQUIRE(text.substr(i, 2) == "\r\n");
      ++i;
      rows.push_back({""});
    } else {
      REQUIRE(text[i] != '\n');
      cell += text[i];
    }
  }
  REQUIRE(rows.back() == std::vector<std::string>{""});
  rows.pop_back();
  return rows;
}

/// "section/key/measure" to value.
std::map<std::string, std::string> cells(const Report& report) {
  std::map<std::string, std::string> out;
  for (const auto& row : read_csv(report_csv(report))) {
    REQUIRE(row.size() == 6);
    out[row[0] + "/" + row[1] + "/" + row[3]] = row[4];
  }
  return out;
}

std::size_t check_split(const std::map<std::string, std::string>& csv, const json& report,
                        const std::string& section, const std::string& key_name) {
  std::size_t compared = 0;
  for (const json& row : report.at(section)) {
    const json& key = row.at(key_name);
    const std::string key_text = key.is_string()
                                     ? key.get<std::string>()
                                     : (key < 10 ? "0" : "") + std::to_string(key.get<int>());
    for (const auto& [measure, value] : row.items()) {
      if (measure == key_name || !value.is_number()) continue;
      CHECK(csv.at(section + "/" + key_text + "/" + measure) == value.dump());
      ++compared;
    }
  }
  return compared;
}

}  // namespace

TEST_CASE("the JSON has the members that scripts rely on") {
  const auto made = make_report(small_source(), 2024, CountingRule::net_1);
  const auto text = report_json(made);
  CHECK(text == report_json(make_report(small_source(), 2024, CountingRule::net_1)));
  CHECK(text.back() == '\n');
  const json report = json::parse(text);
  for (const char* member : {"year",
                             "rule",
                             "target",
                             "utilised_g",
                             "gross_g",
                             "second_life_g",
                             "treated_g",
                             "counted_before_g",
                             "received_g",
                             "retired_g",
                             "brought_in_g",
                             "stock_g",
                             "transit_g",
                             "weighing_difference_g",
                             "by_month",
                             "by_origin",
                             "by_route",
                             "by_chemistry",
                             "by_region",
                             "by_operator",
                             "materials",
                             "elements",
                             "uncoded_permille",
                             "unweighed_permille",
                             "corrections",
                             "findings",
                             "ledger"})
    CHECK(report.contains(member));
  CHECK(report["rule"] == "net/1");
  CHECK(report["utilised_g"] == made.utilised_g);
  CHECK(report["target"] == json{{"mass_t", 4'000},
                                 {"bound", ">="},
                                 {"source", "made-up plan of 2024"},
                                 {"share_permille", 961}});
  CHECK(report["ledger"]["size"] == 123'456);
  CHECK(report["ledger"]["identity"] == "ERERERERERERERERERERERERERERERERERERERERERE=");
  CHECK(report["as_of"] == "2025-01-01T09:00:00+08:00");
}

TEST_CASE("splits in the JSON are lists of objects with their key first") {
  const auto report =
      json::parse(report_json(make_report(small_source(), 2024, CountingRule::net_1)));
  REQUIRE(report["by_month"].size() == 12);
  CHECK(report["by_month"][11]["month"] == 12);
  CHECK(report["by_month"][11]["utilised_g"] == 500'123'456);
  REQUIRE(report["by_chemistry"].size() == 2);
  CHECK(report["by_chemistry"][0]["chemistry"] == "LFP");
  CHECK(report["by_chemistry"][0]["units"] == 8'700);
  CHECK(report["by_operator"][0]["capacity_permille"] == 350);
  CHECK(report["by_operator"][2]["capacity_t"].is_null());
  CHECK(report["by_operator"][2]["capacity_permille"].is_null());
  CHECK(report["elements"][0]["norms"][0]["id"] == "CN19-LI");
  CHECK(report["findings"] == json{{"time_goes_back", 7}, {"weight_differs", 12}});
}

TEST_CASE("the JSON says null where nothing is known") {
  const auto report = json::parse(report_json(make_report({}, 2024, CountingRule::gross_1)));
  CHECK(report["target"].is_null());
  CHECK(report["days_median"].is_null());
  CHECK(report["by_operator"] == json::array());
  CHECK(report["findings"] == json::object());
  CHECK(report["by_month"].size() == 12);
}

TEST_CASE("the CSV has the same numbers as the JSON") {
  const auto seed = GENERATE(range<std::uint64_t>(1, 6));
  INFO("seed " << seed);
  const auto made =
      make_report(seed == 1 ? small_source() : random_source(seed), 2024, CountingRule::received_1);
  const json report = json::parse(report_json(made));
  const auto csv = cells(made);
  for (const auto& [member, value] : report.items())
    if (value.is_number() && csv.count("headline/" + member + "/" + member) == 1)
      CHECK(csv.at("headline/" + member + "/" + member) == value.dump());
  CHECK(csv.count("headline/utilised_g/utilised_g") == 1);
  CHECK(csv.count("headline/retired_energy_wh/retired_energy_wh") == 1);
  CHECK(check_split(csv, report, "by_month", "month") == 120);
  CHECK(check_split(csv, report, "by_origin", "origin") > 0);
  CHECK(check_split(csv, report, "by_route", "route") > 0);
  CHECK(check_split(csv, report, "by_chemistry", "chemistry") > 0);
  CHECK(check_split(csv, report, "by_region", "region") > 0);
  CHECK(check_split(csv, report, "by_operator", "operator") > 0);
  check_split(csv, report, "materials", "material");
  check_split(csv, report, "elements", "element");
  check_split(csv, report, "places", "place");
}

TEST_CASE("names in the CSV are quoted and never run as formulas") {
  const auto text = report_csv(make_report(small_source(), 2024, CountingRule::net_1));
  CHECK_THAT(text, ContainsSubstring(",\"'=Invented Collectors, \"\"North\"\"\",utilised_g,"));
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
    auto source = small_source();
    source.operators[0].name = std::string(start) + "cmd";
    const auto csv = report_csv(make_report(source, 2024, CountingRule::net_1));
    CHECK_THAT(csv, ContainsSubstring("'" + source.operators[0].name));
  }
}

TEST_CASE("negative numbers in the CSV stay numbers") {
  auto source = small_source();
  source.tallies.flows[{202408, Place::transit}].out_g += 100'000'000;
  CHECK(cells(make_report(source, 2024, CountingRule::net_1)).at("headline/transit_g/transit_g") ==
        "-10000000");
}

TEST_CASE("the CSV begins with where its figures come from") {
  const auto rows = read_csv(report_csv(make_report(small_source(), 2024, CountingRule::net_1)));
  CHECK(rows[0] == std::vector<std::string>{"section", "key", "name", "measure", "value", "unit"});
  CHECK(rows[1][0] == "ledger");
  CHECK(rows[1][1] == "identity");
  // The root begins with a plus sign here, which a spreadsheet would take for a formula.
  CHECK(rows[4][4] == "'+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=");
}
