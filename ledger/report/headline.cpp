#include "ledger/report/parts.hpp"
#include "ledger/report/sums.hpp"

namespace ledger::report {

void count(const Figure& figure, CountingRule rule, Share& share) {
  add(share.treated_g, figure.treated_g);
  add(share.second_life_g, figure.second_life_g);
  add(share.gross_g, figure.treated_g);
  add(share.gross_g, figure.second_life_g);
  add(share.received_g, figure.received_g);
  add(share.retired_g, figure.retired_g);
  add(share.retired_units, figure.retired_units);
  add(share.retired_energy_wh, figure.retired_energy_wh);
  if (rule == CountingRule::received_1) {
    add(share.utilised_g, figure.received_g);
    add(share.units, figure.received_units);
    add(share.energy_wh, figure.received_energy_wh);
    return;
  }
  // A unit counts once under net and gross alike; only grams can be counted before.
  add(share.units, figure.units);
  add(share.energy_wh, figure.energy_wh);
  if (rule == CountingRule::net_1) {
    add(share.utilised_g, figure.net_g);
  } else {
    add(share.utilised_g, figure.treated_g);
    add(share.utilised_g, figure.second_life_g);
  }
}

void fill_headline(const ReportSource& source, Report& report) {
  Share vehicle;
  std::int64_t net_g = 0;
  for (const auto& [key, figure] : source.tallies.figures) {
    if (!is_of_year(key, report.year)) continue;
    add(report.retired_g, figure.retired_g);
    add(report.retired_units, figure.retired_units);
    add(report.retired_energy_wh, figure.retired_energy_wh);
    if (key.origin != Origin::vehicle) continue;
    count(figure, report.rule, vehicle);
    add(net_g, figure.net_g);
  }
  report.utilised_g = vehicle.utilised_g;
  report.gross_g = vehicle.gross_g;
  report.treated_g = vehicle.treated_g;
  report.second_life_g = vehicle.second_life_g;
  report.received_g = vehicle.received_g;
  report.counted_before_g = difference(vehicle.gross_g, net_g);
  report.units = vehicle.units;
  report.energy_wh = vehicle.energy_wh;
}

}  // namespace ledger::report
