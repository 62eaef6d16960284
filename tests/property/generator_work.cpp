#include <algorithm>

#include <fmt/format.h>

#include "tests/property/generator.hpp"

namespace property {
namespace {

const std::vector<std::string> parts{"aluminium", "steel", "copper", "plastics"};
const std::vector<std::string> battery_parts{"cells", "modules", "battery_scrap"};

}  // namespace

/// Mostly of one origin: what mixes them is refused when battery mass comes out.
std::vector<Generator::Thing> Generator::inputs(Json& event, bool with_materials) {
  std::vector<Thing> from = stock(by_);
  if (from.empty()) return {};
  const auto origin = dice_.pick(from).origin;
  const bool mixes = dice_.percent(5);
  std::erase_if(from, [&](const Thing& thing) {
    if (!thing.is_battery) return !with_materials;
    return !mixes && thing.origin != origin;
  });
  std::vector<Thing> chosen = some(from, 3);
  for (Thing& thing : chosen) {
    event["inputs"].push_back(item(thing));
    thing.mass = event["inputs"].back()["mass_g"].get<Gram>();
  }
  return chosen;
}

Gram Generator::added(Json& event) {
  event["added"] = Json::array();
  if (dice_.percent(60)) return 0;
  const Gram mass = dice_.between(1, 50'000);
  event["added"].push_back({{"material", "reagent"}, {"mass_g", mass}});
  return mass;
}

Json Generator::made_lot(const std::string& material, Gram mass) {
  return {{"lot", lot_name()}, {"material", material}, {"mass_g", mass}};
}

/// What is left over is lost; a little of it may be the scales.
void Generator::balance(Json& event, Gram rest) {
  Gram in = 0;
  for (const Json& input : event["inputs"]) in += input["mass_g"].get<Gram>();
  Gram weighing = 0;
  if (dice_.percent(40)) weighing = dice_.between(-in / 200, std::min(rest, in / 200));
  if (dice_.percent(2)) weighing = -in / 200 - 1;
  event["loss_g"] = rest - weighing;
  if (weighing != 0) event["weighing_g"] = weighing;
}

/// The output is this input itself.
void Generator::live_on(Json& output, const std::string& id) {
  const Unit& known = books_->units.at(id);
  output["unit"] = id;
  output["code_scheme"] = ledger::text(known.scheme);
  output["level"] = ledger::text(known.level);
  if (known.scheme == ledger::CodeScheme::provisional) output["no_code_reason"] = "missing";
}

bool Generator::dismantle(Json& event) {
  event["type"] = "dismantle";
  const auto things = inputs(event, dice_.percent(2));
  if (things.empty()) return false;
  event["units"] = Json::array();
  event["lots"] = Json::array();
  Gram rest = 0;
  std::vector<Thing> units;
  for (const Thing& thing : things) {
    rest += thing.mass;
    if (thing.is_unit) units.push_back(thing);
  }
  const bool names_one = units.size() == 1 && dice_.percent(70);
  std::vector<std::string> living_on;
  for (auto left = dice_.between(0, 3); left > 0 && rest > 0 && !units.empty(); --left) {
    Thing& parent = units[static_cast<std::size_t>(dice_.next() % units.size())];
    // Now and then more than is left in it.
    const Gram most = dice_.percent(95) ? parent.mass : rest;
    if (most == 0) continue;
    const Gram mass = std::min(rest, dice_.percent(20) ? most : dice_.between(1, most));
    Json unit{
        {"unit", code('M')}, {"code_scheme", "gbt34014-24"}, {"level", "module"}, {"mass_g", mass}};
    if (!names_one) unit["parent"] = parent.id;
    if (things.size() > 1) unit["chemistry"] = "NCM";
    const bool is_first =
        std::find(living_on.begin(), living_on.end(), parent.id) == living_on.end();
    if (is_first && dice_.percent(25)) {
      live_on(unit, parent.id);
      if (dice_.percent(50)) unit.erase("parent");
      if (dice_.percent(25)) unit["parent"] = dice_.pick(units).id;
      living_on.push_back(parent.id);
    }
    event["units"].push_back(unit);
    parent.mass = std::max<Gram>(0, parent.mass - mass);
    rest -= mass;
  }
  for (auto left = dice_.between(0, 3); left > 0 && rest > 0; --left) {
    const Gram mass = dice_.between(1, rest);
    event["lots"].push_back(made_lot(dice_.pick(dice_.percent(30) ? battery_parts : parts), mass));
    rest -= mass;
  }
  balance(event, rest);
  return true;
}

bool Generator::repurpose(Json& event) {
  event["type"] = "repurpose";
  const auto things = inputs(event, false);
  if (things.empty()) return false;
  Gram rest = added(event);
  for (const Thing& thing : things) rest += thing.mass;
  const Gram mass = std::min<Gram>(100'000'000, dice_.between(1, rest));
  event["unit"] = code('P');
  event["code_scheme"] = "gbt34014-24";
  event["level"] = "pack";
  event["chemistry"] = "LFP";
  event["energy_wh"] = 5'000;
  event["mass_g"] = mass;
  if (things[0].is_unit && dice_.percent(30)) live_on(event, things[0].id);
  event["lots"] = Json::array();
  rest -= mass;
  if (rest > 0 && dice_.percent(60)) {
    const Gram part = dice_.between(1, rest);
    event["lots"].push_back(made_lot(dice_.pick(dice_.percent(50) ? battery_parts : parts), part));
    rest -= part;
  }
  balance(event, rest);
  return true;
}

bool Generator::process(Json& event) {
  static const std::vector<std::string> made{"black_mass", "black_mass",        "copper",
                                             "residue",    "lithium_carbonate", "battery_scrap"};
  event["type"] = "process";
  event["step"] = "crushing";
  event["route"] = dice_.percent(70) ? "mechanical" : "hydrometallurgy";
  const auto things = inputs(event, true);
  if (things.empty()) return false;
  Gram rest = added(event), battery = 0;
  for (const Thing& thing : things) {
    rest += thing.mass;
    if (thing.is_battery) battery += thing.mass;
  }
  event["outputs"] = Json::array();
  for (auto left = dice_.between(0, 4); left > 0 && rest > 0; --left) {
    std::string material = dice_.pick(made);
    if (material == "battery_scrap" && battery == 0) material = "residue";
    const Gram mass = dice_.between(1, rest);
    Json lot = made_lot(material, mass);
    if (material == "black_mass") lot["chemistry"] = dice_.percent(80) ? "NCM" : "LFP";
    event["outputs"].push_back(lot);
    rest -= mass;
  }
  balance(event, rest);
  return true;
}

}  // namespace property
