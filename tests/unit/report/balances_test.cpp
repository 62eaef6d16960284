#include "ledger/report/facts.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/report/sources.hpp"

using namespace ledger;

namespace {

const ElementLine& line(const Report& report, std::string_view element) {
  for (const ElementLine& each : report.elements)
    if (each.element == element) return each;
  throw std::runtime_error("no such element");
}

std::vector<std::string> norm_ids(const Report& report, std::string_view element) {
  std::vector<std::string> out;
  for (const Norm& norm : line(report, element).norms)
    out.push_back(norm.id + (norm.met ? " met" : " not met"));
  return out;
}

using Ids = std::vector<std::string>;

/// Every element recovered at these permille of 1 t.
Report of_rates(std::int64_t year, std::int64_t permille) {
  auto source = small_source();
  source.tallies.elements.clear();
  for (std::size_t i = 0; i < list_size<Element>(); ++i)
    source.tallies.elements[{year, static_cast<Element>(i)}] = {permille * 1'000, 1'000'000};
  return make_report(source, year, CountingRule::net_1);
}

}  // namespace

TEST_CASE("stock and transit stand as at the year's end, the rest is the year's") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  CHECK(report.brought_in_g == 77'000'000);
  CHECK(report.added_g == 12'000'000);
  CHECK(report.transit_g == 90'000'000);
  CHECK(report.in_second_life_g == 345'678'500);
  CHECK(report.weighing_difference_g == 1'100);
  CHECK(report.lost_g == 15'000'000);
  CHECK(report.delivered_g == 2'900'000'000);
  CHECK(report.disposed_g == 250'000'000);
  CHECK(report.missing_g == 3'000'000);
  CHECK(report.stock_g == 800'000'000 + 6'001'000'500 + 77'000'000 + 12'000'000 - 15'000'000 -
                              1'500 + 400 - 90'000'000 - 3'000'000 - 345'678'500 - 2'900'000'000 -
                              250'000'000);
  const auto next = make_report(small_source(), 2025, CountingRule::net_1);
  CHECK(next.transit_g == 0);
  CHECK(next.stock_g == report.stock_g + 90'000'000);
  CHECK(next.lost_g == 0);
}

TEST_CASE("over all places, what came in went out") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  std::int64_t in_g = 0, out_g = 0, balance_g = 0;
  for (const PlaceLine& place : report.places) {
    in_g += place.in_g;
    out_g += place.out_g;
    balance_g += place.balance_g;
  }
  CHECK(in_g > 0);
  CHECK(in_g == out_g);
  CHECK(balance_g == 0);
}

TEST_CASE("transit is negative when receipts come first") {
  auto source = small_source();
  source.tallies.flows[{202408, Place::transit}].out_g += 100'000'000;
  CHECK(make_report(source, 2024, CountingRule::net_1).transit_g == -10'000'000);
}

TEST_CASE("materials of the year come in the order of the list, with their kind") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  REQUIRE(report.materials.size() == 4);
  CHECK(report.materials[0].material == "black_mass");
  CHECK(report.materials[0].kind == "intermediate");
  CHECK(report.materials[1].kind == "product");
  CHECK(report.materials[2].kind == "waste");
  CHECK(report.materials[3].kind == "other");
  CHECK(report.materials[3].used_g == 12'000'000);
}

TEST_CASE("recovery rates are rounded down and unknown without feed") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  CHECK(line(report, "Li").rate_permille == 939);
  CHECK(line(report, "Cu").rate_permille == -1);
  CHECK(line(report, "Co").rate_permille == 997);
}

TEST_CASE("the norms of 2019 take nickel, cobalt and manganese together") {
  const auto report = make_report(small_source(), 2024, CountingRule::net_1);
  // Ni 97.0 %, Co 99.7 %, Mn 98.7 %: together 176.5 of 180.1, 98.0006 %.
  CHECK(norm_ids(report, "Ni") == Ids{"CN19-NCM met"});
  CHECK(norm_ids(report, "Mn") == Ids{"CN19-NCM met"});
  CHECK(norm_ids(report, "Li") == Ids{"CN19-LI met"});
  CHECK(norm_ids(report, "Cu").empty());
  auto source = small_source();
  source.tallies.elements[{2024, Element::Ni}].recovered_g -= 3'000;
  CHECK(norm_ids(make_report(source, 2024, CountingRule::net_1), "Co") == Ids{"CN19-NCM not met"});
}

TEST_CASE("norms change with the year and are met to the permille") {
  CHECK(norm_ids(of_rates(2019, 999), "Li").empty());
  CHECK(norm_ids(of_rates(2024, 849), "Li") == Ids{"CN19-LI not met"});
  CHECK(norm_ids(of_rates(2025, 900), "Li") == Ids{"CN24-LI met"});
  CHECK(norm_ids(of_rates(2025, 979), "Cu") == Ids{"CN24-CUAL not met"});
  CHECK(norm_ids(of_rates(2026, 980), "Pb").empty());
  CHECK(norm_ids(of_rates(2027, 900), "Pb") == Ids{"EU-RM-2027 met"});
  CHECK(norm_ids(of_rates(2030, 499), "Li") == Ids{"CN24-LI not met", "EU-RM-LI-2027 not met"});
  CHECK(norm_ids(of_rates(2031, 949), "Co") == Ids{"CN24-NCM not met", "EU-RM-2031 not met"});
  CHECK(norm_ids(of_rates(2031, 949), "Fe").empty());
}

TEST_CASE("the national aim of 2024 is at least 260,000 tonnes") {
  std::int64_t targets = 0;
  for (const auto& fact : report::national_facts()) {
    CHECK_FALSE(fact.source.empty());
    if (!fact.is_target) continue;
    ++targets;
    CHECK(fact.year == 2024);
    CHECK(fact.mass_t == 260'000);
    CHECK(fact.bound == Bound::at_least);
  }
  CHECK(targets == 1);
}
