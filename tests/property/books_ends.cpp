#include "tests/property/books.hpp"

namespace property {

using ledger::Purpose;

/// Units and lots out of the operator's stock to where things end.
void Books::leave(const Event& event, Place end) {
  const Where stock{Place::stock, operator_};
  for (const Item& item : event.items) {
    if (!item.unit.empty()) {
      const std::string id = held_unit(item);
      name_once(id);
      units.at(id).where = {end, ""};
    } else {
      const auto lot = lots.find(std::string(item.lot));
      if (lot == lots.end()) throw Refused{"no such lot"};
      put(lot->second, {end, ""}, draw(lot->second, stock, item.mass_g));
    }
    post(stock, {end, ""}, item.mass_g);
  }
}

void Books::judge_purpose(const Item& item, Purpose purpose) const {
  bool is_battery = !item.unit.empty();
  if (const auto lot = lots.find(std::string(item.lot)); lot != lots.end())
    is_battery = lot->second.is_battery();
  const bool as_material = purpose == Purpose::product || purpose == Purpose::intermediate;
  if (is_battery == as_material) throw Refused{"not for this purpose"};
}

void Books::deliver(const Event& event) {
  Place end = Place::delivered;
  if (event.purpose == Purpose::second_life) end = Place::second_life;
  if (event.purpose == Purpose::reuse) end = Place::in_service;
  if (event.purpose == Purpose::treatment_elsewhere) end = Place::outside;
  for (const Item& item : event.items) judge_purpose(item, event.purpose);
  if (event.purpose != Purpose::second_life) return leave(event, end);
  const Where stock{Place::stock, operator_}, second_life{Place::second_life, ""};
  for (const Item& item : event.items) {
    Parcel parcel;
    ledger::Origin origin{};
    if (!item.unit.empty()) {
      const std::string id = held_unit(item);
      name_once(id);
      Unit& unit = units.at(id);
      parcel = unit.grams;
      origin = unit.origin;
      unit.where = second_life;
      unit.grams.spent = unit.grams.mass;
    } else {
      const auto lot = lots.find(std::string(item.lot));
      if (lot == lots.end()) throw Refused{"no such lot"};
      parcel = draw(lot->second, stock, item.mass_g);
      origin = lot->second.origin;
      put(lot->second, second_life, {parcel.mass, 0, parcel.mass, parcel.seen});
    }
    Counted& sums = counted_here(origin);
    sums.second_life += parcel.mass;
    sums.net += parcel.mass - parcel.spent;
    post(stock, second_life, parcel.mass);
  }
}

void Books::report_missing(const Event& event) {
  for (const Item& item : event.items) {
    name_once(item.unit.empty() ? std::string(item.lot) : resolve(item.unit));
    if (event.missing == ledger::MissingKind::recovered)
      recover(item);
    else
      lose(item);
  }
}

void Books::recover(const Item& item) {
  const Where missing{Place::missing, operator_}, stock{Place::stock, operator_};
  if (!item.unit.empty()) {
    Unit& unit = units.at(resolve(item.unit));
    if (unit.where != missing) throw Refused{"not missing here"};
    if (unit.grams.mass != item.mass_g) throw Refused{"not the booked mass"};
    unit.where = stock;
  } else {
    const auto lot = lots.find(std::string(item.lot));
    if (lot == lots.end()) throw Refused{"no such lot"};
    put(lot->second, stock, draw(lot->second, missing, item.mass_g));
  }
  post(missing, stock, item.mass_g);
}

/// Out of the stock, or on the way, where only the sender may say so.
void Books::lose(const Item& item) {
  const Where missing{Place::missing, operator_}, stock{Place::stock, operator_};
  const std::string id = item.unit.empty() ? std::string(item.lot) : resolve(item.unit);
  for (auto& [key, transfer] : transfers) {
    const auto sent = transfer.items.find(id);
    if (transfer.from != operator_ || sent == transfer.items.end()) continue;
    const Where on_the_way{Place::transit, key};
    if (!item.unit.empty()) {
      Unit& unit = units.at(id);
      if (unit.where != on_the_way) continue;
      if (unit.grams.mass != item.mass_g) throw Refused{"not the booked mass"};
      unit.where = missing;
    } else {
      Lot& lot = lots.at(id);
      if (!lot.at.contains(on_the_way) || lot.at.contains(stock)) continue;
      put(lot, missing, draw(lot, on_the_way, item.mass_g));
    }
    sent->second.missing = true;
    return post({Place::transit, ""}, missing, item.mass_g);
  }
  if (!item.unit.empty()) {
    units.at(held_unit(item)).where = missing;
  } else {
    const auto lot = lots.find(id);
    if (lot == lots.end()) throw Refused{"no such lot"};
    put(lot->second, missing, draw(lot->second, stock, item.mass_g));
  }
  post(stock, missing, item.mass_g);
}

}  // namespace property
