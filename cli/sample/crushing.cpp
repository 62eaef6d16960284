// Modules and scrap become black mass and metals, or, at one plant, alloy and slag.
#include <algorithm>
#include <array>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::Level;
using ledger::Material;
using ledger::Origin;

struct Output {
  Material material;
  std::string_view prefix;
  std::int64_t low, high;  ///< permille of what goes in
};
// Powder is 54 to 58 percent of a module: 37 to 40 of a pack, in the bound of domain.md 3.3. What
// the list leaves is loss: electrolyte vapour and dust caught in filters.
constexpr std::array<Output, 7> from_modules{{{Material::black_mass, "BM", 540, 575},
                                              {Material::copper, "CU", 80, 95},
                                              {Material::aluminium, "AL", 65, 80},
                                              {Material::plastics, "PL", 35, 45},
                                              {Material::steel, "ST", 20, 30},
                                              {Material::electrolyte, "EL", 50, 65},
                                              {Material::residue, "RS", 60, 80}}};
constexpr std::array<Output, 4> from_electrodes{{{Material::black_mass, "BM", 740, 790},
                                                 {Material::copper, "CU", 70, 90},
                                                 {Material::aluminium, "AL", 70, 90},
                                                 {Material::residue, "RS", 20, 30}}};
constexpr std::array<Output, 3> from_smelting{{{Material::alloy, "AY", 200, 240},
                                               {Material::slag, "SG", 380, 430},
                                               {Material::residue, "RS", 40, 60}}};
