// Batteries that no dismantler took off: the maker's scrap and what the importer brings.
#include <algorithm>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::Material;
using ledger::Origin;

// Scrap arises by the tonne: about two percent of what is retired, at least half a tonne a month.
void makers_scrap(World& world, Cluster& cluster, const Round& round) {
  Operator& by = *world.maker;
  Random& random = cluster.random;
  Lot lot;
  const bool electrodes = round.month % 2 == 0;
  lot.name = by.lot_name("SC");
  lot.material = electrodes ? Material::electrode_scrap : Material::cells;
  lot.count = electrodes ? 0 : random.between(800, 2'000);
  lot.chemistry = random.chance(500) ? Chemistry::LFP : Chemistry::NCM;
  lot.origin = Origin::production_scrap;
  lot.mass_g = random.between(500'000, 1'500'000) + world.options.batteries * 500;
  world.recorder.retire_lot({by, moment(round.day(5), 10)}, lot, by.region);
  // A third goes to the second recycler: a lot may be handed on in parts.
  Lot part = lot;
  part.mass_g = lot.mass_g / 3;
  lot.mass_g -= part.mass_g;
  Shifts shifts(round.day(10), 1, 2);
  send(world, {by, shifts.next()}, *cluster.recyclers[0], {}, {std::move(lot)});
  send(world, {by, shifts.next()}, *cluster.recyclers[1], {}, {std::move(part)});
}

void imports(World& world, Cluster& cluster, const Round& round) {
  Operator& by = *world.importer;
  Random& random = cluster.random;
  std::vector<Unit> units;
  for (int i = 0; i < 4; ++i) {
    const Plan plan{Chemistry::NCM, random.between(280'000, 450'000), 52'000, by.region};
    Unit unit = new_pack(world, random, plan, by, round.day(6));
    unit.origin = Origin::imported;
    unit.basis = ledger::MassBasis::weighed;
    if (!unit.no_code_reason.empty()) unit.no_code_reason = "foreign";
    units.push_back(std::move(unit));
  }
  world.recorder.bring_in({by, moment(round.day(6), 14)},
                          {"import", "stock", false, "recalled", {}, "JP", {}}, units, {});
  send(world, {by, moment(round.day(10), 9)}, *cluster.recyclers[0], std::move(units), {});
}

}  // namespace

void other_sources(World& world, Cluster& cluster, const Round& round) {
  if (cluster.number != 0 || round.after_year()) return;
  makers_scrap(world, cluster, round);
  if (round.month == 1 || round.month == 7) imports(world, cluster, round);
}

}  // namespace cli::sample
