#include <algorithm>

#include <fmt/format.h>

#include "ledger/model/holdings.hpp"
#include "ledger/model/spread.hpp"
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

Result<const Consumed*> parent_of(Case& c, const Inputs& inputs, const Item& item,
                                  const std::string& pointer) {
  if (item.parent.empty()) {
    if (inputs.units() > 1 && c.event.type == EventType::dismantle)
      return refuse(
          Refusal::parent_required, pointer + "/unit",
          fmt::format("{} units went in; say which one {} came out of", inputs.units(), item.unit));
    for (const Consumed& thing : inputs.things)
      if (thing.unit_no != 0 && inputs.units() == 1) return &thing;
    return nullptr;
  }
  const CodeState* code = c.world.find_code(item.parent);
  const Consumed* parent = code ? inputs.unit(code->unit) : nullptr;
  if (parent) return parent;
  return refuse(Refusal::parent_required, pointer + "/parent",
                fmt::format("{} is not among the inputs", item.parent));
}

Result<Descent> descent_of_unit(Case& c, const Inputs& inputs, const Item& item,
                                const std::string& pointer) {
  const auto parent = parent_of(c, inputs, item, pointer);
  if (!parent) return tl::unexpected(parent.error());
  if (*parent && c.event.type == EventType::dismantle) {
    const Consumed& from = **parent;
    return Descent{item.chemistry == Chemistry::none ? from.chemistry : item.chemistry, from.origin,
                   from.retired_at_s};
  }
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

void count_made(Case& c, Chemistry chemistry, Origin origin, Route route, const Drawn& content) {
  Figure& sum = c.figure(c.region(), chemistry, origin, route);
  sum.treated_g = checked_sum(sum.treated_g, -content.mass_g);
  sum.net_g = checked_sum(sum.net_g, content.spent_g - content.mass_g);
}

Verdict make_unit(Case& c, const Inputs& inputs, const Item& item, const Drawn& content,
                  Route route, const std::string& pointer) {
  const auto descent = descent_of_unit(c, inputs, item, pointer);
  if (!descent) return tl::unexpected(descent.error());
  auto made = unit_made(c, inputs, item, pointer);
  if (!made) return tl::unexpected(made.error());
  UnitState& unit = **made;
  if (unit.place != Place::in_service && unit.place != Place::consumed)
    return refuse(Refusal::duplicate_item, pointer + "/unit",
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
  unit.mass_g = content.mass_g;
  unit.spent_g = content.spent_g;
  unit.seen_g = content.seen_g;
  if (item.energy_wh) unit.energy_wh = *item.energy_wh;
  unit.counted = unit.received = true;  // its whole was counted as the unit
  count_made(c, unit.chemistry, unit.origin, route, content);
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

Verdict make_lot(Case& c, const Inputs& inputs, const Item& item, Drawn content, Route route,
                 const std::string& pointer) {
  Descent descent{item.chemistry == Chemistry::none ? inputs.chemistry() : item.chemistry,
                  Origin::none, -1};
  if (is_battery_mass(item.material)) {
    auto battery = descent_of_battery(inputs, item, pointer + "/lot");
    if (!battery) return tl::unexpected(battery.error());
    descent = *battery;
    count_made(c, descent.chemistry, descent.origin, route, content);
  } else {
    content.spent_g = content.seen_g = 0;
    if (!is_intermediate(item.material)) descent.chemistry = item.chemistry;
  }
  auto lot = c.make_lot(item, descent.chemistry, descent.origin, content, pointer);
  if (!lot) return tl::unexpected(lot.error());
  count_elements_out(c, inputs, item);
  return {};
}

std::vector<std::int64_t> masses_out(const Event& event, const std::vector<const Item*>& units) {
  std::vector<std::int64_t> masses_g;
  for (const Item* item : units) masses_g.push_back(item->mass_g);
  for (const Item& item : event.lots) masses_g.push_back(item.mass_g);
  masses_g.push_back(event.loss_g);
  return masses_g;
}

}  // namespace

Verdict produce(Case& c, const Inputs& inputs, Route route) {
  const bool is_repurposing = c.event.type == EventType::repurpose;
  std::vector<const Item*> units;
  for (const Item& item : c.event.units) units.push_back(&item);
  if (is_repurposing) units.push_back(&c.event.thing);
  const auto masses_g = masses_out(c.event, units);
  const auto spent_g = spread(inputs.spent_g, masses_g);
  const auto seen_g = spread(inputs.seen_g, masses_g);
  std::size_t out = 0;
  for (const Item* item : units) {
    const Drawn content{item->mass_g, spent_g[out], seen_g[out]};
    const std::string pointer = is_repurposing ? std::string() : fmt::format("/units/{}", out);
    if (auto made = make_unit(c, inputs, *item, content, route, pointer); !made) return made;
    ++out;
  }
  const char* list = c.event.type == EventType::process ? "outputs" : "lots";
  for (std::size_t i = 0; i < c.event.lots.size(); ++i, ++out) {
    const Item& item = c.event.lots[i];
    const Drawn content{item.mass_g, spent_g[out], seen_g[out]};
    if (auto made = make_lot(c, inputs, item, content, route, fmt::format("/{}/{}", list, i));
        !made)
      return made;
  }
  return {};
}

}  // namespace ledger::model
