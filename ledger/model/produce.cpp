#include <algorithm>

#include <fmt/format.h>

#include "ledger/model/holdings.hpp"
#include "ledger/model/transformation.hpp"

namespace ledger::model {
namespace {

/// What an output is made of, as far as the inputs say.
struct Descent {
  Chemistry chemistry{};
  Origin origin{};
  std::int64_t retired_at_s = -1;
};

Result<Descent> descent_of_battery(const Inputs& inputs, const Item& item,
                                   const std::string& pointer) {
  const auto origins = inputs.origins();
  if (origins.empty())
    return refuse(Refusal::material_not_allowed, pointer,
                  "battery mass comes out of battery mass only, and no input is any");
  if (origins.size() > 1)
    return refuse(Refusal::mixed_origin, pointer,
                  "the inputs are of several origins; treat them in an event each");
  Descent descent{item.chemistry, *origins.begin(), -1};
  if (descent.chemistry == Chemistry::none) descent.chemistry = inputs.chemistry();
  return descent;
}

Result<Descent> descent_of_unit(const Inputs& inputs, const Item& item, const Consumed* parent,
                                const std::string& pointer) {
  if (parent)
    return Descent{item.chemistry == Chemistry::none ? parent->chemistry : item.chemistry,
                   parent->origin, parent->retired_at_s};
  auto descent = descent_of_battery(inputs, item, pointer + "/unit");
  if (descent && descent->chemistry == Chemistry::MIXED)
    return refuse(Refusal::chemistry_required, pointer + "/chemistry",
                  "the inputs are of several chemistries; say which one the unit has");
  return descent;
}

/// A unit of which nothing is known but that a scrapped vehicle had it.
bool is_only_listed(const CodeState& code, const UnitState& unit) {
  return code.kind != CodeKind::part && unit.place == Place::in_service && unit.mass_g == 0;
}

/// The unit a code stands for once it is made: an input that lives on, a part set free, or new.
Result<UnitState*> unit_made(Case& c, const Inputs& inputs, const Item& item,
                             const std::string& pointer) {
  const CodeState* known = c.world.find_code(item.unit);
  if (!known) return &c.world.add_unit(item.unit);
  const UnitState& unit = *c.world.find_unit(known->unit);
  if (is_only_listed(*known, unit)) return &c.world.edit_unit(unit);
  if (!inputs.unit(known->unit))
    return refuse(Refusal::code_taken, pointer + "/unit",
                  fmt::format("an earlier entry uses the code {} for something else", item.unit));
  if (known->kind == CodeKind::part) return &c.world.release_part(item.unit);
  return &c.world.edit_unit(unit);
}

/// What an output weighs and inherits. What one who treats makes has all been in its stock, what
/// its scale finds included.
struct Content {
  std::int64_t mass_g = 0;
  CountedGrams spent, seen;

