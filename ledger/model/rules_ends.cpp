#include <algorithm>

#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transfers.hpp"
#include "ledger/model/transformation.hpp"

namespace ledger::model {
namespace {

Place destination(Purpose purpose) {
  switch (purpose) {
    case Purpose::second_life:
      return Place::second_life;
    case Purpose::reuse:
      return Place::in_service;
    case Purpose::treatment_elsewhere:
      return Place::outside;
    default:
      return Place::delivered;
  }
}

bool is_for_batteries(Purpose purpose) {
  return destination(purpose) != Place::delivered;
}

/// Battery mass leaves for second life, reuse or treatment elsewhere; everything else as product
/// or intermediate, and an intermediate never as a product (EU 2025/606; docs/rules.md).
Verdict judge_purpose(const Case& c, bool is_battery, Material material,
                      const std::string& pointer) {
  const Purpose purpose = c.event.purpose;
  if (is_battery != is_for_batteries(purpose))
    return refuse(Refusal::purpose_not_allowed, pointer,
                  is_battery ? "battery mass is delivered for second_life, reuse or "
                               "treatment_elsewhere only"
                             : "only battery mass is delivered for this purpose");
  if (purpose == Purpose::product && is_intermediate(material))
    return refuse(Refusal::purpose_not_allowed, pointer,
                  fmt::format("{} is an intermediate, never a product", text(material)));
  if (purpose == Purpose::intermediate && is_product(material))
    return refuse(Refusal::purpose_not_allowed, pointer,
                  fmt::format("{} is a product, not an intermediate", text(material)));
  return {};
}

void count_second_life(Case& c, Chemistry chemistry, Origin origin, Drawn& content) {
  Figure& sum = c.figure(c.region(), chemistry, origin, Route::second_life);
  sum.second_life_g = checked_sum(sum.second_life_g, content.mass_g);
  sum.net_g = checked_sum(sum.net_g, fresh_g(content.mass_g, content.spent_g));
  content.spent_g = std::max(content.spent_g, content.mass_g);
}

Verdict deliver_unit(Case& c, const Item& item, const std::string& pointer) {
  auto held = c.held_unit(item, pointer);
  if (!held) return tl::unexpected(held.error());
  if (auto may = judge_purpose(c, true, Material::none, pointer + "/unit"); !may) return may;
  UnitState& unit = **held;
  if (c.event.purpose == Purpose::second_life) {
    c.count_received(unit);
    Drawn content{unit.mass_g, unit.spent_g, unit.seen_g};
    count_second_life(c, unit.chemistry, unit.origin, content);
    unit.spent_g = content.spent_g;
    count_unit(c, unit, Route::second_life);
  }
  unit.place = destination(c.event.purpose);
  unit.ref = 0;
  return {};
}

Verdict deliver_lot(Case& c, const Item& item, const std::string& pointer) {
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  const bool is_battery = is_battery_mass((*known)->material);
  if (auto may = judge_purpose(c, is_battery, (*known)->material, pointer + "/lot"); !may)
    return may;
  auto drawn = c.draw(**known, item.mass_g, pointer);
  if (!drawn) return tl::unexpected(drawn.error());
  LotState& lot = c.world.edit_lot(**known);
  if (c.event.purpose == Purpose::second_life) {
    c.count_received(lot, *drawn);
    count_second_life(c, lot.chemistry, lot.origin, *drawn);
  }
  if (is_battery) put_holding(lot, destination(c.event.purpose), 0, *drawn);
  auto& sum = c.world.tallies().materials[MaterialKey{c.year(), lot.material}];
  sum.delivered_g = checked_sum(sum.delivered_g, item.mass_g);
  return {};
}

Verdict dispose_item(Case& c, const Item& item, const std::string& pointer) {
  if (item.lot.empty()) {
    auto held = c.held_unit(item, pointer);
    if (!held) return tl::unexpected(held.error());
    (*held)->place = Place::disposed;
    (*held)->ref = 0;
    return {};
  }
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  const auto drawn = c.draw(**known, item.mass_g, pointer);
  if (!drawn) return tl::unexpected(drawn.error());
  auto& sum = c.world.tallies().materials[MaterialKey{c.year(), (*known)->material}];
  sum.disposed_g = checked_sum(sum.disposed_g, item.mass_g);
  return {};
}

void post_missing(Case& c, Place from, std::int64_t mass_g) {
  c.take_out(from, c.sender().no, mass_g);
  c.put_in(Place::missing, c.sender().no, mass_g);
}

Verdict lose_on_the_way(Case& c, const UnitState& known, const TransferState& transfer,
                        const Item& item, const std::string& pointer) {
  if (known.mass_g != item.mass_g)
    return refuse(Refusal::mass_not_booked, pointer + "/mass_g",
                  fmt::format("the unit {} is on its way with {} g, the event says {} g", item.unit,
                              known.mass_g, item.mass_g));
  edit_item(c.world.edit_transfer(transfer), false, known.no).missing = true;
  UnitState& unit = c.world.edit_unit(known);
  unit.place = Place::missing;
  unit.ref = c.sender().no;
  post_missing(c, Place::transit, unit.mass_g);
  return {};
}

/// A unit on its way is still the sender's to report missing.
Verdict lose_unit(Case& c, const Item& item, const std::string& pointer) {
  const auto known = c.known_unit(item.unit, pointer + "/unit");
  if (!known) return tl::unexpected(known.error());
  if ((*known)->place == Place::transit) {
    const TransferState& transfer = *c.world.find_transfer((*known)->ref);
    if (transfer.from == c.sender().no) return lose_on_the_way(c, **known, transfer, item, pointer);
  }
  auto held = c.held_unit(item, pointer);
  if (!held) return tl::unexpected(held.error());
  (*held)->place = Place::missing;
  (*held)->ref = c.sender().no;
  post_missing(c, Place::stock, item.mass_g);
  return {};
}

/// A transfer of the sender's that carries this much of the lot, if its stock has not enough.
const TransferState* carrying(Case& c, const LotState& lot, std::int64_t mass_g) {
  const Holding* stock = find_holding(lot, Place::stock, c.sender().no);
  if (stock && free_g(*stock) >= mass_g) return nullptr;
  for (const Holding& h : lot.holdings) {
    if (h.place != Place::transit || h.mass_g < mass_g) continue;
    const TransferState* transfer = c.world.find_transfer(h.ref);
    if (transfer->from == c.sender().no) return transfer;
  }
  return nullptr;
}

Verdict lose_lot(Case& c, const Item& item, const std::string& pointer) {
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  if (const TransferState* transfer = carrying(c, **known, item.mass_g)) {
    LotState& lot = c.world.edit_lot(**known);
    const Drawn gone = take_holding(lot, Place::transit, transfer->no, item.mass_g);
    if (!find_holding(lot, Place::transit, transfer->no))
      edit_item(c.world.edit_transfer(*transfer), true, lot.no).missing = true;
    put_holding(lot, Place::missing, c.sender().no, gone);
    post_missing(c, Place::transit, item.mass_g);
    return {};
  }
  const auto drawn = c.draw(**known, item.mass_g, pointer);
  if (!drawn) return tl::unexpected(drawn.error());
  put_holding(c.world.edit_lot(**known), Place::missing, c.sender().no, *drawn);
  post_missing(c, Place::stock, item.mass_g);
  return {};
}

Verdict recover(Case& c, const Item& item, const std::string& pointer) {
  const std::int64_t sender = c.sender().no;
  if (item.lot.empty()) {
    const auto known = c.known_unit(item.unit, pointer + "/unit");
    if (!known) return tl::unexpected(known.error());
    if ((*known)->place != Place::missing || (*known)->ref != sender)
      return refuse(
          Refusal::not_missing, pointer + "/unit",
          fmt::format("{} has not reported the unit {} missing", c.sender().id, item.unit));
    if ((*known)->mass_g != item.mass_g)
      return refuse(Refusal::mass_not_booked, pointer + "/mass_g",
                    fmt::format("the unit {} is booked with {} g, the event says {} g", item.unit,
                                (*known)->mass_g, item.mass_g));
    c.world.edit_unit(**known).place = Place::stock;
  } else {
    const auto known = c.known_lot(item.lot, pointer + "/lot");
    if (!known) return tl::unexpected(known.error());
    const Holding* missing = find_holding(**known, Place::missing, sender);
    if (!missing || missing->mass_g < item.mass_g)
      return refuse(Refusal::not_missing, pointer + "/lot",
                    fmt::format("{} has reported {} g of the lot {} missing", c.sender().id,
                                missing ? missing->mass_g : 0, item.lot));
    LotState& lot = c.world.edit_lot(**known);
    put_holding(lot, Place::stock, sender, take_holding(lot, Place::missing, sender, item.mass_g));
  }
  c.take_out(Place::missing, sender, item.mass_g);
  c.put_in(Place::stock, sender, item.mass_g);
  return {};
}

template <class Each>
Verdict each_item(Case& c, const Each& judge) {
  for (std::size_t i = 0; i < c.event.items.size(); ++i) {
    auto done = judge(c.event.items[i], fmt::format("/items/{}", i));
    if (!done) return done;
  }
  return {};
}

}  // namespace

Verdict judge_deliver(Case& c) {
  return each_item(c, [&](const Item& item, const std::string& pointer) -> Verdict {
    auto done = item.lot.empty() ? deliver_unit(c, item, pointer) : deliver_lot(c, item, pointer);
    if (!done) return done;
    c.take_out(Place::stock, c.sender().no, item.mass_g);
    c.put_in(destination(c.event.purpose), 0, item.mass_g);
    return {};
  });
}

Verdict judge_dispose(Case& c) {
  return each_item(c, [&](const Item& item, const std::string& pointer) -> Verdict {
    auto done = dispose_item(c, item, pointer);
    if (!done) return done;
    c.take_out(Place::stock, c.sender().no, item.mass_g);
    c.put_in(Place::disposed, 0, item.mass_g);
    return {};
  });
}

Verdict judge_report_missing(Case& c) {
  return each_item(c, [&](const Item& item, const std::string& pointer) -> Verdict {
    if (c.event.missing == MissingKind::recovered) return recover(c, item, pointer);
    return item.lot.empty() ? lose_unit(c, item, pointer) : lose_lot(c, item, pointer);
  });
}

}  // namespace ledger::model
