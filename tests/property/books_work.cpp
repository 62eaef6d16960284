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
  bool received = false;
};

/// What came out.
struct Books::Made {
  const Item* item = nullptr;
  std::string id;
  bool is_unit = false, is_battery = false;
  Chemistry chemistry{};
  Origin origin{};
  Parcel grams;
  const Taken* parent = nullptr;
};

Books::Taken Books::take(const Item& input, EventType type) {
  const Where stock{Place::stock, operator_};
  Taken taken;
  taken.is_unit = !input.unit.empty();
  if (taken.is_unit) {
    taken.id = held_unit(input);
    Unit& unit = units.at(taken.id);
    arrive(unit);
    taken.received = unit.received;
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
    if (taken.is_battery) arrive(taken.grams, taken.origin);
  }
  name_once(taken.id);
  if (!taken.is_battery && type != EventType::process) throw Refused{"not battery mass"};
  return taken;
}

/// The input that a unit came out of. One that was there before is its own; of a single unit
/// everything is, whatever lots went in beside it.
const Books::Taken* Books::parent_of(const Made& made, const std::vector<Taken>& taken) const {
  const Taken *same = nullptr, *named = nullptr, *any = nullptr;
  int input_units = 0;
  const std::string name = made.item->parent.empty() ? "" : resolve(made.item->parent);
  for (const Taken& input : taken) {
    if (!input.is_unit) continue;
    ++input_units;
    any = &input;
    if (input.id == made.id) same = &input;
    if (input.id == name) named = &input;
  }
  if (!made.item->parent.empty()) {
    if (named == nullptr) throw Refused{"the parent did not go in"};
    if (same != nullptr && same != named) throw Refused{"lives on as itself"};
    return named;
  }
  if (same != nullptr) return same;
  if (input_units > 1) throw Refused{"which of them was it in?"};
  return any;
}

/// No parent gives more than it had, by the ledger's tolerance.
void Books::judge_parents(const std::vector<Made>& made) const {
  for (const Made& one : made) {
    if (one.parent == nullptr) continue;
    Gram out = 0;
    for (const Made& other : made)
      if (other.parent == one.parent) out += other.grams.mass;
    const Gram had = one.parent->grams.mass;
    if (out > had + share_of(had, tolerance_ppm_, 1'000'000))
      throw Refused{"more than was in the parent"};
  }
}

/// Origin and chemistry: the parent's, else those of what went in.
void Books::describe(Made& made, const std::vector<Taken>& taken, EventType type) const {
  if (!made.is_battery) {
    made.chemistry = made.item->chemistry;
    return;
  }
  if (type == EventType::dismantle && made.is_unit) made.parent = parent_of(made, taken);
  std::vector<const Taken*> ancestors;
  for (const Taken& input : taken)
    if (input.is_battery) ancestors.push_back(&input);
  if (made.parent != nullptr) ancestors = {made.parent};
  if (ancestors.empty()) throw Refused{"battery mass out of none"};
  made.origin = ancestors.front()->origin;
  for (const Taken* input : ancestors)
    if (input->origin != made.origin) throw Refused{"several origins"};
  // Black mass beside the batteries has a chemistry too, though no origin.
  if (made.parent == nullptr)
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

/// Shares a sum out by mass, rounded down, the rest to the heaviest.
std::vector<Gram> spread(Gram sum, const std::vector<Gram>& masses) {
  Gram total = 0, given = 0;
  for (const Gram mass : masses) total += mass;
  std::vector<Gram> shares;
  for (const Gram mass : masses) shares.push_back(share_of(sum, mass, total));
  if (total == 0) return shares;
  for (const Gram share : shares) given += share;
  const auto heaviest = std::max_element(masses.begin(), masses.end()) - masses.begin();
  shares[static_cast<std::size_t>(heaviest)] += sum - given;
  return shares;
}

/// Counted grams on their way through a step: within the mass, and beyond it.
struct Through {
  Gram within = 0, beyond = 0;
  std::vector<Gram> kept, owed;  ///< by output

  void take(Gram mass, Gram counted) {
    within += std::min(mass, counted);
    beyond += std::max<Gram>(0, counted - mass);
  }
  /// To batteries of these masses (0 for what is none) among outputs of those.
  void give(Gram found, const std::vector<Gram>& masses, const std::vector<Gram>& batteries) {
    const Gram all = within + std::max(beyond, found);
    kept = spread(within + found, masses);
    Gram left = all;
    for (std::size_t i = 0; i < masses.size(); ++i) {
      kept[i] = std::min(kept[i], masses[i]);
      left -= kept[i];
    }
    owed = spread(left, batteries);
  }
};

}  // namespace

void Books::work(const Event& event) {
  const Where stock{Place::stock, operator_};
  const bool treats = companies.at(operator_).is_treating();
  std::vector<Taken> taken;
  for (const Item& input : event.inputs) taken.push_back(take(input, event.type));
  Gram in = 0, added = 0, out = 0;
  Through spent, seen;
  for (const Taken& input : taken) {
    in += input.grams.mass;
    if (!input.is_battery) continue;
    spent.take(input.grams.mass, input.grams.spent);
    seen.take(input.grams.mass, input.grams.seen);
    Counted& sums = counted_here(input.origin);
    sums.treated += input.grams.mass;
    sums.net += input.grams.unspent();
  }
  for (const Item& item : event.added) added += item.mass_g;
  std::vector<Made> made = outputs(event, taken);
  judge_parents(made);
  std::vector<Gram> masses, batteries;
  for (const Made& one : made) {
    masses.push_back(one.grams.mass);
    batteries.push_back(one.is_battery ? one.grams.mass : 0);
  }
  for (const Gram mass : masses) out += mass;
  if (in + added != out + event.loss_g + event.weighing_g) throw Refused{"not balanced"};
  if (std::abs(event.weighing_g) > share_of(in, tolerance_ppm_, 1'000'000))
    throw Refused{"beyond the tolerance"};
  masses.push_back(event.loss_g);
  batteries.push_back(0);
  for (Through* through : {&spent, &seen}) {
    through->take(added, added);
    through->give(std::max<Gram>(0, -event.weighing_g), masses, batteries);
  }
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (made[i].is_battery) {
      Parcel& grams = made[i].grams;
      Counted& sums = counted_here(made[i].origin);
      sums.treated -= grams.mass;
      sums.net -= grams.mass - spent.kept[i];
      grams.spent = spent.kept[i] + spent.owed[i];
      grams.seen = (treats ? grams.mass : seen.kept[i]) + seen.owed[i];
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
  const bool treats = companies.at(operator_).is_treating();
  const Unit unit{made.item->level,
                  made.item->code_scheme,
                  made.chemistry,
                  made.origin,
                  stock,
                  made.grams,
                  false,
                  made.parent == nullptr ? treats : made.parent->received};
  if (!named_.contains(made.id)) return add_unit(made.id, unit);
  Unit& living_on = units.at(made.id);
  if (living_on.where.place != Place::consumed) throw Refused{"made twice"};
  living_on = unit;
}

}  // namespace property
