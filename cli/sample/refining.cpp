// Black mass becomes salts. The grams of each element are kept by hand: what comes out is a share
// of what went in, never more.
#include <algorithm>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::Material;
using ledger::Origin;

constexpr std::size_t lots_a_leach = 6;
// Shares of ppm that a product of good grade has; domain.md 3.1 times 99.5 percent.
constexpr std::int64_t li_in_carbonate = 186'900, ni_in_sulfate = 222'100;
constexpr std::int64_t co_in_sulfate = 208'600, mn_in_sulfate = 323'400;
constexpr std::int64_t fe_in_phosphate = 367'000, p_in_phosphate = 203'600;

/// Grams of each element, in the shape of an assay.
Assay elements_of(const std::vector<Lot>& lots) {
  Assay grams;
  for (const Lot& lot : lots) {
    const std::int64_t dry = lot.mass_g / 1000 * (1000 - lot.moisture_permille);
    const auto of = [&](std::int64_t ppm) { return dry / 1000 * ppm / 1000; };
    grams.li += of(lot.assay.li);
    grams.ni += of(lot.assay.ni);
    grams.co += of(lot.assay.co);
    grams.mn += of(lot.assay.mn);
    grams.fe += of(lot.assay.fe);
    grams.p += of(lot.assay.p);
  }
  return grams;
}

std::int64_t grams_of(const std::vector<Lot>& lots) {
  std::int64_t sum = 0;
  for (const Lot& lot : lots) sum += lot.mass_g;
  return sum;
}

struct Bath {
  Lot solution;
  Assay grams;  ///< of elements in it
};

Lot made(Operator& by, std::string_view prefix, Material material, std::int64_t mass_g) {
  Lot lot;
  lot.name = by.lot_name(prefix);
  lot.material = material;
  lot.mass_g = mass_g;
  return lot;
}

Bath leach(World& world, Random& random, Operator& by, const std::vector<Lot>& powder, Moment at) {
  const std::int64_t in = grams_of(powder);
  Balance balance;
  balance.added_g = in / 100 * random.between(480, 530) + 1;
  balance.loss_g = in / 1000 * random.between(2, 6);
  std::vector<Lot> outputs(1);
  if (const auto graphite = in / 1000 * random.between(150, 180); graphite > 0)
    outputs.push_back(made(by, "GR", Material::graphite, graphite));
  if (const auto residue = in / 1000 * random.between(100, 140); residue > 0)
    outputs.push_back(made(by, "RS", Material::residue, residue));
  outputs.front() = made(by, "LS", Material::in_process,
                         in + balance.added_g - balance.loss_g - (grams_of(outputs)));
  outputs.front().chemistry = powder.front().chemistry;
  outputs.front().origin = powder.front().origin;
  world.recorder.process({by, at, by.sites.back()}, {"leaching", "hydrometallurgy", -1},
                         lines_of(powder), outputs, balance);
  Bath bath{outputs.front(), elements_of(powder)};
  for (std::size_t i = 1; i < outputs.size(); ++i) by.lots.push_back(std::move(outputs[i]));
  return bath;
}

// Impurities are drawn off before the salts of nickel, cobalt and manganese can be parted.
void extract(World& world, Random& random, Operator& by, Bath& bath, Moment at) {
  const std::int64_t in = bath.solution.mass_g;
  Balance balance;
  balance.added_g = in / 1000 * random.between(80, 120) + 1;
  Lot purified = made(by, "EX", Material::in_process, 0);
  purified.chemistry = bath.solution.chemistry;
  purified.origin = bath.solution.origin;
  std::vector<Lot> outputs;
  if (const auto water = in / 1000 * random.between(60, 90); water > 0)
    outputs.push_back(made(by, "WW", Material::wastewater, water));
  purified.mass_g = in + balance.added_g - grams_of(outputs);
  outputs.insert(outputs.begin(), purified);
  world.recorder.process({by, at, by.sites.back()}, {"extraction", "hydrometallurgy", -1},
                         {line_of(bath.solution)}, outputs, balance);
  if (outputs.size() > 1) by.lots.push_back(std::move(outputs.back()));
  bath.solution = std::move(purified);
}

/// What `grams` of an element become: `recovered` permille of it in a product with `ppm` of it.
Lot salt(Operator& by, std::string_view prefix, Material material, std::int64_t grams,
         std::int64_t recovered, std::int64_t ppm) {
  const std::int64_t kept = grams / 1000 * recovered;
  Lot lot = made(by, prefix, material, kept * 1'000'000 / ppm);
  lot.moisture_permille = 0;
  return lot;
}

