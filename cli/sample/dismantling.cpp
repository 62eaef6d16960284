// Recyclers open packs: modules, and what held them together. Twenty packs fill one set of lots.
#include <algorithm>
#include <array>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::Level;
using ledger::Material;
using ledger::Origin;

struct Part {
  Material material;
  std::string_view prefix;
  std::int64_t low, high;  ///< permille of the pack
};
// What is left after these is the modules', 62 to 70 percent of a pack.
constexpr std::array<Part, 6> parts{{{Material::aluminium, "AL", 130, 160},
                                     {Material::steel, "ST", 90, 110},
                                     {Material::cables, "CB", 25, 33},
                                     {Material::plastics, "PL", 20, 30},
                                     {Material::coolant, "CL", 10, 18},
                                     {Material::circuit_boards, "EB", 4, 8}}};
constexpr std::size_t packs_a_shift = 20;
constexpr std::int64_t coded_modules_permille = 80;

/// The lots that one shift fills. A lot takes more until it is first drawn from.
struct ShiftLots {
  Lot modules;
  std::array<Lot, parts.size()> others;
};

ShiftLots new_lots(Operator& by, Chemistry chemistry, Origin origin) {
  ShiftLots lots;
  lots.modules.name = by.lot_name("MD");
  lots.modules.material = Material::modules;
  lots.modules.chemistry = chemistry;
  lots.modules.origin = origin;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    lots.others[i].name = by.lot_name(parts[i].prefix);
    lots.others[i].material = parts[i].material;
  }
  return lots;
}

std::vector<Unit> modules_of(World& world, Random& random, const Unit& pack, std::int64_t grams,
                             std::int64_t day) {
  std::vector<Unit> modules;
  std::vector<std::string> codes = pack.modules;
  const auto count = codes.empty() ? random.between(6, 14) : std::ssize(codes);
  for (std::int64_t i = 0; i < count; ++i) {
    Unit module;
    module.level = Level::module;
    module.chemistry = pack.chemistry;
    module.origin = pack.origin;
    module.mass_g = i + 1 < count ? grams / count : grams - grams / count * (count - 1);
    module.code = codes.empty()
                      ? world.codes.battery(Level::module, pack.chemistry, day - 1'800, random)
                      : codes[static_cast<std::size_t>(i)];
    modules.push_back(std::move(module));
  }
  return modules;
}

void open_pack(World& world, Random& random, const Said& said, Unit& pack, ShiftLots& shift) {
  Balance balance;
  balance.loss_g = pack.mass_g / 10'000 * random.between(0, 8);
  if (random.chance(200)) balance.weighing_g = pack.mass_g / 100'000 * random.between(-150, 150);
  std::int64_t left = pack.mass_g - balance.loss_g - balance.weighing_g;
  std::vector<Lot> made;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Lot lot = shift.others[i];
    lot.mass_g = pack.mass_g / 1000 * random.between(parts[i].low, parts[i].high);
    if (lot.mass_g == 0) continue;
    left -= lot.mass_g;
    shift.others[i].mass_g += lot.mass_g;
    made.push_back(std::move(lot));
  }
  const std::int64_t day = said.at / 86'400;
  std::vector<Unit> modules;
  if (!pack.modules.empty() || random.chance(coded_modules_permille)) {
    modules = modules_of(world, random, pack, left, day);
  } else {
    Lot lot = shift.modules;
    lot.mass_g = left;
    lot.count = random.between(6, 14);
    shift.modules.mass_g += left;
    made.insert(made.begin(), std::move(lot));
  }
  world.recorder.dismantle(said, pack, modules, made, balance);
  for (Unit& module : modules) said.by.units.push_back(std::move(module));
}

void close_shift(Operator& by, ShiftLots& shift) {
  if (shift.modules.mass_g > 0) by.lots.push_back(std::move(shift.modules));
  for (Lot& lot : shift.others)
    if (lot.mass_g > 0) by.lots.push_back(std::move(lot));
}

// A label inside the lid sometimes tells which modules a pack holds.
void read_module_labels(World& world, Random& random, const Said& said, std::vector<Unit>& packs) {
  for (Unit& pack : packs) {
    if (pack.scheme != ledger::CodeScheme::gbt34014_24 || !random.chance(12)) continue;
    const auto count = random.between(6, 12);
    for (std::int64_t i = 0; i < count; ++i)
      pack.modules.push_back(
          world.codes.battery(Level::module, pack.chemistry, said.at / 86'400 - 1'900, random));
    world.recorder.identify_parts(said, pack);
  }
}

}  // namespace

void dismantle_packs(World& world, Cluster& cluster, Operator& by, const Round& round) {
  Random& random = cluster.random;
  const std::int64_t kept_permille = round.after_year() ? 500 : 50;
  auto packs = take(by.units, [&](const Unit& unit) {
    return unit.level == Level::pack && !random.chance(kept_permille);
  });
  read_module_labels(world, random, {by, moment(round.day(15), 7, 30), by.sites.front()}, packs);
  Shifts shifts(round.day(15), 8, std::ssize(packs));
  for (const auto chemistry : {Chemistry::LFP, Chemistry::NCM}) {
    for (const auto origin : {Origin::vehicle, Origin::imported}) {
      auto alike = take(packs, [&](const Unit& unit) {
        return unit.chemistry == chemistry && unit.origin == origin;
      });
      for (std::size_t first = 0; first < alike.size(); first += packs_a_shift) {
        ShiftLots lots = new_lots(by, chemistry, origin);
        for (std::size_t i = first; i < std::min(first + packs_a_shift, alike.size()); ++i)
          open_pack(world, random, {by, shifts.next(), by.sites.front()}, alike[i], lots);
        close_shift(by, lots);
      }
    }
  }
}

}  // namespace cli::sample
