#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/unit/report/sources.hpp"

using namespace ledger;

namespace {

/// What a name may do to a page or a sheet that trusts it.
constexpr const char* hostile_name = R"(=1+1</bdi><script>alert("1")</script>]]>--><!--&amp;'"{})";

/// Every part of a report has something in it: names from outside, a figure that no spreadsheet has
/// as a number, a doubted key, rows taken out.
Report full_report() {
  ReportSource source = small_source();
  source.operators[0].name = hostile_name;
  source.operators[1].name = "_x000D_ Works _x12";
  source.operators[2].name = "@SUM(A1:A9)";
  source.targets.back().source = "<b>plan</b> & \"more\"";
  source.origin = "made-up.example/celltrail";
  source.tallies.flows[{202405, Place::stock}].out_g += (std::int64_t{1} << 53U) + 1;
  source.tallies.flows[{202405, Place::delivered}].in_g += (std::int64_t{1} << 53U) + 1;
  source.doubtful.emplace();
  source.doubtful->keys = {"DUNS000000003/<i>desk"};
  Report report = make_report(source, 2024, CountingRule::net_1);
  report.withheld_operators = 2;
  report.doubtful->entries = 3;
  withhold_doubtful(report, "");
  return report;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// The attributes of a kind of line in a page's drawing: where it stands.
std::string mark(const std::string& page, const std::string& kind) {
  const std::string before = "<line class=\"" + kind + "\" x1=\"";
  const std::size_t at = page.find(before);
  if (at == std::string::npos) return "";
  return page.substr(at + before.size(), page.find('"', at + before.size()) - at - before.size());
}

}  // namespace

TEST_CASE("page and workbook, read by others' parsers, have every figure of the JSON") {
  const Report report = full_report();
  const auto folder = std::filesystem::temp_directory_path() /
                      ("celltrail-report-" + std::to_string(std::rand()) + "-" +
                       std::to_string(reinterpret_cast<std::uintptr_t>(&report)));
  std::filesystem::create_directories(folder);
  const auto put = [&](const std::string& name, const std::string& content) {
    std::ofstream(folder / name, std::ios::binary) << content;
  };
  put("report.json", report_json(report));
  for (const auto& [language, name] : {std::pair{Language::en, "en"}, {Language::zh, "zh"}}) {
    put(std::string("report.") + name + ".html", report_html(report, language));
    put(std::string("report.") + name + ".xlsx", report_xlsx(report, language));
  }
  const std::string command = std::string(PYTHON_PROGRAM) + " -B " + TESTS_DIR +
                              "/unit/report/read_formats.py " + folder.string();
  CHECK(std::system(command.c_str()) == 0);
  std::filesystem::remove_all(folder);
}

TEST_CASE("the same report gives the same page and workbook, wherever and whenever") {
  const Report report = full_report();
  for (const Language language : {Language::en, Language::zh}) {
    CHECK(report_html(report, language) == report_html(full_report(), language));
    const std::string here = report_xlsx(report, language);
    CHECK(here.starts_with("PK"));
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    CHECK(report_xlsx(report, language) == here);
    unsetenv("TZ");
    tzset();
  }
  CHECK(report_html(report, Language::en) != report_html(report, Language::zh));
  CHECK(report_xlsx(report, Language::en) != report_xlsx(report, Language::zh));
  CHECK(written(report, ReportFormat::html, Language::zh) == report_html(report, Language::zh));
  CHECK(written(report, ReportFormat::xlsx, Language::zh) == report_xlsx(report, Language::zh));
}

TEST_CASE("a page shows where the target and an even pace are, and a bar full only when reached") {
  ReportSource source = small_source();
  source.tallies.figures.clear();
  source.tallies.figures[figure_key()].net_g = 399'999'999;
  source.targets = {{2024, 400, Bound::at_least, "plan", 5}};
  const auto page = [&] {
    return report_html(make_report(source, 2024, CountingRule::net_1), Language::en);
  };
  CHECK_THAT(page(), ContainsSubstring(R"(<rect class="fill" x="0" y="4" width="999")"));
  CHECK(mark(page(), "mark") == "1000");
  CHECK(mark(page(), "pace").empty());
  source.tallies.figures[figure_key()].net_g = 800'000'000;
  CHECK_THAT(page(), ContainsSubstring(R"(<rect class="fill" x="0" y="4" width="1000")"));
  CHECK(mark(page(), "mark") == "500");
  source.now_ms = (new_year_s(2024) + 183 * 86'400) * 1'000;
  CHECK(mark(page(), "pace") == "250");
  CHECK_THAT(page(), ContainsSubstring("a projection, not a figure"));
}

TEST_CASE("a bar of the page says whose it is by id and name") {
  const Report report = make_report(small_source(), 2024, CountingRule::net_1);
  const std::string& name = report.by_operator.at(0).name;
  REQUIRE_FALSE(name.empty());
  CHECK_THAT(report_html(report, Language::en),
             ContainsSubstring("<title>" + report.by_operator[0].key + " " + name + ": "));
}

TEST_CASE("an empty year is a page and a workbook too") {
  const Report report = make_report({}, 2024, CountingRule::net_1);
  const std::string page = report_html(report, Language::en);
  CHECK_THAT(page, ContainsSubstring("no target is set for this year"));
  CHECK(count(page, "<table>") == 3);  // figures, months, quality
  CHECK(count(page, "<h2") == count(page, "<table>") + 2);
  CHECK(report_xlsx(report, Language::zh) == report_xlsx(report, Language::zh));
}

TEST_CASE("a page on which every operator is withheld says how many") {
  Report report = make_report(small_source(), 2024, CountingRule::net_1);
  report.by_operator.clear();
  report.withheld_operators = 3;
  CHECK_THAT(report_html(report, Language::en), ContainsSubstring("3 rows are withheld"));
  CHECK_THAT(report_html(report, Language::zh), ContainsSubstring("3 行未列出"));
  CHECK_THAT(report_text(report, Language::zh), ContainsSubstring("3 行未列出"));
  report.withheld_operators = 1;
  CHECK_THAT(report_html(report, Language::en), ContainsSubstring("1 row is withheld"));
}

TEST_CASE("a mass below nothing is not drawn, and stands in its row") {
  ReportSource source = small_source();
  source.tallies.figures.clear();
  source.tallies.figures[figure_key()].net_g = -5'000'000;
  source.tallies.figures[figure_key(202404)].net_g = 10'000'000;
  const std::string page =
      report_html(make_report(source, 2024, CountingRule::net_1), Language::en);
  CHECK_THAT(page, ContainsSubstring("<td class=\"figure\">-5.000</td>"));
  CHECK_THAT(page, !ContainsSubstring("width=\"-"));
  CHECK_THAT(page, !ContainsSubstring("height=\"-"));
}
