#include <algorithm>

#include <fmt/format.h>

#include "ledger/encoding/time.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transformation.hpp"

namespace ledger::model {
namespace {

/// As element_g but rounded up: drawn in many parts, no less comes off than was counted.
std::int64_t element_at_least_g(std::int64_t mass_g, std::int64_t moisture_permille,
                                std::int64_t ppm) {
  constexpr std::int64_t whole = 1'000'000'000;
  const std::int64_t dry = mass_g * (1000 - moisture_permille);
  return dry - proportion(dry, whole - ppm, whole);
}

void count_treated(Case& c, const Consumed& input, Route route) {
  Figure& sum = c.figure(c.region(), input.chemistry, input.origin, route);
  sum.treated_g = checked_sum(sum.treated_g, input.content.mass_g);
  sum.net_g = checked_sum(sum.net_g, fresh_g(input.content.mass_g, input.content.spent_g));
}

/// What a recovery rate is held against: the elements in black mass that treatment takes up. A
/// product that goes in again (drying, blending) comes off what was recovered, or it would be
/// recovered twice.
void count_elements_in(Case& c, const LotState& lot, std::int64_t mass_g) {
  if (lot.material != Material::black_mass && !is_product(lot.material)) return;
  for (const Assay& assay : lot.assay) {
    auto& sum = c.world.tallies().elements[ElementKey{c.year(), assay.element}];
    const std::int64_t moisture = std::max<std::int64_t>(lot.moisture_permille, 0);
    if (lot.material == Material::black_mass)
      sum.fed_g = checked_sum(sum.fed_g, element_g(mass_g, moisture, assay.ppm));
    else
      sum.recovered_g =
          checked_sum(sum.recovered_g, -element_at_least_g(mass_g, moisture, assay.ppm));
  }
}

Result<Consumed> consume_unit(Case& c, const Item& item, Route route, const std::string& pointer) {
  auto held = c.held_unit(item, pointer);
  if (!held) return tl::unexpected(held.error());
  UnitState& unit = **held;
  c.count_received(unit);
  count_unit(c, unit, route);
  const Consumed input{true,
                       unit.no,
                       item.unit,
                       unit.chemistry,
                       unit.origin,
                       Drawn{unit.mass_g, unit.spent_g, unit.seen_g},
                       unit.retired_at_s,
                       unit.received};
  unit.place = Place::consumed;
  unit.ref = 0;
  unit.mass_g = unit.spent_g = unit.seen_g = 0;
  return input;
}

Result<Consumed> consume_lot(Case& c, const Item& item, const std::string& pointer) {
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  const LotState& lot = **known;
  const bool is_battery = is_battery_mass(lot.material);
  if (!is_battery && c.event.type != EventType::process)
    return refuse(Refusal::material_not_allowed, pointer + "/lot",
                  fmt::format("the lot {} is {}; only batteries and battery lots are taken apart",
                              item.lot, text(lot.material)));
  auto drawn = c.draw(lot, item.mass_g, pointer);
  if (!drawn) return tl::unexpected(drawn.error());
  c.count_received(lot, *drawn);
  count_elements_in(c, lot, item.mass_g);
  auto& sum = c.world.tallies().materials[MaterialKey{c.year(), lot.material}];
  sum.used_g = checked_sum(sum.used_g, item.mass_g);
  return Consumed{is_battery, 0, item.lot, lot.chemistry, lot.origin, *drawn, -1, false};
}

bool is_black_mass(Case& c, const Item& item) {
  return !item.lot.empty() && c.world.find_lot(item.lot)->material == Material::black_mass;
}

}  // namespace

std::int64_t element_g(std::int64_t mass_g, std::int64_t moisture_permille, std::int64_t ppm) {
  return proportion(proportion(mass_g, 1000 - moisture_permille, 1000), ppm, 1'000'000);
}

void count_unit(Case& c, UnitState& unit, Route route) {
  if (unit.counted) return;
  unit.counted = true;
  Figure& sum = c.figure(c.region(), unit.chemistry, unit.origin, route);
  sum.units += 1;
  if (unit.energy_wh > 0) sum.energy_wh = checked_sum(sum.energy_wh, unit.energy_wh);
  if (unit.retired_at_s < 0) return;
  const std::int64_t offset = c.world.constitution().utc_offset_min;
  const std::int64_t days = encoding::local_day_number(c.event.at_s, offset) -
                            encoding::local_day_number(unit.retired_at_s, offset);
  c.world.tallies().delays[DelayKey{c.year(), std::max<std::int64_t>(days, 0)}] += 1;
}

std::int64_t Inputs::units() const {
  return std::count_if(things.begin(), things.end(),
                       [](const Consumed& t) { return t.unit_no != 0; });
}

const Consumed* Inputs::unit(std::int64_t no) const {
  for (const Consumed& thing : things)
    if (thing.unit_no == no) return &thing;
  return nullptr;
}

Chemistry Inputs::chemistry() const {
  Chemistry one = Chemistry::none;
  for (const Consumed& thing : things) {
    if (thing.chemistry == Chemistry::none) continue;
    if (one != Chemistry::none && one != thing.chemistry) return Chemistry::MIXED;
    one = thing.chemistry;
  }
  return one;
}

std::set<Origin> Inputs::origins() const {
  std::set<Origin> all;
  for (const Consumed& thing : things)
    if (thing.is_battery) all.insert(thing.origin);
  return all;
}

Result<Inputs> consume(Case& c, Route route) {
  Inputs inputs;
  for (std::size_t i = 0; i < c.event.inputs.size(); ++i) {
    const Item& item = c.event.inputs[i];
    const std::string pointer = fmt::format("/inputs/{}", i);
    auto input =
        item.lot.empty() ? consume_unit(c, item, route, pointer) : consume_lot(c, item, pointer);
    if (!input) return tl::unexpected(input.error());
    if (input->is_battery) {
      count_treated(c, *input, route);
      inputs.spent.add(input->content.mass_g, input->content.spent_g);
      inputs.seen.add(input->content.mass_g, input->content.seen_g);
    }
    inputs.mass_g += input->content.mass_g;
    inputs.has_black_mass = inputs.has_black_mass || is_black_mass(c, item);
    inputs.things.push_back(*input);
  }
  for (const Item& item : c.event.added) {
    inputs.added_g += item.mass_g;
    auto& sum = c.world.tallies().materials[MaterialKey{c.year(), item.material}];
    sum.used_g = checked_sum(sum.used_g, item.mass_g);
  }
  for (CountedGrams* counted : {&inputs.spent, &inputs.seen}) {
    counted->add(inputs.added_g, inputs.added_g);
    counted->find(std::max<std::int64_t>(0, -c.event.weighing_g));
  }
  return inputs;
}

}  // namespace ledger::model
