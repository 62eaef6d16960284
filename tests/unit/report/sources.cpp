#include "tests/unit/report/sources.hpp"

#include <random>

namespace ledger {
namespace {

constexpr std::int64_t year_2024_s = 1'704'038'400;  // 2024-01-01T00:00:00+08:00

/// Whose ids no one holds: their region code does not exist.
std::vector<OperatorState> made_up_operators() {
  std::vector<OperatorState> out(3);
  out[0].no = 1;
  out[0].id = "91000000FAKE00001F";
  out[0].name = "虚构再生利用有限公司";
  out[0].capacity_t = 10'000;
  out[1].no = 2;
  out[1].id = "91000000FAKE00002J";
  out[1].name = "Made-up Second Life Works";
  out[1].capacity_t = 500;
  out[2].no = 3;
  out[2].id = "DUNS000000003";
  out[2].name = "=Invented Collectors, \"North\"";
  return out;
}

Figure treated(std::int64_t grams, std::int64_t net_g, std::int64_t units) {
  Figure out;
  out.treated_g = grams;
  out.net_g = net_g;
  out.units = units;
  out.energy_wh = units * 50'000;
  return out;
}

Figure retired(std::int64_t grams, std::int64_t units) {
  Figure out;
  out.retired_g = grams;
  out.retired_units = units;
  out.retired_energy_wh = units * 52'000;
  out.uncoded_units = units / 5;
  out.unweighed_units = units / 8;
  return out;
}

Figure received(std::int64_t grams, std::int64_t units) {
  Figure out;
  out.received_g = grams;
  out.received_units = units;
  out.received_energy_wh = units * 51'000;
  return out;
}

void put_figures(Tallies& tallies) {
  auto& f = tallies.figures;
  const auto V = Origin::vehicle;
  f[{202401, 3, "CN-FJ", Chemistry::LFP, V, Route::none}] = retired(4'000'000'000, 9'000);
  f[{202402, 3, "CN-HB", Chemistry::NCM, V, Route::none}] = retired(2'000'000'500, 4'800);
  f[{202402, 1, "CN-HB", Chemistry::LFP, V, Route::none}] = received(3'500'000'000, 8'000);
  f[{202403, 1, "CN-HB", Chemistry::LFP, V, Route::dismantling}] =
      treated(1'000'000'000, 1'000'000'000, 8'000);
  f[{202404, 1, "CN-HB", Chemistry::LFP, V, Route::hydrometallurgy}] =
      treated(2'345'678'499, 2'000'000'000, 0);
  f[{202412, 1, "CN-HB", Chemistry::NCM, V, Route::pyrometallurgy}] =
      treated(500'123'456, 500'123'456, 1'200);
  Figure second_life;
  second_life.second_life_g = second_life.net_g = 345'678'500;
  second_life.units = 700;
  second_life.energy_wh = 33'600'000;
  f[{202411, 2, "CN-GD", Chemistry::LFP, V, Route::second_life}] = second_life;
  f[{202405, 1, "CN-HB", Chemistry::NCM, Origin::production_scrap, Route::mechanical}] =
      treated(77'000'000, 77'000'000, 0);
  f[{202406, 3, "DE", Chemistry::LCO, Origin::imported, Route::none}] = retired(1'000'000, 10);
  f[{202312, 1, "CN-HB", Chemistry::LFP, V, Route::dismantling}] = treated(9, 9, 9);
}

/// A posting of grams from one place to another.
void move(Tallies& tallies, std::int64_t month, Place from, Place to, std::int64_t grams) {
  tallies.flows[{month, from}].out_g += grams;
  tallies.flows[{month, to}].in_g += grams;
}

void put_flows(Tallies& tallies) {
  move(tallies, 202310, Place::outside, Place::stock, 800'000'000);
  move(tallies, 202401, Place::in_service, Place::stock, 4'000'000'000);
  move(tallies, 202402, Place::in_service, Place::stock, 2'001'000'500);
  move(tallies, 202402, Place::outside, Place::stock, 77'000'000);
  move(tallies, 202403, Place::added, Place::stock, 12'000'000);
  move(tallies, 202403, Place::stock, Place::loss, 15'000'000);
  move(tallies, 202404, Place::stock, Place::weighing_difference, 1'500);
  move(tallies, 202405, Place::weighing_difference, Place::stock, 400);
  move(tallies, 202406, Place::stock, Place::transit, 90'000'000);
  move(tallies, 202407, Place::stock, Place::missing, 3'000'000);
  move(tallies, 202411, Place::stock, Place::second_life, 345'678'500);
  move(tallies, 202412, Place::stock, Place::delivered, 2'900'000'000);
  move(tallies, 202412, Place::stock, Place::disposed, 250'000'000);
  move(tallies, 202501, Place::transit, Place::stock, 90'000'000);
}

}  // namespace

FigureKey figure_key(std::int64_t month, Origin origin) {
  return {month, 1, "CN-HB", Chemistry::LFP, origin, Route::mechanical};
}

std::int64_t new_year_s(std::int64_t year) {
  const std::int64_t days = (year - 2024) * 365 + (year > 2024 ? 1 : 0);
  return year_2024_s + days * 86'400;
}

ReportSource small_source() {
  ReportSource out;
  out.origin = "made-up.example/celltrail";
  out.identity.fill(0x11);
  out.root.fill(0xFB);
  out.size = 123'456;
  out.now_ms = (new_year_s(2025) + 9 * 3'600) * 1'000 + 250;
  out.utc_offset_min = 480;
  out.rules = 1;
  out.operators = made_up_operators();
  put_figures(out.tallies);
  put_flows(out.tallies);
  auto& t = out.tallies;
  t.materials[{2024, Material::black_mass}] = {1'200'000'000, 1'100'000'000, 50'000'000, 0};
  t.materials[{2024, Material::lithium_carbonate}] = {60'000'000, 0, 58'000'000, 0};
  t.materials[{2024, Material::residue}] = {260'000'000, 0, 0, 250'000'000};
  t.materials[{2024, Material::reagent}] = {0, 12'000'000, 0, 0};
  t.materials[{2023, Material::copper}] = {1, 1, 1, 1};
  t.elements[{2024, Element::Li}] = {11'270'000, 12'000'000};
  t.elements[{2024, Element::Ni}] = {97'000'000, 100'000'000};
  t.elements[{2024, Element::Co}] = {40'000'000, 40'100'000};
  t.elements[{2024, Element::Mn}] = {39'500'000, 40'000'000};
  t.elements[{2024, Element::Cu}] = {5'000'000, 0};
  t.delays[{2024, 3}] = 40;
  t.delays[{2024, 20}] = 30;
  t.delays[{2024, 75}] = 25;
  t.delays[{2024, 400}] = 5;
  t.delays[{2023, 1}] = 1'000;
  out.targets = {{2024, 9'000, Bound::at_least, "an earlier aim", 12},
                 {2024, 4'000, Bound::at_least, "made-up plan of 2024", 90},
                 {2025, 5'000, Bound::more_than, "another year", 95}};
  out.finding_counts = {{"correction", 3}, {"time_goes_back", 7}, {"weight_differs", 12}};
  return out;
}

ReportSource random_source(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
  ReportSource out = small_source();
  out.tallies = {};
  const char* const regions[] = {"CN-FJ", "CN-GD", "DE", "CN-HB"};
  for (int i = 0; i < 200; ++i) {
    Figure figure;
    figure.treated_g = below(5'000'000'000);
    figure.second_life_g = below(1'000'000'000);
    figure.net_g = figure.treated_g + figure.second_life_g - below(1'000'000);
    figure.received_g = below(3'000'000'000);
    figure.retired_g = below(2'000'000'000);
    figure.units = below(10'000);
    figure.energy_wh = below(100'000'000);
    figure.received_units = below(9'000);
    figure.received_energy_wh = below(90'000'000);
    figure.retired_units = below(8'000);
    figure.retired_energy_wh = below(80'000'000);
    out.tallies.figures[{202301 + below(3) * 100 + below(12), 1 + below(3), regions[below(4)],
                         static_cast<Chemistry>(below(12)), static_cast<Origin>(1 + below(4)),
                         static_cast<Route>(below(9))}] = figure;
  }
  return out;
}

}  // namespace ledger
