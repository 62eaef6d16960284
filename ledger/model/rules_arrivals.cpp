#include <algorithm>

#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"

namespace ledger::model {
namespace {

std::string at(std::string_view list, std::size_t position) {
  return fmt::format("/{}/{}", list, position);
}

/// A code that no entry has used for a thing of its own yet, or what stands in its way.
Verdict judge_new_code(Case& c, std::string_view code, const std::string& pointer) {
  const CodeState* known = c.world.find_code(code);
  if (!known) return {};
  if (known->kind == CodeKind::part)
    return refuse(Refusal::part_of_whole, pointer,
                  fmt::format("{} is a part inside {}; a dismantling of the whole makes it a unit",
                              code, c.world.find_unit(known->unit)->code));
  return {};
}

/// Where a known unit must not be for it to come (back) into a stock.
Verdict judge_return(const UnitState& unit, const Item& item, const std::string& pointer) {
  switch (unit.place) {
    case Place::consumed:
    case Place::disposed:
      return refuse(Refusal::already_consumed, pointer + "/unit",
                    fmt::format("the unit {} came to its end by an earlier entry", item.unit));
    case Place::stock:
    case Place::transit:
      return refuse(Refusal::already_held, pointer + "/unit",
                    fmt::format("the unit {} is in {} already", item.unit,
                                unit.place == Place::stock ? "somebody's stock" : "transit"));
    case Place::missing:
      return refuse(Refusal::already_held, pointer + "/unit",
                    fmt::format("the unit {} is reported missing; who reported it can report it "
                                "recovered",
                                item.unit));
    default:
      break;
  }
  if (unit.mass_g != 0 && unit.mass_g != item.mass_g)
    return refuse(Refusal::mass_not_booked, pointer + "/mass_g",
                  fmt::format("the unit {} is booked with {} g, the event says {} g", item.unit,
                              unit.mass_g, item.mass_g));
  return {};
}

void describe(UnitState& unit, const Item& item, MassBasis basis) {
  unit.code_scheme = item.code_scheme;
  unit.level = item.level;
  unit.chemistry = item.chemistry;
  unit.origin = item.origin;
  unit.mass_basis = basis;
  unit.mass_g = item.mass_g;
}

/// The unit an item brings, new or known, described; still in the place it comes from.
Result<UnitState*> arriving_unit(Case& c, const Item& item, const std::string& pointer) {
  if (auto may = judge_new_code(c, item.unit, pointer + "/unit"); !may)
    return tl::unexpected(may.error());
  const CodeState* known = c.world.find_code(item.unit);
  if (known) {
    const UnitState& unit = *c.world.find_unit(known->unit);
    if (auto may = judge_return(unit, item, pointer); !may) return tl::unexpected(may.error());
  }
  UnitState& unit =
      known ? c.world.edit_unit(*c.world.find_unit(known->unit)) : c.world.add_unit(item.unit);
  if (unit.mass_g == 0) {
    describe(unit, item, c.event.mass_basis);
    note_odd_code(c, item.unit, item.code_scheme, item.chemistry);
  }
  if (item.energy_wh) unit.energy_wh = *item.energy_wh;
  return &unit;
}

void settle_in_stock(Case& c, UnitState& unit) {
  unit.place = Place::stock;
  unit.ref = c.sender().no;
  c.put_in(Place::stock, c.sender().no, unit.mass_g);
  c.count_received(unit);
}

void count_retired(Case& c, const UnitState& unit) {
  Figure& sum = c.figure(c.event.region, unit.chemistry, unit.origin, Route::none);
  sum.retired_g = checked_sum(sum.retired_g, unit.mass_g);
  sum.retired_units += 1;
  if (unit.energy_wh > 0)
    sum.retired_energy_wh = checked_sum(sum.retired_energy_wh, unit.energy_wh);
  if (unit.code_scheme == CodeScheme::provisional) sum.uncoded_units += 1;
  if (c.event.mass_basis != MassBasis::weighed) sum.unweighed_units += 1;
}

Verdict retire_unit(Case& c) {
  auto arrived = arriving_unit(c, c.event.thing, "");
  if (!arrived) return tl::unexpected(arrived.error());
  UnitState& unit = **arrived;
  c.take_out(unit.place, 0, unit.mass_g);
  if (unit.place == Place::in_service) count_retired(c, unit);
  if (!unit.counted) unit.retired_at_s = c.event.at_s;
  settle_in_stock(c, unit);
  return {};
}

Verdict retire_lot(Case& c) {
  const Item& item = c.event.thing;
  Drawn content{item.mass_g, 0, 0};
  LotState incoming;  // only what count_received asks of a lot
  incoming.material = item.material;
  incoming.chemistry = item.chemistry;
  incoming.origin = item.origin;
  c.count_received(incoming, content);
  auto lot = c.make_lot(item, item.chemistry, item.origin, content, "");
  if (!lot) return tl::unexpected(lot.error());
  c.take_out(Place::in_service, 0, item.mass_g);
  c.put_in(Place::stock, c.sender().no, item.mass_g);
  Figure& sum = c.figure(c.event.region, item.chemistry, item.origin, Route::none);
  sum.retired_g = checked_sum(sum.retired_g, item.mass_g);
  return {};
}

Verdict bring_unit(Case& c, const Item& item, Place place, const std::string& pointer) {
  const CodeState* code = c.world.find_code(item.unit);
  const bool was_booked = code && c.world.find_unit(code->unit)->mass_g > 0;
  auto arrived = arriving_unit(c, item, pointer);
  if (!arrived) return tl::unexpected(arrived.error());
  UnitState& unit = **arrived;
  if (was_booked && unit.place != Place::outside)
    return refuse(
        Refusal::already_held, pointer + "/unit",
        fmt::format("the unit {} is in {}: retire it from there", item.unit, text(unit.place)));
  if (c.event.counted) {
    unit.spent_g = std::max(unit.spent_g, unit.mass_g);
    unit.seen_g = std::max(unit.seen_g, unit.mass_g);
    unit.counted = unit.received = true;
  }
  if (unit.retired_at_s < 0) unit.retired_at_s = c.event.at_s;
  c.take_out(Place::outside, 0, unit.mass_g);
  if (place == Place::stock) {
    settle_in_stock(c, unit);
  } else {
    unit.place = place;
    unit.ref = 0;
    c.put_in(place, 0, unit.mass_g);
  }
  return {};
}

Verdict bring_lot(Case& c, const Item& item, Place place, const std::string& pointer) {
  const bool is_battery = is_battery_mass(item.material);
  if (place != Place::stock)
    return refuse(Refusal::material_not_allowed, pointer + "/lot",
                  "only units are brought in where they are in second life");
  Drawn content{item.mass_g, 0, 0};
  if (is_battery && c.event.counted) content.spent_g = content.seen_g = content.mass_g;
  LotState incoming;
  incoming.material = item.material;
  incoming.chemistry = item.chemistry;
  incoming.origin = item.origin;
  c.count_received(incoming, content);
  auto lot = c.make_lot(item, item.chemistry, item.origin, content, pointer);
  if (!lot) return tl::unexpected(lot.error());
  c.take_out(Place::outside, 0, item.mass_g);
  c.put_in(Place::stock, c.sender().no, item.mass_g);
  return {};
}

}  // namespace

Verdict judge_scrap_vehicle(Case& c) {
  for (std::size_t i = 0; i < c.event.units.size(); ++i) {
    const std::string_view code = c.event.units[i].unit;
    const CodeState* known = c.world.find_code(code);
    if (!known) {
      c.world.add_unit(code);
    } else if (auto may = judge_new_code(c, code, at("units", i)); !may) {
      return may;
    } else if (c.world.find_unit(known->unit)->place != Place::in_service) {
      c.finding("scrapped_with_a_battery_out_of_service", code);
    }
  }
  c.world.add_scrap_vehicle(c.event.operator_id, c.event.id);
  if (c.event.battery == BatteryPresence::absent) c.finding("scrapped_without_battery", c.event.id);
  return {};
}

Verdict judge_retire(Case& c) {
  if (!c.event.scrap.empty()) {
    const std::size_t slash = c.event.scrap.find('/');
    if (slash == std::string_view::npos ||
        !c.world.is_scrap_vehicle(c.event.scrap.substr(0, slash), c.event.scrap.substr(slash + 1)))
      return refuse(Refusal::unknown_scrap, "/scrap",
                    fmt::format("no recorded scrap_vehicle is {}", c.event.scrap));
  }
  return c.event.thing.lot.empty() ? retire_unit(c) : retire_lot(c);
}

Verdict judge_bring_in(Case& c) {
  const Place place = c.event.place == "second_life" ? Place::second_life : Place::stock;
  for (std::size_t i = 0; i < c.event.items.size(); ++i) {
    const Item& item = c.event.items[i];
    const std::string pointer = at("items", i);
    auto done =
        item.lot.empty() ? bring_unit(c, item, place, pointer) : bring_lot(c, item, place, pointer);
    if (!done) return done;
  }
  return {};
}

}  // namespace ledger::model
