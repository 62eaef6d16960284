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
  if (const auto lot = lots.find(std::string(item.lot)); lot != lots.end()) {
    is_battery = lot->second.is_battery();
    const auto material = lot->second.material;
    if (ledger::is_intermediate(material) && purpose == Purpose::product)
      throw Refused{"never a product"};
    if (ledger::is_product(material) && purpose == Purpose::intermediate)
      throw Refused{"no intermediate"};
  }
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
      arrive(unit);
      parcel = unit.grams;
      origin = unit.origin;
      unit.where = second_life;
      unit.guessed = false;
      unit.grams.spent += parcel.unspent();
    } else {
      const auto lot = lots.find(std::string(item.lot));
      if (lot == lots.end()) throw Refused{"no such lot"};
      parcel = draw(lot->second, stock, item.mass_g);
      origin = lot->second.origin;
      arrive(parcel, origin);
      put(lot->second, second_life, {parcel.mass, 0, parcel.spent + parcel.unspent(), parcel.seen});
    }
    Counted& sums = counted_here(origin);
    sums.second_life += parcel.mass;
    sums.net += parcel.unspent();
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

/// The sender's transfer that carries this much of it; the oldest of several.
std::string Books::carried_by(const Item& item, const std::string& id) const {
  std::string oldest;
  for (const auto& [key, transfer] : transfers) {
    const Where on_the_way{Place::transit, key};
    if (transfer.from != operator_ || !transfer.items.contains(id)) continue;
    Gram there = 0;
    if (!item.unit.empty()) {
      if (units.at(id).where == on_the_way) there = units.at(id).grams.mass;
    } else if (lots.at(id).at.contains(on_the_way)) {
      there = lots.at(id).at.at(on_the_way).mass;
    }
    if (there < item.mass_g || there == 0) continue;
    if (oldest.empty() || transfer.order < transfers.at(oldest).order) oldest = key;
  }
  return oldest;
}

/// Out of the stock or, when it has not as much, on the way, where only the sender may say so.
void Books::lose(const Item& item) {
  const Where missing{Place::missing, operator_}, stock{Place::stock, operator_};
  if (!item.unit.empty()) {
    const std::string id = resolve(item.unit), key = carried_by(item, id);
    Unit& unit = units.at(id);
    if (!key.empty() && unit.grams.mass == item.mass_g) {
      transfers.at(key).items.at(id).missing = true;
      post({Place::transit, ""}, missing, item.mass_g);
    } else {
      (void)held_unit(item);
      post(stock, missing, item.mass_g);
    }
    unit.where = missing;
    return;
  }
  const auto found = lots.find(std::string(item.lot));
  if (found == lots.end()) throw Refused{"no such lot"};
  Lot& lot = found->second;
  const auto at = lot.at.find(stock);
  const bool from_stock = at != lot.at.end() && at->second.free() >= item.mass_g;
  const std::string key = from_stock ? "" : carried_by(item, found->first);
  if (key.empty()) {
    put(lot, missing, draw(lot, stock, item.mass_g));
    return post(stock, missing, item.mass_g);
  }
  put(lot, missing, draw(lot, {Place::transit, key}, item.mass_g));
  // What is left of it may still arrive.
  if (!lot.at.contains({Place::transit, key}))
    transfers.at(key).items.at(found->first).missing = true;
  post({Place::transit, ""}, missing, item.mass_g);
}

}  // namespace property
