// What companies have on the last days of the year before: brought in, because its history is not
// in this ledger.
#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::CodeScheme;
using ledger::Level;
using ledger::Material;
using ledger::Origin;

std::vector<Unit> old_packs(World& world, Random& random, Operator& by, std::int64_t count,
                            std::int64_t day) {
  std::vector<Unit> units;
  for (std::int64_t i = 0; i < count; ++i) {
    const Plan plan{random.chance(600) ? Chemistry::LFP : Chemistry::NCM,
                    random.between(300'000, 480'000), 46'000, by.region};
    Unit unit = new_pack(world, random, plan, by, day);
    unit.basis = ledger::MassBasis::weighed;
    units.push_back(std::move(unit));
  }
  return units;
}

Lot old_lot(Operator& by, std::string_view prefix, Material material, Chemistry chemistry,
            std::int64_t mass_g) {
  Lot lot;
  lot.name = by.lot_name(prefix);
  lot.material = material;
  lot.chemistry = chemistry;
  lot.origin = Origin::vehicle;
  lot.mass_g = mass_g;
  return lot;
}

// Modules and black mass of batteries whose opening the state has counted already.
void refiner_stock(World& world, Random& random, Operator& by, std::int64_t day) {
  std::vector<Lot> lots;
  lots.push_back(
      old_lot(by, "MD", Material::modules, Chemistry::LFP, random.between(1'500'000, 2'500'000)));
  lots.back().count = 120;
  lots.push_back(old_lot(by, "BM", Material::black_mass, Chemistry::NCM,
                         random.between(2'000'000, 4'000'000)));
  lots.back().moisture_permille = 6;
  lots.back().assay = {0, 82'000, 0, 0, 38'500, 84'000, 210'000, 0};
  world.recorder.bring_in({by, moment(day, 9)},
                          {"opening_stock", "stock", true, "scrapped_vehicle", {}, {}, {}}, {},
                          lots);
  for (Lot& lot : lots) by.lots.push_back(std::move(lot));
}

// Batteries at work in their second life for years; some come back this year.
void second_lives(World& world, Cluster& cluster, std::int64_t day) {
  Operator& by = *cluster.repurposer;
  Random& random = cluster.random;
  std::vector<Unit> units;
  for (int i = 0; i < 6; ++i) {
    Unit unit;
    unit.scheme = CodeScheme::gbt34014_19;
    unit.chemistry = Chemistry::LFP;
    unit.code =
        world.codes.second_life(Level::pack, unit.chemistry, day - random.between(400, 900));
    unit.mass_g = random.between(300'000, 900'000);
    unit.energy_wh = unit.mass_g * 80 / 1000;
    units.push_back(std::move(unit));
  }
  world.recorder.bring_in({by, moment(day, 11)},
                          {"opening_stock", "second_life", true, "second_life_ended", {}, {}, {}},
                          units, {});
  for (Unit& unit : units) cluster.second_life.push_back(std::move(unit));
}

}  // namespace

void bring_in_opening_stock(World& world, Cluster& cluster) {
  const std::int64_t day = day_number(world.options.year - 1, 12, 29);
  Operator& refiner = *cluster.recyclers[0];
  refiner_stock(world, cluster.random, refiner, day);
  Operator& crusher = *cluster.recyclers[1];
  auto packs = old_packs(world, cluster.random, crusher, cluster.random.between(3, 8), day);
  world.recorder.bring_in({crusher, moment(day, 10)},
                          {"opening_stock", "stock", false, "scrapped_vehicle", {}, {}, {}}, packs,
                          {});
  for (Unit& unit : packs) crusher.units.push_back(std::move(unit));
  second_lives(world, cluster, day);
}

}  // namespace cli::sample
