#include <array>

#include "ledger/report/parts.hpp"
#include "ledger/report/sums.hpp"

namespace ledger::report {

/// Flows are of the whole ledger and of every origin: a gram that lies in a store lies there
/// whatever it came from.
void fill_balances(const ReportSource& source, Report& report) {
  constexpr std::size_t places = list_size<Place>();
  std::array<Flow, places> year{};
  std::array<std::int64_t, places> balance{};
  for (const auto& [key, flow] : source.tallies.flows) {
    if (key.month / 100 > report.year) continue;
    const auto place = static_cast<std::size_t>(key.place);
    add(balance[place], difference(flow.in_g, flow.out_g));
    if (key.month / 100 != report.year) continue;
    add(year[place].in_g, flow.in_g);
    add(year[place].out_g, flow.out_g);
  }
  const auto of = [&](Place place) -> const Flow& { return year[static_cast<std::size_t>(place)]; };
  const auto net_of = [&](Place place) { return difference(of(place).in_g, of(place).out_g); };
  const auto at_end = [&](Place place) { return balance[static_cast<std::size_t>(place)]; };

  report.brought_in_g = of(Place::outside).out_g;
  report.added_g = of(Place::added).out_g;
  report.stock_g = at_end(Place::stock);
  report.transit_g = at_end(Place::transit);
  report.in_second_life_g = at_end(Place::second_life);
  report.weighing_difference_g = net_of(Place::weighing_difference);
  report.lost_g = net_of(Place::loss);
  report.delivered_g = net_of(Place::delivered);
  report.disposed_g = net_of(Place::disposed);
  report.missing_g = net_of(Place::missing);
  for (std::size_t i = 0; i < places; ++i)
    if (year[i] != Flow{} || balance[i] != 0)
      report.places.push_back(
          {std::string(Names<Place>::values[i]), year[i].in_g, year[i].out_g, balance[i]});
}

}  // namespace ledger::report
