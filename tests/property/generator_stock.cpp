#include <fmt/format.h>

#include "tests/property/generator.hpp"

namespace property {
namespace {

const std::vector<std::string> chemistries{"LFP", "LFP", "NCM", "NCM", "LMO"};
const std::vector<std::string> origins{"vehicle",          "vehicle",     "vehicle", "vehicle",
                                       "production_scrap", "non_vehicle", "imported"};
const std::vector<std::string> battery_materials{"cells", "modules", "battery_scrap",
                                                 "electrode_scrap"};
const std::vector<std::string> other_materials{"black_mass", "copper", "aluminium", "residue",
                                               "lithium_carbonate"};

}  // namespace

Json Generator::new_unit() {
  const bool is_pack = dice_.percent(70);
  // A pack that a scrapped vehicle's dismantler has named already is known, but not yet retired.
  const bool named = is_pack && !scrapped_.empty() && dice_.percent(20);
  Json unit{{"unit", named ? dice_.pick(scrapped_) : code(is_pack ? 'P' : 'M')},
            {"code_scheme", "gbt34014-24"},
            {"level", is_pack ? "pack" : "module"},
            {"chemistry", dice_.pick(chemistries)},
            {"mass_g", dice_.between(1, dice_.percent(10) ? 20 : 600'000)},
            {"origin", dice_.pick(origins)},
            {"source", "scrapped_vehicle"}};
  if (dice_.percent(50)) unit["energy_wh"] = dice_.between(1'000, 90'000);
  if (dice_.percent(15)) {
    unit["unit"] = fmt::format("NOCODE-{}-{}", by_, ++things_);
    unit["code_scheme"] = "provisional";
    unit["no_code_reason"] = "missing";
  }
  return unit;
}

Json Generator::new_battery_lot() {
  Json lot{{"lot", lot_name()},
           {"material", dice_.pick(battery_materials)},
           {"chemistry", dice_.pick(chemistries)},
           {"mass_g", dice_.between(1, dice_.percent(10) ? 20 : 3'000'000)},
           {"origin", dice_.pick(origins)},
           {"source", "production"}};
  // A lot to be topped up is mostly described as before.
  if (const auto known = books_->lots.find(lot["lot"].get<std::string>());
      known != books_->lots.end() && known->second.is_battery() && dice_.percent(80)) {
    lot["material"] = ledger::text(known->second.material);
    lot["chemistry"] = ledger::text(known->second.chemistry);
    lot["origin"] = ledger::text(known->second.origin);
  }
  return lot;
}

bool Generator::retire(Json& event) {
  event.update(dice_.percent(75) ? new_unit() : new_battery_lot());
  event["type"] = "retire";
  event["region"] = "CN-FJ";
  if (!books_->scrapped_vehicles.empty() && dice_.percent(10))
    event["scrap"] = *books_->scrapped_vehicles.begin();
  if (dice_.percent(1)) event["scrap"] = by_ + "/never";
  return true;
}

bool Generator::retire_again(Json& event) {
  std::vector<std::string> known;
  for (const auto& [id, unit] : books_->units)
    if (unit.where.place == Place::second_life || unit.where.place == Place::in_service ||
        unit.where.place == Place::outside || dice_.percent(1))
      known.push_back(id);
  if (known.empty()) return false;
  const std::string id = dice_.pick(known);
  const Unit& unit = books_->units.at(id);
  event["type"] = "retire";
  event["unit"] = id;
  event["code_scheme"] = ledger::text(unit.scheme);
  event["level"] = ledger::text(unit.level);
  event["chemistry"] = ledger::text(unit.chemistry);
  event["mass_g"] = unit.grams.mass;
  event["origin"] = ledger::text(unit.origin);
  event["source"] = "second_life_ended";
  event["region"] = "CN-FJ";
  if (unit.scheme == ledger::CodeScheme::provisional) event["no_code_reason"] = "missing";
  return true;
}

bool Generator::bring_in(Json& event) {
  event["type"] = "bring_in";
  event["reason"] = "opening_stock";
  event["counted"] = dice_.percent(40);
  event["region"] = "CN-HB";
  const bool to_stock = dice_.percent(75);
  event["place"] = to_stock ? "stock" : "second_life";
  for (auto left = dice_.between(1, 3); left > 0; --left) {
    const bool is_unit = dice_.percent(to_stock ? 50 : 97);
    Json item = is_unit ? new_unit() : new_battery_lot();
    if (to_stock && dice_.percent(25))
      item = {{"lot", lot_name()},
              {"material", dice_.pick(other_materials)},
              {"mass_g", dice_.between(1, 2'000'000)}};
    event["items"].push_back(item);
  }
  return true;
}

bool Generator::weigh(Json& event) {
  event["type"] = "weigh";
  event["reason"] = dice_.percent(60) ? "stocktake" : "estimated_before";
  for (const Thing& thing : some(stock(by_), 3)) {
    Gram mass = thing.mass;
    if (!thing.is_unit) mass = books_->lots.at(thing.id).at.at({Place::stock, by_}).mass;
    Json weighed = item(thing);
    weighed["mass_g"] = std::max<Gram>(1, mass + dice_.between(-mass / 20, mass / 20));
    // Down to next to nothing, and up to where it was or beyond.
    if (dice_.percent(10)) weighed["mass_g"] = dice_.between(1, 20);
    if (dice_.percent(10) && mass < 200'000) weighed["mass_g"] = mass * dice_.between(2, 400);
    event["items"].push_back(weighed);
  }
  return event.contains("items");
}

bool Generator::inspect(Json& event) {
  const auto things = some(stock(by_), 1);
  if (things.empty()) return false;
  event["type"] = "inspect";
  event["method"] = "other";
  if (!things[0].is_unit) {
    event["lot"] = things[0].id;
    event["moisture_permille"] = dice_.between(0, 300);
  } else {
    event["unit"] = any_code_of(things[0].id);
    event["decision"] = "hold";
    event["soh_permille"] = dice_.between(0, 1'000);
  }
  return true;
}

bool Generator::identify(Json& event) {
  std::vector<std::string> units;
  for (const auto& [id, unit] : books_->units)
    if (unit.where == Where{Place::stock, by_} || dice_.percent(1)) units.push_back(id);
  if (units.empty()) return false;
  event["type"] = "identify";
  event["unit"] = any_code_of(dice_.pick(units));
  event["reason"] = "wrong_code";
  event["code"] = fmt::format("ZZTEST:{}", ++things_);
  event["code_scheme"] = "other";
  return true;
}

bool Generator::scrap_vehicle(Json& event) {
  event["type"] = "scrap_vehicle";
  event["certificate"] = "C-1";
  event["battery"] = "present";
  scrapped_.push_back(code('P'));
  event["units"] = {scrapped_.back()};
  return true;
}

bool Generator::administer(Json& event) {
  static const std::vector<std::string> roles{"recycler", "repurposer", "vehicle_dismantler",
                                              "battery_maker", "repairer"};
  const std::string subject = company();
  const auto roll = dice_.between(1, 100);
  if (roll <= 30) {
    event["type"] = "set_target";
    event["year"] = dice_.between(2023, 2025);
    event["mass_t"] = dice_.between(1, 400'000);
    event["bound"] = ">=";
    event["source"] = "made up for a test";
    return true;
  }
  event["subject"] = subject;
  if (roll <= 50) {
    event["type"] = "enroll";
    event["name"] = "Made-up Works";
    event["region"] = "CN-FJ";
    event["roles"] = {"collector"};
    const auto at = dice_.between(0, 4);
    for (auto more = dice_.between(0, 3); more > 0; --more)
      event["roles"].push_back(roles[static_cast<std::size_t>((at + more) % 5)]);
    return true;
  }
  // Few at a time, or nobody would be left to do anything.
  std::vector<std::string> suspended;
  for (const auto& [id, company] : books_->companies)
    if (company.suspended) suspended.push_back(id);
  if (suspended.size() >= 2 || (!suspended.empty() && dice_.percent(40))) {
    event["subject"] = dice_.pick(suspended);
    event["type"] = "reinstate";
  } else {
    event["type"] = dice_.percent(95) ? "suspend" : "reinstate";
  }
  event["reason"] = "other";
  return true;
}

}  // namespace property
