#include <fmt/format.h>

#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transfers.hpp"

namespace ledger::model {
namespace {

Verdict judge_free_code(Case& c, std::string_view code, const std::string& pointer) {
  if (!c.world.find_code(code)) return {};
  return refuse(Refusal::code_taken, pointer,
                fmt::format("an earlier entry uses the code {} already", code));
}

Verdict weigh_unit(Case& c, const Item& item, const std::string& pointer) {
  auto held = c.held_unit(item.unit, pointer + "/unit");
  if (!held) return tl::unexpected(held.error());
  UnitState& unit = **held;
  const std::int64_t vanished_g = unit.mass_g - item.mass_g;
  if (vanished_g > 0) c.take_out(Place::stock, c.sender().no, vanished_g);
  if (vanished_g < 0) c.put_in(Place::stock, c.sender().no, -vanished_g);
  c.weighing_difference(vanished_g);
  note_difference(c, unit.mass_g, item.mass_g, "weighed_mass_differs", item.unit);
  c.set_mass(unit, item.mass_g);
  return {};
}

/// Grams claimed by a receiver are no longer on the holder's scale, so a lot with a claim on it
/// cannot be weighed as a whole.
Verdict weigh_lot(Case& c, const Item& item, const std::string& pointer) {
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  const Holding* found = find_holding(**known, Place::stock, c.sender().no);
  if (!found)
    return refuse(Refusal::not_holder, pointer + "/lot",
                  fmt::format("{} has nothing of the lot {} in stock", c.sender().id, item.lot));
  if (found->claimed_g > 0)
    return refuse(Refusal::claimed, pointer + "/lot",
                  fmt::format("{} g of the lot {} were received elsewhere and wait for their "
                              "dispatch",
                              found->claimed_g, item.lot));
  LotState& lot = c.world.edit_lot(**known);
  Holding& holding = edit_holding(lot, Place::stock, c.sender().no);
  const std::int64_t vanished_g = holding.mass_g - item.mass_g;
  if (vanished_g > 0) c.take_out(Place::stock, c.sender().no, vanished_g);
  if (vanished_g < 0) c.put_in(Place::stock, c.sender().no, -vanished_g);
  c.weighing_difference(vanished_g);
  note_difference(c, holding.mass_g, item.mass_g, "weighed_mass_differs", item.lot);
  const Drawn content =
      weighed_as(lot, {holding.mass_g, holding.spent_g, holding.seen_g}, item.mass_g);
  holding.mass_g = content.mass_g;
  holding.spent_g = content.spent_g;
  holding.seen_g = content.seen_g;
  c.restate(lot, {}, item.moisture_permille);
  return {};
}

}  // namespace

void note_odd_code(Case& c, std::string_view code, CodeScheme scheme, Chemistry chemistry) {
  const auto read = encoding::read_code(code, scheme);
  if (!read || read->chemistry_letter == 0) return;
  if (!encoding::letter_fits(read->chemistry_letter, chemistry))
    c.finding("code_chemistry_at_odds", code);
  if (!read->date) return c.finding("code_date_odd", code);
  const auto day = encoding::local_day(c.event.at_s, c.world.constitution().utc_offset_min);
  if (read->date->year * 10'000 + read->date->month * 100 + read->date->day >
      day.year * 10'000 + day.month * 100 + day.day)
    c.finding("code_date_after_event", code);
}

Verdict judge_identify(Case& c) {
  const Item& thing = c.event.thing;
  const auto known = c.known_unit(thing.unit, "/unit");
  if (!known) return tl::unexpected(known.error());
  const UnitState& unit = **known;
  if (!c.sender().has(Role::battery_maker)) {
    if (auto held = c.held_unit(thing.unit, "/unit"); !held) return tl::unexpected(held.error());
  }
  if (!c.event.code.empty()) {
    if (auto may = judge_free_code(c, c.event.code, "/code"); !may) return may;
    c.world.add_code(c.event.code, unit.no, CodeKind::alias);
    note_odd_code(c, c.event.code, thing.code_scheme, unit.chemistry);
  }
  if (!c.event.main.empty()) {
    if (auto may = judge_free_code(c, c.event.main, "/main"); !may) return may;
    c.world.add_code(c.event.main, unit.no, CodeKind::alias);
  }
  for (std::size_t i = 0; i < c.event.parts.size(); ++i) {
    if (auto may = judge_free_code(c, c.event.parts[i], fmt::format("/parts/{}", i)); !may)
      return may;
    c.world.add_code(c.event.parts[i], unit.no, CodeKind::part);
  }
  return {};
}

Verdict judge_weigh(Case& c) {
  for (std::size_t i = 0; i < c.event.items.size(); ++i) {
    const Item& item = c.event.items[i];
    const std::string pointer = fmt::format("/items/{}", i);
    auto done = item.lot.empty() ? weigh_unit(c, item, pointer) : weigh_lot(c, item, pointer);
    if (!done) return done;
  }
  return {};
}

Verdict judge_inspect(Case& c) {
  const Item& thing = c.event.thing;
  if (thing.lot.empty()) {
    auto held = c.held_unit(thing.unit, "/unit");
    if (!held) return tl::unexpected(held.error());
    if (thing.energy_wh) (*held)->energy_wh = *thing.energy_wh;
    return {};
  }
  const auto known = c.known_lot(thing.lot, "/lot");
  if (!known) return tl::unexpected(known.error());
  if (!find_holding(**known, Place::stock, c.sender().no))
    return refuse(Refusal::not_holder, "/lot",
                  fmt::format("{} has nothing of the lot {} in stock", c.sender().id, thing.lot));
  c.restate(c.world.edit_lot(**known), thing.assay, thing.moisture_permille);
  return {};
}

}  // namespace ledger::model
