#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/unit/report/sources.hpp"

using namespace ledger;

namespace {

/// The committed bytes. With CELLTRAIL_WRITE_GOLDEN set the file is written anew and the test
/// fails, so that a change of what is published is always looked at.
void check_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(TESTS_DIR) + "/unit/report/golden/" + name;
  if (std::getenv("CELLTRAIL_WRITE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    FAIL_CHECK("written anew: " << path);
    return;
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream expected;
  expected << file.rdbuf();
  CHECK(actual == expected.str());
}

std::string text_of(const ReportSource& source, Language language = Language::en) {
  return report_text(make_report(source, 2024, CountingRule::net_1), language);
}

/// A source that utilised so many grams, over a target of 1,000 t.
ReportSource of_target(std::int64_t utilised_g, Bound bound) {
  auto source = small_source();
  source.tallies.figures.clear();
  source.tallies.figures[figure_key()].net_g = utilised_g;
  source.targets = {{2024, 1'000, bound, "plan", 5}};
  return source;
}

}  // namespace

TEST_CASE("the report of a small year reads as committed") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  check_golden("small_2024.en.txt", report_text(report, Language::en));
  check_golden("small_2024.zh.txt", report_text(report, Language::zh));
  check_golden("small_2024.json", report_json(report));
  check_golden("small_2024.csv", report_csv(report));
}

TEST_CASE("the same report gives the same text") {
  CHECK(text_of(small_source()) == text_of(small_source()));
  CHECK(text_of(random_source(3), Language::zh) == text_of(random_source(3), Language::zh));
}

TEST_CASE("a missed target is never called reached") {
  const auto text = text_of(of_target(999'999'999, Bound::at_least));
  CHECK_THAT(text, ContainsSubstring("utilised 1,000.000 t of 1,000 t (99.9 %)"));
  CHECK_THAT(text, ContainsSubstring("███████████████████████████████████████░\n"));
  CHECK_THAT(text, ContainsSubstring("not reached: 0.000 t short"));
}

TEST_CASE("the bound of a target decides whether equal is enough") {
  CHECK_THAT(text_of(of_target(1'000'000'000, Bound::at_least)),
             ContainsSubstring("at least 1,000 t (plan); reached exactly"));
  CHECK_THAT(text_of(of_target(1'000'000'000, Bound::more_than)),
             ContainsSubstring("more than 1,000 t (plan); not reached: equal"));
  CHECK_THAT(text_of(of_target(1'000'001'000, Bound::more_than)),
             ContainsSubstring("reached, 0.001 t above"));
  CHECK_THAT(text_of(of_target(1'000'001'000, Bound::exactly)),
             ContainsSubstring("target: 1,000 t (plan); exceeded by 0.001 t"));
  CHECK_THAT(text_of(of_target(1'000'000'000, Bound::more_than), Language::zh),
             ContainsSubstring("未超过目标"));
}

TEST_CASE("a year without a target says so") {
  auto source = small_source();
  source.targets.clear();
  CHECK_THAT(text_of(source), ContainsSubstring("no target is set for this year"));
  CHECK_THAT(text_of(source, Language::zh), ContainsSubstring("本年度未设目标"));
}

TEST_CASE("an unfinished year shows a projection and calls it one") {
  auto source = of_target(400'000'000, Bound::at_least);
  source.now_ms = (new_year_s(2024) + 183 * 86'400) * 1'000;
  CHECK_THAT(text_of(source),
             ContainsSubstring("50.0 % of the year has passed; at this pace 800.000 t at its end "
                               "(a projection, not a figure)"));
  CHECK_THAT(text_of(source), ContainsSubstring("not yet reached: 600.000 t short"));
  CHECK_THAT(text_of(source, Language::zh), ContainsSubstring("推算，非统计数"));
  source.now_ms = (new_year_s(2024) - 1) * 1'000;
  CHECK_THAT(text_of(source), ContainsSubstring("the year has not begun"));
  source.now_ms = new_year_s(2025) * 1'000;
  CHECK_THAT(text_of(source), !ContainsSubstring("projection"));
}

TEST_CASE("operators beyond the twentieth share a line that says how many") {
  auto source = small_source();
  source.tallies.figures.clear();
  source.operators.clear();
  for (std::int64_t no = 1; no <= 23; ++no) {
    OperatorState made_up;
    made_up.no = no;
    made_up.id = "DUNS" + std::to_string(1'000 + no);
    source.operators.push_back(made_up);
    auto key = figure_key();
    key.operator_no = no;
    source.tallies.figures[key].net_g = no * 1'000'000;
  }
  const auto text = text_of(source);
  CHECK_THAT(text, ContainsSubstring("  3 more"));
  CHECK_THAT(text, ContainsSubstring("DUNS1004"));
  CHECK_THAT(text, !ContainsSubstring("DUNS1003"));
  CHECK_THAT(text_of(source, Language::zh), ContainsSubstring("其余 3 家"));
}

TEST_CASE("a ledger that does not balance is not called balanced") {
  CHECK_THAT(text_of(small_source()), ContainsSubstring("balanced to the gram"));
  auto source = small_source();
  source.tallies.flows[{202404, Place::stock}].in_g += 5;
  CHECK_THAT(text_of(source), ContainsSubstring("NOT balanced: off by 5 g"));
}
