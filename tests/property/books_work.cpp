#include <algorithm>

#include "tests/property/books.hpp"

namespace property {

using ledger::Chemistry;
using ledger::EventType;
using ledger::Origin;

/// What went in.
struct Books::Taken {
  std::string id;
  bool is_unit = false, is_battery = false;
  Chemistry chemistry{};
  Origin origin{};
  Parcel grams;
};

/// What came out.
struct Books::Made {
  const Item* item = nullptr;
  std::string id;
  bool is_unit = false, is_battery = false;
  Chemistry chemistry{};
  Origin origin{};
  Parcel grams;
};

Books::Taken Books::take(const Item& input, EventType type) {
  const Where stock{Place::stock, operator_};
  Taken taken;
  taken.is_unit = !input.unit.empty();
  if (taken.is_unit) {
    taken.id = held_unit(input);
    Unit& unit = units.at(taken.id);
    taken.is_battery = true;
    taken.chemistry = unit.chemistry;
    taken.origin = unit.origin;
    taken.grams = unit.grams;
    unit.where = {Place::consumed, ""};
  } else {
    taken.id = input.lot;
    const auto lot = lots.find(taken.id);
    if (lot == lots.end()) throw Refused{"no such lot"};
    taken.is_battery = lot->second.is_battery();
    taken.chemistry = lot->second.chemistry;
    taken.origin = lot->second.origin;
    taken.grams = draw(lot->second, stock, input.mass_g);
  }
  name_once(taken.id);
  if (!taken.is_battery && type != EventType::process) throw Refused{"not battery mass"};
  return taken;
}

/// Origin and chemistry: the parent's, else those of what went in.
void Books::describe(Made& made, const std::vector<Taken>& taken, EventType type) const {
  if (!made.is_battery) {
    made.chemistry = made.item->chemistry;
    return;
  }
  std::vector<const Taken*> ancestors;
  std::size_t input_units = 0;
  bool is_of_one = false;
  for (const Taken& input : taken) {
    if (input.is_battery) ancestors.push_back(&input);
    if (input.is_unit) ++input_units;
  }
  if (type == EventType::dismantle && made.is_unit) {
    if (made.item->parent.empty() && input_units > 1) throw Refused{"which of them was it in?"};
    // A single unit needs no naming, whatever lots went in beside it.
    if (!made.item->parent.empty() || input_units == 1) {
      const bool is_named = !made.item->parent.empty();
      const std::string parent = is_named ? resolve(made.item->parent) : "";
      const auto found = std::find_if(ancestors.begin(), ancestors.end(), [&](const Taken* input) {
        return input->is_unit && (!is_named || input->id == parent);
      });
      if (found == ancestors.end()) throw Refused{"the parent did not go in"};
      ancestors = {*found};
      is_of_one = true;
    }
  }
  if (ancestors.empty()) throw Refused{"battery mass out of none"};
  made.origin = ancestors.front()->origin;
  for (const Taken* input : ancestors)
    if (input->origin != made.origin) throw Refused{"several origins"};
  // Black mass beside the batteries has a chemistry too, though no origin.
  if (!is_of_one)
    for (const Taken& input : taken)
      if (!input.is_battery) ancestors.push_back(&input);
  for (const Taken* input : ancestors) {
    if (input->chemistry == Chemistry::none) continue;
    const bool is_first = made.chemistry == Chemistry::none;
    if (is_first || input->chemistry == made.chemistry)
      made.chemistry = input->chemistry;
    else
      made.chemistry = Chemistry::MIXED;
  }
  if (made.item->chemistry != Chemistry::none) made.chemistry = made.item->chemistry;
  if (made.is_unit && made.chemistry == Chemistry::MIXED) throw Refused{"which chemistry?"};
}

std::vector<Books::Made> Books::outputs(const Event& event, const std::vector<Taken>& taken) {
  std::vector<Made> made;
  const auto add = [&](const Item& item) {
    Made one;
    one.item = &item;
    one.is_unit = !item.unit.empty();
    one.is_battery = one.is_unit || ledger::is_battery_mass(item.material);
    one.grams.mass = item.mass_g;
    one.id = one.is_unit ? item.unit : item.lot;
    if (const auto known = codes.find(one.id); one.is_unit && known != codes.end())
      one.id = known->second;
    describe(one, taken, event.type);
    made.push_back(one);
  };
  for (const Item& unit : event.units) add(unit);
  if (event.type == EventType::repurpose) add(event.thing);
  for (const Item& lot : event.lots) add(lot);
  return made;
}

namespace {

/// Shares a sum out by mass, rounded down, the rest to the heaviest; what falls to the loss is
/// gone.
std::vector<Gram> spread(Gram sum, const std::vector<Gram>& masses) {
  Gram total = 0, given = 0;
  for (const Gram mass : masses) total += mass;
  std::vector<Gram> shares;
  for (const Gram mass : masses) shares.push_back(share_of(sum, mass, total));
  for (const Gram share : shares) given += share;
  const auto heaviest = std::max_element(masses.begin(), masses.end()) - masses.begin();
  shares[static_cast<std::size_t>(heaviest)] += sum - given;
  for (std::size_t i = 0; i < masses.size(); ++i) shares[i] = std::min(shares[i], masses[i]);
  return shares;
}

}  // namespace

void Books::work(const Event& event) {
  const Where stock{Place::stock, operator_};
  std::vector<Taken> taken;
  for (const Item& input : event.inputs) taken.push_back(take(input, event.type));
  Gram in = 0, added = 0, out = 0;
  Parcel pool;
  for (const Taken& input : taken) {
    in += input.grams.mass;
    if (!input.is_battery) continue;
    pool.spent += input.grams.spent;
    pool.seen += input.grams.seen;
    Counted& sums = counted_here(input.origin);
    sums.treated += input.grams.mass;
    sums.net += input.grams.mass - input.grams.spent;
  }
  for (const Item& item : event.added) added += item.mass_g;
  std::vector<Made> made = outputs(event, taken);
  std::vector<Gram> masses;
  for (const Made& one : made) masses.push_back(one.grams.mass);
  for (const Gram mass : masses) out += mass;
  if (in + added != out + event.loss_g + event.weighing_g) throw Refused{"not balanced"};
  if (std::abs(event.weighing_g) > share_of(in, tolerance_ppm_, 1'000'000))
    throw Refused{"beyond the tolerance"};
  masses.push_back(event.loss_g);
  const auto spent = spread(pool.spent + added, masses), seen = spread(pool.seen + added, masses);
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (made[i].is_battery) {
      made[i].grams.spent = spent[i];
      made[i].grams.seen = seen[i];
      Counted& sums = counted_here(made[i].origin);
      sums.treated -= made[i].grams.mass;
      sums.net -= made[i].grams.mass - spent[i];
    }
    give(made[i]);
  }
  post({Place::added, ""}, stock, added);
  post(stock, {Place::loss, ""}, event.loss_g);
  post(stock, {Place::weighing_difference, ""}, event.weighing_g);
}

void Books::give(const Made& made) {
  const Where stock{Place::stock, operator_};
  if (!made.is_unit)
    return add_to_lot(made.id,
                      Lot{made.item->material,
                          std::string(made.item->name),
                          made.chemistry,
                          made.origin,
                          false,
                          {}},
                      stock, made.grams);
  const Unit unit{made.item->level,
                  made.item->code_scheme,
                  made.chemistry,
                  made.origin,
                  stock,
                  made.grams,
                  false};
  if (!named_.contains(made.id)) return add_unit(made.id, unit);
  Unit& living_on = units.at(made.id);
  if (living_on.where.place != Place::consumed) throw Refused{"made twice"};
  living_on = unit;
}

}  // namespace property