  [[nodiscard]] Drawn drawn(bool is_treated) const {
    const std::int64_t seen_g = (is_treated ? mass_g : seen.held_g) + seen.owed_g;
    return {mass_g, spent.held_g + spent.owed_g, seen_g};
  }
};

/// Owed grams take nothing off what a step counts: they went in beyond the mass as they come out.
void count_made(Case& c, Chemistry chemistry, Origin origin, Route route, const Content& content) {
  Figure& sum = c.figure(c.region(), chemistry, origin, route);
  sum.treated_g = checked_sum(sum.treated_g, -content.mass_g);
  sum.net_g = checked_sum(sum.net_g, content.spent.held_g - content.mass_g);
}

/// One output being made: the item, what it is made of, and where the event says so.
struct Making {
  const Item& item;
  Content content;
  Route route;
  std::string pointer;
};

Verdict make_unit(Case& c, const Inputs& inputs, const Consumed* parent, const Making& making) {
  const Item& item = making.item;
  const auto descent = descent_of_unit(inputs, item, parent, making.pointer);
  if (!descent) return tl::unexpected(descent.error());
  auto made = unit_made(c, inputs, item, making.pointer);
  if (!made) return tl::unexpected(made.error());
  UnitState& unit = **made;
  if (unit.place != Place::in_service && unit.place != Place::consumed)
    return refuse(Refusal::duplicate_item, making.pointer + "/unit",
                  fmt::format("{} is made twice by this event", item.unit));
  if (unit.place == Place::in_service) {
    unit.code_scheme = item.code_scheme;
    unit.level = item.level;
    unit.mass_basis = c.event.mass_basis;
    note_odd_code(c, item.unit, item.code_scheme, descent->chemistry);
  }
  unit.chemistry = descent->chemistry;
  unit.origin = descent->origin;
  if (unit.retired_at_s < 0) unit.retired_at_s = descent->retired_at_s;
  unit.place = Place::stock;
  unit.ref = c.sender().no;
  const Drawn content = making.content.drawn(c.sender_treats());
  unit.mass_g = content.mass_g;
  unit.spent_g = content.spent_g;
  unit.seen_g = content.seen_g;
  if (item.energy_wh) unit.energy_wh = *item.energy_wh;
  unit.counted = true;  // its whole was counted as the unit
  unit.received = parent ? parent->received : c.sender_treats();
  count_made(c, unit.chemistry, unit.origin, making.route, making.content);
  return {};
}

/// Products made are recovered; black mass made of black mass (drying, blending) will be fed again,
/// so it comes off what was fed.
void count_elements_out(Case& c, const Inputs& inputs, const Item& item) {
  auto& sum = c.world.tallies().materials[MaterialKey{c.year(), item.material}];
  sum.made_g = checked_sum(sum.made_g, item.mass_g);
  const bool is_fed_again = item.material == Material::black_mass && inputs.has_black_mass;
  if (!is_product(item.material) && !is_fed_again) return;
  for (const Assay& assay : item.assay) {
    auto& element = c.world.tallies().elements[ElementKey{c.year(), assay.element}];
    const std::int64_t grams =
        element_g(item.mass_g, item.moisture_permille.value_or(0), assay.ppm);
    if (is_fed_again)
      element.fed_g = checked_sum(element.fed_g, -grams);
    else
      element.recovered_g = checked_sum(element.recovered_g, grams);
  }
}

Verdict make_lot(Case& c, const Inputs& inputs, const Making& making) {
  const Item& item = making.item;
  Descent descent{item.chemistry == Chemistry::none ? inputs.chemistry() : item.chemistry,
                  Origin::none, -1};
  Drawn content{item.mass_g, 0, 0};
  if (is_battery_mass(item.material)) {
    auto battery = descent_of_battery(inputs, item, making.pointer + "/lot");
    if (!battery) return tl::unexpected(battery.error());
    descent = *battery;
    content = making.content.drawn(c.sender_treats());
    count_made(c, descent.chemistry, descent.origin, making.route, making.content);
  } else if (!is_intermediate(item.material)) {
    descent.chemistry = item.chemistry;
  }
  auto lot = c.make_lot(item, descent.chemistry, descent.origin, content, making.pointer);
  if (!lot) return tl::unexpected(lot.error());
  count_elements_out(c, inputs, item);
  return {};
}

std::vector<Output> outputs_of(const Event& event, const std::vector<const Item*>& units) {
  std::vector<Output> outputs;
  for (const Item* item : units) outputs.push_back({item->mass_g, true});
  for (const Item& item : event.lots)
    outputs.push_back({item.mass_g, is_battery_mass(item.material)});
  outputs.push_back({event.loss_g, false});
  return outputs;
}

}  // namespace

Verdict produce(Case& c, const Inputs& inputs, Route route) {
  const bool is_repurposing = c.event.type == EventType::repurpose;
  std::vector<const Item*> units;
  for (const Item& item : c.event.units) units.push_back(&item);
  if (is_repurposing) units.push_back(&c.event.thing);
  std::vector<const Consumed*> parents(units.size(), nullptr);
  if (c.event.type == EventType::dismantle) {
    auto named = parents_of(c, inputs);
    if (!named) return tl::unexpected(named.error());
    parents = std::move(*named);
  }
  const auto outputs = outputs_of(c.event, units);
  const auto spent = inherit(inputs.spent, outputs);
  const auto seen = inherit(inputs.seen, outputs);
  const auto content = [&](std::size_t out) {
    return Content{outputs[out].mass_g, spent[out], seen[out]};
  };
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::string pointer = is_repurposing ? std::string() : fmt::format("/units/{}", i);
    auto made = make_unit(c, inputs, parents[i], {*units[i], content(i), route, pointer});
    if (!made) return made;
  }
  const char* list = c.event.type == EventType::process ? "outputs" : "lots";
  for (std::size_t i = 0; i < c.event.lots.size(); ++i) {
    auto made = make_lot(
        c, inputs,
        {c.event.lots[i], content(units.size() + i), route, fmt::format("/{}/{}", list, i)});
    if (!made) return made;
  }
  return {};
}

}  // namespace ledger::model
