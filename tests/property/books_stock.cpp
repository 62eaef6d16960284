#include "tests/property/books.hpp"

namespace property {

void Books::retire(const Event& event) {
  const Item& thing = event.thing;
  const Where stock{Place::stock, operator_};
  if (!event.scrap.empty() && !scrapped_vehicles.contains(std::string(event.scrap)))
    throw Refused{"no such scrapped vehicle"};
  if (const auto known = codes.find(std::string(thing.unit)); known != codes.end())
    return retire_again(event, units.at(known->second));
  Parcel parcel{thing.mass_g, 0, 0, 0};
  if (!thing.unit.empty()) {
    Unit unit{thing.level, thing.code_scheme, thing.chemistry, thing.origin, stock, parcel, false,
              false};
    unit.guessed = !is_weighed_;
    arrive(unit);
    add_unit(std::string(thing.unit), unit);
  } else {
    arrive(parcel, thing.origin);
    add_to_lot(std::string(thing.lot),
               Lot{thing.material, "", thing.chemistry, thing.origin, false, {}}, stock, parcel);
  }
  post({Place::in_service, ""}, stock, thing.mass_g);
  retired[year_] += thing.mass_g;
}

/// Out of second life it is no new gram: only what leaves service is retired, only what comes from
/// outside is brought in.
void Books::retire_again(const Event& event, Unit& unit) {
  const Place from = unit.where.place;
  if (from != Place::in_service && from != Place::second_life && from != Place::outside)
    throw Refused{"not where it could be retired from"};
  if (unit.grams.mass != event.thing.mass_g) throw Refused{"not the booked mass"};
  arrive(unit);
  post(unit.where, {Place::stock, operator_}, unit.grams.mass);
  unit.where = {Place::stock, operator_};
  if (from == Place::in_service) retired[year_] += unit.grams.mass;
  if (from == Place::outside) brought_in[year_] += unit.grams.mass;
}

void Books::bring_in(const Event& event) {
  const bool to_stock = event.place == "stock";
  const Where to = to_stock ? Where{Place::stock, operator_} : Where{Place::second_life, ""};
  for (const Item& item : event.items) {
    const bool is_battery = !item.unit.empty() || ledger::is_battery_mass(item.material);
    if (item.unit.empty() && !to_stock) throw Refused{"only units are in second life"};
    Parcel parcel{item.mass_g, 0, 0, 0};
    const auto known = codes.find(std::string(item.unit));
    if (known != codes.end()) {
      const Unit& unit = units.at(known->second);
      if (unit.where.place != Place::outside) throw Refused{"not outside"};
      if (unit.grams.mass != item.mass_g) throw Refused{"not the booked mass"};
      parcel = unit.grams;
    }
    if (is_battery && event.counted) {
      parcel.spent += parcel.unspent();
      parcel.seen += parcel.unseen();
    }
    if (!item.unit.empty()) {
      Unit unit{item.level, item.code_scheme, item.chemistry, item.origin,
                to,         parcel,           false,          event.counted};
      unit.guessed = !is_weighed_ && !event.counted;
      if (known != codes.end()) {
        unit = units.at(known->second);
        unit.received = unit.received || event.counted;
        unit.guessed = unit.guessed && !event.counted;
        unit.grams = parcel;
        unit.where = to;
      }
      if (to_stock) arrive(unit);
      if (known != codes.end())
        units.at(known->second) = unit;
      else
        add_unit(std::string(item.unit), unit);
    } else {
      if (is_battery) arrive(parcel, item.origin);
      add_to_lot(std::string(item.lot),
                 Lot{item.material, std::string(item.name), item.chemistry, item.origin, false, {}},
                 to, parcel);
    }
    post({Place::outside, ""}, to, item.mass_g);
    brought_in[year_] += item.mass_g;
  }
}

void Books::weigh(const Event& event) {
  const Where stock{Place::stock, operator_};
  for (const Item& item : event.items) {
    Parcel* parcel = nullptr;
    bool is_guess_over = false;
    if (!item.unit.empty()) {
      const std::string id = resolve(item.unit);
      name_once(id);
      Unit& unit = units.at(id);
      if (unit.where != stock) throw Refused{"not in the operator's stock"};
      if (unit.claimed) throw Refused{"claimed"};
      parcel = &unit.grams;
      is_guess_over = unit.guessed && is_weighed_ && event.reason == "estimated_before";
      if (is_weighed_) unit.guessed = false;
    } else {
      const auto lot = lots.find(std::string(item.lot));
      if (lot == lots.end() || !lot->second.at.contains(stock)) throw Refused{"has none of it"};
      parcel = &lot->second.at.at(stock);
      if (parcel->claimed > 0) throw Refused{"claimed"};  // nobody knows what of it is still there
    }
    post(stock, {Place::weighing_difference, ""}, parcel->mass - item.mass_g);
    *parcel = is_guess_over ? Parcel{item.mass_g, 0, parcel->spent, parcel->seen}
                            : parcel->at(item.mass_g);
  }
}

void Books::inspect(const Event& event) {
  const Where stock{Place::stock, operator_};
  if (!event.thing.unit.empty()) {
    const Unit& unit = units.at(resolve(event.thing.unit));
    if (unit.where != stock || unit.claimed) throw Refused{"not in stock"};
    return;
  }
  const auto lot = lots.find(std::string(event.thing.lot));
  if (lot == lots.end() || !lot->second.at.contains(stock)) throw Refused{"has none of it"};
}

void Books::identify(const Event& event) {
  const std::string id = resolve(event.thing.unit);
  const bool is_holder = units.at(id).where == Where{Place::stock, operator_};
  if (!companies.at(operator_).has(ledger::Role::battery_maker)) {
    if (!is_holder) throw Refused{"neither holder nor maker"};
    if (units.at(id).claimed) throw Refused{"claimed"};
  }
  if (!codes.try_emplace(std::string(event.code), id).second) throw Refused{"code taken"};
}

}  // namespace property
