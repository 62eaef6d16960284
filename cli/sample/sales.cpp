// Recyclers at the end of a month: count stock, sell, dispose, pass black mass on.
#include <algorithm>
#include <utility>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Material;

constexpr std::size_t lots_an_event = 40;

bool is_waste(Material material) {
  return material == Material::residue || material == Material::wastewater ||
         material == Material::coolant;
}

void take_stock(World& world, Random& random, Operator& by, Shifts& shifts) {
  const auto find = [&](Material material) {
    return std::find_if(by.lots.begin(), by.lots.end(), [&](const Lot& lot) {
      return lot.material == material && lot.mass_g > 10'000;
    });
  };
  if (const auto copper = find(Material::copper); copper != by.lots.end()) {
    copper->mass_g += copper->mass_g / 10'000 * random.between(-8, 8);
    world.recorder.weigh({by, shifts.next()}, {line_of(*copper)}, "stocktake");
  }
  if (const auto residue = find(Material::residue); residue != by.lots.end()) {
    residue->mass_g -= residue->mass_g / 1000 * random.between(2, 10);
    world.recorder.weigh({by, shifts.next()}, {line_of(*residue)}, "drying");
  }
}

// Carbonate is often sold in parts; what is left waits for the next month.
std::vector<Lot> unsold_parts(Random& random, std::vector<Lot>& products) {
  std::vector<Lot> kept;
  for (Lot& lot : products) {
    if (lot.material != Material::lithium_carbonate || lot.mass_g < 10'000 || !random.chance(400))
      continue;
    Lot part = lot;
    part.mass_g = lot.mass_g / 1000 * random.between(100, 400);
    lot.mass_g -= part.mass_g;
    kept.push_back(std::move(part));
  }
  return kept;
}

void sell(World& world, Random& random, Operator& by, std::vector<Lot> lots,
          std::string_view purpose, std::string_view customer, Shifts& shifts) {
  while (!lots.empty()) {
    // One customer in four is named by the id of a company that is not enrolled.
    const bool known = random.chance(250);
    const auto load = take_first(lots, lots_an_event);
    world.recorder.deliver({by, shifts.next()},
                           {purpose,
                            {},
                            known ? world.outsiders.front() : std::string_view{},
                            known ? std::string_view{} : customer},
                           lines_of(load));
  }
}

void dispose(World& world, Operator& by, std::vector<Lot> lots, std::string_view waste_code,
             std::string_view operation, Shifts& shifts) {
  while (!lots.empty())
    world.recorder.dispose({by, shifts.next()}, lines_of(take_first(lots, lots_an_event)),
                           waste_code, operation);
}

// Without a line for it, black mass goes to who has one; some is sold to strangers.
void pass_on_black_mass(World& world, Cluster& cluster, Operator& by, const Round& round,
                        Shifts& shifts) {
  Operator& refiner = *cluster.recyclers.front();
  auto powder = take(by.lots, [](const Lot& lot) { return lot.material == Material::black_mass; });
  auto sold = take(powder, [&, first = round.month == 6](const Lot&) mutable {
    return std::exchange(first, false) || cluster.random.chance(200);
  });
  sell(world, cluster.random, by, std::move(sold), "intermediate", "示例冶炼厂（样本）", shifts);
  while (!powder.empty()) send(world, {by, shifts.next()}, refiner, {}, take_first(powder, 20));
}

}  // namespace

void sell_and_dispose(World& world, Cluster& cluster, Operator& by, const Round& round) {
  Random& random = cluster.random;
  Shifts shifts(round.day(27), 1, 20 + std::ssize(by.lots) / 10);
  take_stock(world, random, by, shifts);
  const auto of = [&](auto wanted) {
    return take(by.lots, [&](const Lot& lot) { return wanted(lot.material); });
  };
  auto products = of([](Material m) { return ledger::is_product(m); });
  auto unsold = unsold_parts(random, products);
  sell(world, random, by, std::move(products), "product", "示例材料厂（样本）", shifts);
  if (&by == cluster.smelter)
    sell(world, random, by, of([](Material m) { return m == Material::alloy; }), "intermediate",
         "示例冶炼厂（样本）", shifts);
  // Codes of China's catalogue of solid wastes: other industrial solid waste; oil and water.
  dispose(world, by, of([](Material m) { return m == Material::residue || m == Material::slag; }),
          "900-099-S59", "D5", shifts);
  dispose(world, by, of(is_waste), "900-007-09", "D9", shifts);
  if (&by != cluster.recyclers.front()) pass_on_black_mass(world, cluster, by, round, shifts);
  for (Lot& lot : unsold) by.lots.push_back(std::move(lot));
}

void recycle(World& world, Cluster& cluster, const Round& round) {
  auto companies = cluster.recyclers;
  if (cluster.smelter != nullptr) companies.push_back(cluster.smelter);
  for (Operator* by : companies) receive_all(world, cluster, *by, round.day(14));
  report_late_dispatches(world, cluster);
  for (Operator* by : companies) {
    dismantle_packs(world, cluster, *by, round);
    if (by == cluster.smelter) {
      smelt(world, cluster, *by, round);
    } else {
      crush(world, cluster, *by, round);
    }
    if (by == cluster.recyclers.front()) refine(world, cluster, *by, round);
    sell_and_dispose(world, cluster, *by, round);
  }
}

void receive_black_mass(World& world, Cluster& cluster, const Round& round) {
  receive_all(world, cluster, *cluster.recyclers.front(), round.day(28));
}

}  // namespace cli::sample
