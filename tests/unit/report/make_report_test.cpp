#include <limits>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/report/sources.hpp"

using namespace ledger;

TEST_CASE("the headline counts vehicle batteries of the year by the rule") {
  const auto net = make_report(small_source(), 2024, CountingRule::net_1);
  CHECK(net.utilised_g == 3'845'801'956);
  CHECK(net.gross_g == 4'191'480'455);
  CHECK(net.treated_g == 3'845'801'955);
  CHECK(net.second_life_g == 345'678'500);
  CHECK(net.counted_before_g == 345'678'499);
  CHECK(net.units == 9'900);

  const auto gross = make_report(small_source(), 2024, CountingRule::gross_1);
  CHECK(gross.utilised_g == 4'191'480'455);
  CHECK(gross.counted_before_g == net.counted_before_g);
  CHECK(gross.units == net.units);

  const auto received = make_report(small_source(), 2024, CountingRule::received_1);
  CHECK(received.utilised_g == 3'500'000'000);
  CHECK(received.units == 8'000);
  CHECK(received.energy_wh == 408'000'000);
  CHECK(received.gross_g == net.gross_g);
}

TEST_CASE("retired mass is of every origin") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  CHECK(report.retired_g == 6'001'000'500);
  CHECK(report.retired_units == 13'810);
  // 2,762 of 13,810 without a code, 1,726 unweighed: 200 and 124.98 permille.
  CHECK(report.uncoded_permille == 200);
  CHECK(report.unweighed_permille == 125);
}

TEST_CASE("an empty ledger gives twelve months of nothing") {
  ReportSource source;
  const auto report = make_report(source, 2024, CountingRule::net_1);
  REQUIRE(report.by_month.size() == 12);
  CHECK(report.by_month[0].key == "01");
  CHECK(report.by_month[11].key == "12");
  CHECK(report.by_origin.empty());
  CHECK(report.by_operator.empty());
  CHECK(report.places.empty());
  CHECK(report.uncoded_permille == 0);
  CHECK(report.days_median == -1);
  CHECK(report.days_p90 == -1);
  CHECK_FALSE(report.target);
}

TEST_CASE("the last target set for the year wins, whatever the order of the list") {
  auto source = small_source();
  std::swap(source.targets[0], source.targets[1]);
  const auto report = make_report(source, 2024, CountingRule::net_1);
  REQUIRE(report.target);
  CHECK(report.target->mass_t == 4'000);
  CHECK_FALSE(make_report(source, 2023, CountingRule::net_1).target);
}

TEST_CASE("a year ends at midnight of the ledger's own offset") {
  auto source = small_source();
  const auto at = [&](std::int64_t seconds, std::int64_t ms) {
    source.now_ms = seconds * 1'000 + ms;
    return make_report(source, 2024, CountingRule::net_1);
  };
  const auto begin = new_year_s(2024), end = new_year_s(2025);
  CHECK(at(begin - 1, 999).year_elapsed_permille == 0);
  CHECK(at(begin + 183 * 86'400, 0).year_elapsed_permille == 500);
  CHECK(at(end - 1, 999).year_elapsed_permille == 999);
  CHECK_FALSE(at(end - 1, 999).year_is_over);
  CHECK(at(end - 1, 999).now == "2024-12-31T23:59:59+08:00");
  CHECK(at(end, 0).year_is_over);
  CHECK(at(end, 0).year_elapsed_permille == 1'000);
  source.utc_offset_min = -330;
  CHECK_FALSE(at(end, 0).year_is_over);
  CHECK(at(end, 0).now == "2024-12-31T10:30:00-05:30");
}

TEST_CASE("median and ninetieth percentile are ranks of the histogram") {
  auto source = small_source();
  const auto days = [&](std::map<DelayKey, std::int64_t> delays) {
    source.tallies.delays = std::move(delays);
    const auto report = make_report(source, 2024, CountingRule::net_1);
    return std::pair(report.days_median, report.days_p90);
  };
  CHECK(days(small_source().tallies.delays) == std::pair<std::int64_t, std::int64_t>(20, 75));
  CHECK(days({{{2024, 5}, 1}}) == std::pair<std::int64_t, std::int64_t>(5, 5));
  CHECK(days({{{2024, 1}, 1}, {{2024, 9}, 1}}) == std::pair<std::int64_t, std::int64_t>(1, 9));
  CHECK(days({{{2024, 1}, 9}, {{2024, 9}, 1}}) == std::pair<std::int64_t, std::int64_t>(1, 1));
  CHECK(days({{{2024, 1}, 10}, {{2024, 9}, 11}}) == std::pair<std::int64_t, std::int64_t>(9, 9));
}

TEST_CASE("corrections are counted apart from findings") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  CHECK(report.corrections == 3);
  CHECK(report.findings ==
        std::map<std::string, std::int64_t>{{"time_goes_back", 7}, {"weight_differs", 12}});
}

TEST_CASE("a sum beyond 64 bits stops the report") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  auto source = small_source();
  Figure figure;
  figure.net_g = most;
  source.tallies.figures[figure_key()] = figure;
  CHECK_THROWS_AS(make_report(source, 2024, CountingRule::net_1), Failure);
  figure = {};
  figure.treated_g = most;
  figure.second_life_g = 1;
  source.tallies.figures = {{figure_key(), figure}};
  CHECK_THROWS_AS(make_report(source, 2024, CountingRule::received_1), Failure);
  source = small_source();
  source.tallies.flows[{202301, Place::stock}].in_g = most;
  CHECK_THROWS_AS(make_report(source, 2024, CountingRule::net_1), Failure);
  source = small_source();
  source.tallies.delays[{2024, 1}] = most;
  CHECK_THROWS_AS(make_report(source, 2024, CountingRule::net_1), Failure);
}

TEST_CASE("a source that contradicts itself is damage, a year off the calendar a failure") {
  auto source = small_source();
  source.operators.clear();
  CHECK_THROWS_AS(make_report(source, 2024, CountingRule::net_1), Damage);
  source = small_source();
  source.tallies.figures[figure_key(202413)].net_g = 1;
  CHECK_THROWS_AS(make_report(source, 2024, CountingRule::net_1), Damage);
  CHECK_THROWS_AS(make_report(small_source(), 0, CountingRule::net_1), Failure);
  CHECK_THROWS_AS(make_report(small_source(), 10'000, CountingRule::net_1), Failure);
}
