#include <fmt/format.h>

#include "tests/property/generator.hpp"

namespace property {

bool Generator::dispatch(Json& event) {
  event["type"] = "dispatch";
  event["to"] = company();
  event["transfer"] = fmt::format("WB-{}", dice_.percent(90) ? ++things_ : dice_.between(1, 50));
  for (const Thing& thing : some(stock(by_), 4)) event["items"].push_back(item(thing));
  return event.contains("items");
}

/// What the other side has received already.
bool Generator::dispatch_received(Json& event) {
  event["type"] = "dispatch";
  for (const auto& [key, transfer] : books_->transfers) {
    if (transfer.from != by_) continue;
    for (const auto& [id, state] : transfer.items) {
      if (state.received < 0 || state.dispatched >= 0 || dice_.percent(20)) continue;
      const bool is_unit = books_->units.contains(id);
      const Gram more = is_unit ? 0 : dice_.between(-state.claimed / 50, state.claimed / 50);
      event["items"].push_back(
          {{is_unit ? "unit" : "lot", id}, {"mass_g", std::max<Gram>(1, state.claimed + more)}});
    }
    if (!event.contains("items")) continue;
    event["to"] = transfer.to;
    event["transfer"] = transfer.slip;
    return true;
  }
  return false;
}

Json Generator::received(const Thing& thing, Gram expected) {
  Gram arrived = expected;
  if (dice_.percent(50)) arrived += dice_.between(-expected / 30, expected / 30);
  arrived = std::max<Gram>(1, arrived);
  Gram accepted = dice_.percent(80) ? arrived : 0;
  if (!thing.is_unit && dice_.percent(20)) accepted = dice_.between(0, arrived);
  Json item{{"received_g", arrived}, {"accepted_g", accepted}, {"refused_g", arrived - accepted}};
  item[thing.is_unit ? "unit" : "lot"] = thing.is_unit ? any_code_of(thing.id) : thing.id;
  return item;
}

bool Generator::receive(Json& event) {
  event["type"] = "receive";
  std::vector<std::string> open;
  for (const auto& [key, transfer] : books_->transfers) {
    if (transfer.to != by_) continue;
    for (const auto& [id, state] : transfer.items)
      if (state.received < 0 && state.dispatched >= 0 && !state.missing) {
        open.push_back(key);
        break;
      }
  }
  if (open.empty()) return false;
  const Transfer& transfer = books_->transfers.at(dice_.pick(open));
  event["from"] = transfer.from;
  event["transfer"] = transfer.slip;
  for (const auto& [id, state] : transfer.items) {
    const bool waits = state.received < 0 && state.dispatched >= 0;
    if (!waits || (state.missing && dice_.percent(80)) || dice_.percent(15)) continue;
    Thing thing;
    thing.id = id;
    thing.is_unit = books_->units.contains(id);
    event["items"].push_back(received(thing, state.dispatched));
  }
  return event.contains("items");
}

bool Generator::receive_first(Json& event) {
  event["type"] = "receive";
  const std::string from = company();
  event["from"] = from;
  event["transfer"] = fmt::format("WB-{}", dice_.percent(90) ? ++things_ : dice_.between(1, 50));
  for (const Thing& thing : some(stock(from), 3)) {
    const Gram sent =
        thing.is_unit || dice_.percent(30) ? thing.mass : dice_.between(1, thing.mass);
    event["items"].push_back(received(thing, sent));
  }
  return event.contains("items");
}

bool Generator::deliver(Json& event) {
  static const std::vector<std::string> battery{"second_life", "second_life", "reuse",
                                                "treatment_elsewhere"};
  event["type"] = "deliver";
  event["country"] = "CN";
  const auto things = some(stock(by_), 3);
  if (things.empty()) return false;
  const bool is_battery = things[0].is_battery;
  const bool is_intermediate = ledger::is_intermediate(things[0].material);
  event["purpose"] = is_battery        ? dice_.pick(battery)
                     : is_intermediate ? "intermediate"
                                       : "product";
  for (const Thing& thing : things)
    if (thing.is_battery == is_battery &&
        ledger::is_intermediate(thing.material) == is_intermediate)
      event["items"].push_back(item(thing));
  return true;
}

bool Generator::dispose(Json& event) {
  event["type"] = "dispose";
  event["country"] = "CN";
  event["operation"] = "D10";
  event["waste_code"] = "900-044-49";
  for (const Thing& thing : some(stock(by_), 2)) event["items"].push_back(item(thing));
  return event.contains("items");
}

bool Generator::report_missing(Json& event) {
  event["type"] = "report_missing";
  event["kind"] = "stolen";
  std::vector<Thing> things = some(stock(by_), 2);
  // A lot both in stock and on the way, or on two ways, could mean either.
  std::map<std::string, int> under_way;
  std::vector<Thing> moving;
  for (const auto& [key, transfer] : books_->transfers)
    if (transfer.from == by_)
      for (const auto& [id, state] : transfer.items) {
        const auto unit = books_->units.find(id);
        if (unit != books_->units.end()) {
          if (unit->second.where == Where{Place::transit, key})
            moving.push_back({id, true, true, unit->second.grams.mass, {}, {}, {}});
        } else if (const auto& at = books_->lots.at(id).at; at.contains({Place::transit, key})) {
          ++under_way[id];
          const Gram mass = at.at({Place::transit, key}).mass;
          if (!at.contains({Place::stock, by_}))
            moving.push_back({id, false, true, mass, {}, {}, {}});
        }
      }
  std::erase_if(things, [&](const Thing& thing) { return under_way.contains(thing.id); });
  std::erase_if(moving,
                [&](const Thing& thing) { return !thing.is_unit && under_way.at(thing.id) > 1; });
  if (dice_.percent(40))
    for (const Thing& thing : some(moving, 1)) things.push_back(thing);
  for (const Thing& thing : things) event["items"].push_back(item(thing));
  return event.contains("items");
}

bool Generator::recover(Json& event) {
  const Where missing{Place::missing, by_};
  std::vector<Thing> things;
  for (const auto& [id, unit] : books_->units)
    if (unit.where == missing) things.push_back({id, true, true, unit.grams.mass, {}, {}, {}});
  for (const auto& [name, lot] : books_->lots)
    if (lot.at.contains(missing))
      things.push_back({name, false, lot.is_battery(), lot.at.at(missing).mass, {}, {}, {}});
  event["type"] = "report_missing";
  event["kind"] = "recovered";
  for (const Thing& thing : some(things, 2)) event["items"].push_back(item(thing));
  return event.contains("items");
}

}  // namespace property
