#include <algorithm>

#include "tests/property/books.hpp"

namespace property {

/// The unit of an item that the operator has and whose mass it states as booked.
std::string Books::held_unit(const Item& item) const {
  const std::string id = resolve(item.unit);
  const Unit& unit = units.at(id);
  if (unit.where != Where{Place::stock, operator_}) throw Refused{"not in the operator's stock"};
  if (unit.claimed) throw Refused{"claimed"};
  if (unit.grams.mass != item.mass_g) throw Refused{"not the booked mass"};
  return id;
}

Parcel Books::draw(Lot& lot, const Where& from, Gram grams) {
  const auto found = lot.at.find(from);
  if (found == lot.at.end()) throw Refused{"has none of the lot"};
  Parcel& there = found->second;
  if (grams > there.free()) throw Refused{"has not enough of the lot"};
  const Parcel part{grams, 0, counted_part(there.spent, grams, there.free()),
                    counted_part(there.seen, grams, there.free())};
  there.mass -= part.mass;
  there.spent -= part.spent;
  there.seen -= part.seen;
  lot.drawn = true;
  if (there.mass == 0) lot.at.erase(found);
  return part;
}

void Books::put(Lot& lot, const Where& to, const Parcel& parcel) {
  if (parcel.mass == 0) return;
  Parcel& there = lot.at[to];
  there.mass += parcel.mass;
  there.spent += parcel.spent;
  there.seen += parcel.seen;
}

Parcel Parcel::at(Gram found) const {
  Parcel other = *this;
  other.mass = found;
  other.spent = std::max(spent, found - unspent());
  other.seen = std::max(seen, found - unseen());
  return other;
}

/// New grams in a lot of the operator's own making.
void Books::add_to_lot(const std::string& name, const Lot& description, const Where& to,
                       const Parcel& parcel) {
  if (!name.starts_with(operator_ + "/")) throw Refused{"somebody else's lot"};
  const auto [place, is_new] = lots.try_emplace(name, description);
  Lot& lot = place->second;
  if (!is_new) {
    if (lot.drawn) throw Refused{"drawn already"};
    if (lot.material != description.material || lot.other_name != description.other_name)
      throw Refused{"another material"};
    const bool has_chemistry = lot.is_battery() || ledger::is_intermediate(lot.material);
    if (has_chemistry && lot.chemistry != description.chemistry) throw Refused{"another chemistry"};
    if (lot.is_battery() && lot.origin != description.origin) throw Refused{"another origin"};
  }
  put(lot, to, parcel);
}

void Books::add_unit(const std::string& code, Unit unit) {
  if (!codes.try_emplace(code, code).second) throw Refused{"code taken"};
  units[code] = std::move(unit);
}

/// received/1: battery mass that a treating company has for the first time. It comes into its
/// stock or, when it was there before the company had the role, into its hands.
void Books::arrive(Parcel& parcel, ledger::Origin origin) {
  if (!companies.at(operator_).is_treating()) return;
  const Gram unseen = parcel.unseen();
  counted_here(origin).received += unseen;
  parcel.seen += unseen;
}

void Books::arrive(Unit& unit) {
  arrive(unit.grams, unit.origin);
  if (unit.received || !companies.at(operator_).is_treating()) return;
  counted_here(unit.origin).received_units += 1;
  unit.received = true;
}

}  // namespace property