std::vector<Lot> salts(Random& random, Operator& by, const Bath& bath) {
  // Norms of 2024: Li at least 90 percent; Ni, Co, Mn at least 98 (domain.md 1.5).
  const auto metal = [&] { return random.between(982, 991); };
  std::vector<Lot> out;
  const auto add = [&](Lot lot, auto element, std::int64_t ppm) {
    lot.assay.*element = ppm;
    if (lot.mass_g > 0) out.push_back(std::move(lot));
  };
  add(salt(by, "LC", Material::lithium_carbonate, bath.grams.li, random.between(906, 952),
           li_in_carbonate),
      &Assay::li, li_in_carbonate);
  if (bath.solution.chemistry == Chemistry::LFP) {
    // Iron and phosphorus leave together; the scarcer one of both sets how much.
    const std::int64_t iron =
        std::min(bath.grams.fe, bath.grams.p * fe_in_phosphate / p_in_phosphate);
    add(salt(by, "FP", Material::iron_phosphate, iron, random.between(930, 970), fe_in_phosphate),
        &Assay::fe, fe_in_phosphate);
    for (Lot& lot : out)
      if (lot.material == Material::iron_phosphate) lot.assay.p = p_in_phosphate;
    return out;
  }
  add(salt(by, "NS", Material::nickel_sulfate_hexahydrate, bath.grams.ni, metal(), ni_in_sulfate),
      &Assay::ni, ni_in_sulfate);
  add(salt(by, "CS", Material::cobalt_sulfate_heptahydrate, bath.grams.co, metal(), co_in_sulfate),
      &Assay::co, co_in_sulfate);
  add(salt(by, "MS", Material::manganese_sulfate_monohydrate, bath.grams.mn, metal(),
           mn_in_sulfate),
      &Assay::mn, mn_in_sulfate);
  return out;
}

void crystallise(World& world, Random& random, Operator& by, const Bath& bath, Moment at) {
  const std::int64_t in = bath.solution.mass_g;
  Balance balance;
  balance.added_g = in / 1000 * random.between(250, 300) + 1;
  auto outputs = salts(random, by, bath);
  if (const auto sulfate = in / 1000 * random.between(150, 180); sulfate > 0)
    outputs.push_back(made(by, "SS", Material::sodium_sulfate, sulfate));
  if (const auto water = in / 1000 * random.between(560, 620); water > 0)
    outputs.push_back(made(by, "WW", Material::wastewater, water));
  // The rest of the water has boiled away.
  balance.loss_g = in + balance.added_g - grams_of(outputs);
  const bool phosphate = bath.solution.chemistry == Chemistry::LFP;
  world.recorder.process(
      {by, at, by.sites.back()},
      {phosphate ? "precipitation" : "crystallisation", "hydrometallurgy", in / 1'000'000 * 60},
      {line_of(bath.solution)}, outputs, balance);
  for (Lot& lot : outputs) by.lots.push_back(std::move(lot));
}

void analyse_again(World& world, Random& random, Operator& by, std::vector<Lot>& lots,
                   Shifts& shifts) {
  for (Lot& lot : lots) {
    if (!random.chance(300)) continue;
    const std::int64_t grade = random.between(990, 1010);
    for (std::int64_t* ppm : {&lot.assay.li, &lot.assay.ni, &lot.assay.co, &lot.assay.mn})
      *ppm = *ppm * grade / 1000;
    lot.moisture_permille = random.between(3, 15);
    world.recorder.inspect_lot({by, shifts.next()}, lot);
  }
}

}  // namespace

void refine(World& world, Cluster& cluster, Operator& by, const Round& round) {
  Random& random = cluster.random;
  auto powder = take(by.lots, [](const Lot& lot) { return lot.material == Material::black_mass; });
  Shifts testing(round.day(25), 1, std::ssize(powder));
  analyse_again(world, random, by, powder, testing);
  Shifts shifts(round.day(26), 1, 3 + std::ssize(powder));
  for (const auto chemistry : {Chemistry::LFP, Chemistry::NCM}) {
    for (const auto origin : {Origin::vehicle, Origin::production_scrap, Origin::imported}) {
      auto alike = take(powder, [&](const Lot& lot) {
        return lot.chemistry == chemistry && lot.origin == origin;
      });
      while (!alike.empty()) {
        Bath bath = leach(world, random, by, take_first(alike, lots_a_leach), shifts.next());
        if (chemistry == Chemistry::NCM) extract(world, random, by, bath, shifts.next());
        crystallise(world, random, by, bath, shifts.next());
      }
    }
  }
}

}  // namespace cli::sample