// Grades of black mass, domain.md 3.4: element shares from the packs' of 3.2 and the powder share.
// What is recovered from powder is analysed; copper and aluminium leave at the mill.
constexpr Assay lfp_powder{0, 0, 0, 245'000, 31'000, 0, 0, 136'000};
constexpr Assay ncm_powder{0, 83'000, 0, 0, 39'000, 85'000, 212'000, 0};

Assay analysed(Random& random, Chemistry chemistry) {
  Assay assay = chemistry == Chemistry::LFP ? lfp_powder : ncm_powder;
  const std::int64_t grade = random.between(960, 1040);
  for (std::int64_t* ppm :
       {&assay.al, &assay.co, &assay.cu, &assay.fe, &assay.li, &assay.mn, &assay.ni, &assay.p})
    *ppm = *ppm * grade / 1000;
  return assay;
}

/// Everything of one chemistry and origin that a machine takes at once.
struct Charge {
  std::vector<Lot> lots;
  std::vector<Unit> units;
  [[nodiscard]] bool empty() const { return lots.empty() && units.empty(); }
  [[nodiscard]] std::int64_t grams() const {
    std::int64_t sum = 0;
    for (const Lot& lot : lots) sum += lot.mass_g;
    for (const Unit& unit : units) sum += unit.mass_g;
    return sum;
  }
  [[nodiscard]] std::vector<Line> lines() const {
    auto lines = lines_of(lots);
    for (const Unit& unit : units) lines.push_back(line_of(unit));
    return lines;
  }
};

Charge next_charge(Operator& by, Chemistry chemistry, Origin origin, bool electrodes) {
  const auto fits = [&](const Lot& lot) {
    return ledger::is_battery_mass(lot.material) && lot.chemistry == chemistry &&
           lot.origin == origin && (lot.material == Material::electrode_scrap) == electrodes;
  };
  Charge charge;
  std::size_t lots = 0, units = 0;
  charge.lots = take(by.lots, [&](const Lot& lot) { return fits(lot) && lots++ < 12; });
  if (!electrodes)
    charge.units = take(by.units, [&](const Unit& unit) {
      return unit.level == Level::module && unit.chemistry == chemistry && unit.origin == origin &&
             units++ < 40;
    });
  return charge;
}

template <std::size_t N>
std::vector<Lot> split(Operator& by, Random& random, const std::array<Output, N>& recipe,
                       Chemistry chemistry, Origin origin, std::int64_t grams, std::int64_t& left) {
  std::vector<Lot> made;
  for (const Output& output : recipe) {
    const std::int64_t mass = grams / 1000 * random.between(output.low, output.high);
    if (mass == 0) continue;
    Lot lot;
    lot.name = by.lot_name(output.prefix);
    lot.material = output.material;
    lot.mass_g = mass;
    if (ledger::is_intermediate(output.material)) {
      lot.chemistry = chemistry;
      lot.origin = origin;
    }
    left -= mass;
    made.push_back(std::move(lot));
  }
  return made;
}

// Only a part is discharged in a bath of its own; the rest goes through a mill under nitrogen.
void discharge(World& world, Operator& by, Charge& charge, Moment at) {
  if (charge.lots.empty() || charge.lots.front().material != Material::modules) return;
  Lot dry = charge.lots.front();
  dry.name = by.lot_name("DM");
  world.recorder.process({by, at, by.sites.front()}, {"discharge", "mechanical", -1},
                         {line_of(charge.lots.front())}, {dry}, {});
  charge.lots.front() = std::move(dry);
}

void crush_charge(World& world, Random& random, Operator& by, Charge charge, bool electrodes,
                  Chemistry chemistry, Origin origin, Shifts& shifts) {
  if (random.chance(150)) discharge(world, by, charge, shifts.next());
  const std::int64_t grams = charge.grams();
  Balance balance;
  if (random.chance(200)) balance.weighing_g = grams / 100'000 * random.between(-200, 200);
  std::int64_t left = grams - balance.weighing_g;
  auto made = electrodes ? split(by, random, from_electrodes, chemistry, origin, grams, left)
                         : split(by, random, from_modules, chemistry, origin, grams, left);
  for (Lot& lot : made) {
    if (lot.material != Material::black_mass) continue;
    lot.assay = analysed(random, chemistry);
    lot.moisture_permille = random.between(3, 15);
  }
  balance.loss_g = left;
  world.recorder.process({by, shifts.next(), by.sites.front()},
                         {"crushing", "mechanical", grams / 1'000'000 * 180}, charge.lines(), made,
                         balance);
  for (Lot& lot : made) by.lots.push_back(std::move(lot));
}

void smelt_charge(World& world, Random& random, Operator& by, const Charge& charge,
                  Chemistry chemistry, Origin origin, Shifts& shifts) {
  const std::int64_t grams = charge.grams();
  Balance balance;
  balance.added_g = grams / 1000 * random.between(220, 280) + 1;
  std::int64_t left = grams + balance.added_g;
  auto made = split(by, random, from_smelting, chemistry, origin, left, left);
  balance.loss_g = left;
  world.recorder.process({by, shifts.next(), by.sites.front()},
                         {"smelting", "pyrometallurgy", grams / 1'000'000 * 900}, charge.lines(),
                         made, balance);
  for (Lot& lot : made) by.lots.push_back(std::move(lot));
}

template <class Work>
void each_charge(Operator& by, Work work) {
  for (const auto chemistry : {Chemistry::LFP, Chemistry::NCM})
    for (const auto origin : {Origin::vehicle, Origin::production_scrap, Origin::imported})
      for (const bool electrodes : {false, true})
        for (Charge charge = next_charge(by, chemistry, origin, electrodes); !charge.empty();
             charge = next_charge(by, chemistry, origin, electrodes))
          work(std::move(charge), electrodes, chemistry, origin);
}

}  // namespace

void crush(World& world, Cluster& cluster, Operator& by, const Round& round) {
  Shifts shifts(round.day(23), 2, 10 + std::ssize(by.units) / 20 + std::ssize(by.lots) / 40);
  each_charge(by, [&](Charge charge, bool electrodes, Chemistry chemistry, Origin origin) {
    crush_charge(world, cluster.random, by, std::move(charge), electrodes, chemistry, origin,
                 shifts);
  });
}

void smelt(World& world, Cluster& cluster, Operator& by, const Round& round) {
  Shifts shifts(round.day(23), 2, 10 + std::ssize(by.units) / 20 + std::ssize(by.lots) / 40);
  each_charge(by, [&](const Charge& charge, bool, Chemistry chemistry, Origin origin) {
    smelt_charge(world, cluster.random, by, charge, chemistry, origin, shifts);
  });
}

}  // namespace cli::sample
