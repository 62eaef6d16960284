// The repurposer: packs and modules become storage, street lights and the like.
#include <algorithm>
#include <array>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::CodeScheme;
using ledger::Level;
using ledger::Material;

constexpr std::array<std::string_view, 5> applications{
    "grid_storage", "backup_power", "low_speed_vehicle", "street_lighting", "household_storage"};
constexpr std::size_t remembered_max = 60;

std::int64_t sum(const std::vector<Unit>& units) {
  std::int64_t grams = 0;
  for (const Unit& unit : units) grams += unit.mass_g;
  return grams;
}

void test_all(World& world, Cluster& cluster, Operator& by, Shifts& shifts) {
  for (Unit& unit : by.units) {
    const std::int64_t soh = cluster.random.around_middle(680, 920);
    unit.for_second_life =
        unit.scheme == CodeScheme::gbt34014_24 && unit.energy_wh > 0 && soh >= 730;
    world.recorder.inspect({by, shifts.next()}, unit, soh,
                           unit.for_second_life ? "second_life" : "recycle", "capacity_test");
  }
}

void build(World& world, Cluster& cluster, Operator& by, const std::vector<Unit>& inputs,
           Moment at) {
  Random& random = cluster.random;
  const std::int64_t in = sum(inputs);
  Balance balance;
  balance.added_g = in / 1000 * random.between(15, 50) + 100;
  balance.loss_g = in / 10'000 * random.between(0, 5);
  balance.weighing_g = random.chance(150) ? in / 10'000 * random.between(-9, 9) : 0;
  std::vector<Lot> scrap(2);
  scrap[0].material = Material::cables;
  scrap[0].name = by.lot_name("CB");
  scrap[0].mass_g = in / 1000 * random.between(5, 12) + 1;
  scrap[1].material = Material::plastics;
  scrap[1].name = by.lot_name("PL");
  scrap[1].mass_g = in / 1000 * random.between(5, 15) + 1;
  Unit product = inputs.front();
  product.scheme = CodeScheme::gbt34014_19;
  product.code = world.codes.second_life(product.level, product.chemistry, at / 86'400);
  product.energy_wh = 0;
  for (const Unit& unit : inputs) product.energy_wh += unit.energy_wh;
  product.energy_wh =
      std::max<std::int64_t>(product.energy_wh * random.between(730, 860) / 1000, 1);
  product.mass_g = in + balance.added_g - scrap[0].mass_g - scrap[1].mass_g - balance.loss_g -
                   balance.weighing_g;
  product.scanned = false;
  product.for_second_life = false;
  world.recorder.repurpose({by, at}, inputs, product, scrap, balance);
  for (Lot& lot : scrap) by.lots.push_back(std::move(lot));
  cluster.products.push_back(std::move(product));
}

// One pack is opened: its best six modules become one product, the other two go to the recycler.
void build_from_modules(World& world, Cluster& cluster, Operator& by, Unit pack, Shifts& shifts) {
  Random& random = cluster.random;
  std::vector<Unit> modules;
  std::int64_t left = pack.mass_g;
  const Moment opened = shifts.next();
  const std::int64_t made_on = opened / 86'400 - 1'600;
  for (int i = 0; i < 8; ++i) {
    Unit module = pack;
    module.level = Level::module;
    module.mass_g = pack.mass_g / 1000 * random.between(84, 88);
    module.energy_wh = pack.energy_wh / 8;
    module.code = world.codes.battery(Level::module, pack.chemistry, made_on, random);
    left -= module.mass_g;
    modules.push_back(std::move(module));
  }
  Lot casing;
  casing.material = Material::aluminium;
  casing.name = by.lot_name("AL");
  casing.mass_g = left;
  world.recorder.dismantle({by, opened}, pack, modules, {casing}, {});
  by.lots.push_back(std::move(casing));
  build(world, cluster, by, take_first(modules, 6), shifts.next());
  for (Unit& module : modules) {
    module.for_second_life = false;
    by.units.push_back(std::move(module));
  }
}

void deliver(World& world, Cluster& cluster, Operator& by, Shifts& shifts) {
  Random& random = cluster.random;
  auto going = take(cluster.products, [&](const Unit&) { return random.chance(880); });
  while (!going.empty()) {
    const auto load = take_first(going, static_cast<std::size_t>(random.between(1, 6)));
    const auto application =
        applications[static_cast<std::size_t>(random.below(std::ssize(applications)))];
    world.recorder.deliver({by, shifts.next()},
                           {"second_life", application, {}, "示例储能用户（样本）"},
                           lines_of(load));
    for (const Unit& unit : load)
      if (cluster.second_life.size() < remembered_max) cluster.second_life.push_back(unit);
  }
}

void sell_scrap(World& world, Operator& by, Shifts& shifts) {
  while (!by.lots.empty())
    world.recorder.deliver({by, shifts.next()}, {"product", {}, {}, "示例金属回收站（样本）"},
                           lines_of(take_first(by.lots, 40)));
}

}  // namespace

void repurpose_and_deliver(World& world, Cluster& cluster, const Round& round) {
  Operator& by = *cluster.repurposer;
  Random& random = cluster.random;
  receive_all(world, cluster, by, round.day(14));
  report_late_dispatches(world, cluster);

  Shifts testing(round.day(15), 2, std::ssize(by.units));
  test_all(world, cluster, by, testing);
  auto usable = take(by.units, [](const Unit& unit) { return unit.for_second_life; });
  Shifts building(round.day(17), 8, 2 * std::ssize(usable));
  bool open_one = true;
  while (!usable.empty()) {
    auto inputs = take_first(usable, 1);
    if (inputs.front().level == Level::pack && (open_one || random.chance(150))) {
      open_one = false;
      build_from_modules(world, cluster, by, std::move(inputs.front()), building);
      continue;
    }
    std::int64_t more = random.between(0, 2);
    for (Unit& unit : take(usable, [&, like = inputs.front()](const Unit& unit) {
           return unit.chemistry == like.chemistry && unit.origin == like.origin &&
                  unit.level == like.level && more-- > 0;
         }))
      inputs.push_back(std::move(unit));
    build(world, cluster, by, inputs, building.next());
  }
  Shifts selling(round.day(26), 1, 40 + std::ssize(cluster.products));
  deliver(world, cluster, by, selling);
  sell_scrap(world, by, selling);
  Shifts sending(round.day(27), 1, 20);
  if (!round.after_year())
    send_in_consignments(world, random, by, std::move(by.units), sending, 0,
                         [&](ledger::Chemistry) -> Operator& { return *cluster.recyclers[0]; });
}

}  // namespace cli::sample
