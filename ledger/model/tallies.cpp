#include <fmt/format.h>

#include "ledger/model/world.hpp"

namespace ledger::model {
namespace {

void add(std::int64_t& sum, std::int64_t more) {
  sum = checked_sum(sum, more);
}

void add(Figure& sum, const Figure& more) {
  add(sum.net_g, more.net_g);
  add(sum.treated_g, more.treated_g);
  add(sum.second_life_g, more.second_life_g);
  add(sum.received_g, more.received_g);
  add(sum.retired_g, more.retired_g);
  add(sum.units, more.units);
  add(sum.energy_wh, more.energy_wh);
  add(sum.received_units, more.received_units);
  add(sum.received_energy_wh, more.received_energy_wh);
  add(sum.retired_units, more.retired_units);
  add(sum.retired_energy_wh, more.retired_energy_wh);
  add(sum.uncoded_units, more.uncoded_units);
  add(sum.unweighed_units, more.unweighed_units);
}

void add(Flow& sum, const Flow& more) {
  add(sum.in_g, more.in_g);
  add(sum.out_g, more.out_g);
}

void add(MaterialSum& sum, const MaterialSum& more) {
  add(sum.made_g, more.made_g);
  add(sum.used_g, more.used_g);
  add(sum.delivered_g, more.delivered_g);
  add(sum.disposed_g, more.disposed_g);
}

void add(ElementSum& sum, const ElementSum& more) {
  add(sum.recovered_g, more.recovered_g);
  add(sum.fed_g, more.fed_g);
}

template <class Map>
void add_all(Map& sums, const Map& more) {
  for (const auto& [key, value] : more) add(sums[key], value);
}

}  // namespace

std::int64_t checked_sum(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum))
    throw Failure(fmt::format("adding {} and {}: the sum leaves 64 bits", a, b));
  return sum;
}

void add_tallies(Tallies& sums, const Tallies& more) {
  add_all(sums.figures, more.figures);
  add_all(sums.flows, more.flows);
  add_all(sums.materials, more.materials);
  add_all(sums.elements, more.elements);
  add_all(sums.delays, more.delays);
  add_all(sums.accounts, more.accounts);
}

}  // namespace ledger::model
