#include <algorithm>
#include <tuple>

#include "tests/support/catch.hpp"
#include "tests/unit/report/sources.hpp"

using namespace ledger;

namespace {

using Sum = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;

std::int64_t utilised(const Figure& f, CountingRule rule) {
  if (rule == CountingRule::net_1) return f.net_g;
  return rule == CountingRule::gross_1 ? f.treated_g + f.second_life_g : f.received_g;
}

/// The slow, obvious sum of the rows that `takes` accepts.
template <class Takes>
Sum obvious_sum(const ReportSource& source, CountingRule rule, Takes takes) {
  Sum out{};
  for (const auto& [key, f] : source.tallies.figures) {
    if (!takes(key)) continue;
    const bool by_receipt = rule == CountingRule::received_1;
    std::get<0>(out) += utilised(f, rule);
    std::get<1>(out) += f.treated_g + f.second_life_g;
    std::get<2>(out) += by_receipt ? f.received_units : f.units;
    std::get<3>(out) += by_receipt ? f.received_energy_wh : f.energy_wh;
    std::get<4>(out) += f.retired_g;
  }
  return out;
}

Sum sum_of(const std::vector<Share>& shares) {
  Sum out{};
  for (const Share& share : shares) {
    std::get<0>(out) += share.utilised_g;
    std::get<1>(out) += share.gross_g;
    std::get<2>(out) += share.units;
    std::get<3>(out) += share.energy_wh;
    std::get<4>(out) += share.retired_g;
  }
  return out;
}

bool is_sorted_by_key(const std::vector<Share>& shares) {
  return std::is_sorted(shares.begin(), shares.end(),
                        [](const Share& a, const Share& b) { return a.key < b.key; });
}

}  // namespace

TEST_CASE("every split adds up to the headline, under every rule") {
  const auto seed = GENERATE(range<std::uint64_t>(1, 21));
  const auto rule = GENERATE(CountingRule::net_1, CountingRule::gross_1, CountingRule::received_1);
  INFO("seed " << seed << ", rule " << text(rule));
  const auto source = random_source(seed);
  const auto report = make_report(source, 2024, rule);
  const auto vehicle = obvious_sum(source, rule, [](const FigureKey& key) {
    return key.month >= 202401 && key.month <= 202412 && key.origin == Origin::vehicle;
  });
  CHECK(std::tuple(report.utilised_g, report.gross_g, report.units, report.energy_wh) ==
        std::tuple(std::get<0>(vehicle), std::get<1>(vehicle), std::get<2>(vehicle),
                   std::get<3>(vehicle)));
  for (const auto* split : {&report.by_month, &report.by_route, &report.by_chemistry,
                            &report.by_region, &report.by_operator}) {
    CHECK(sum_of(*split) == vehicle);
    CHECK(is_sorted_by_key(*split));
  }
  const auto all =
      obvious_sum(source, rule, [](const FigureKey& key) { return key.month / 100 == 2024; });
  CHECK(sum_of(report.by_origin) == all);
  CHECK(report.retired_g == std::get<4>(all));
}

TEST_CASE("months hold what was dated in them") {
  const auto source = random_source(7);
  const auto report = make_report(source, 2024, CountingRule::net_1);
  for (std::int64_t month = 1; month <= 12; ++month) {
    const auto expected = obvious_sum(source, CountingRule::net_1, [&](const FigureKey& key) {
      return key.month == 202400 + month && key.origin == Origin::vehicle;
    });
    CHECK(sum_of({report.by_month[static_cast<std::size_t>(month - 1)]}) == expected);
  }
}

TEST_CASE("rows of nothing but zeros are left out") {
  auto source = small_source();
  source.tallies.figures[{202405, 2, "CN-XZ", Chemistry::LTO, Origin::vehicle, Route::direct}] = {};
  const auto report = make_report(source, 2024, CountingRule::net_1);
  const auto has = [](const std::vector<Share>& shares, std::string_view key) {
    return std::any_of(shares.begin(), shares.end(),
                       [&](const Share& share) { return share.key == key; });
  };
  CHECK_FALSE(has(report.by_region, "CN-XZ"));
  CHECK_FALSE(has(report.by_chemistry, "LTO"));
  CHECK(has(report.by_region, "CN-FJ"));
  CHECK(has(report.by_route, "none"));
  CHECK(has(report.by_origin, "imported"));
}

TEST_CASE("operators carry their name and capacity") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  REQUIRE(report.by_operator.size() == 3);
  CHECK(report.by_operator[0].key == "91000000FAKE00001F");
  CHECK(report.by_operator[0].name == "虚构再生利用有限公司");
  CHECK(report.by_operator[0].capacity_t == 10'000);
  CHECK(report.by_operator[2].key == "DUNS000000003");
  CHECK(report.by_operator[2].capacity_t == -1);
}
