#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transfers.hpp"

namespace ledger::model {
namespace {

Verdict refuse_again(const Item& item, const TransferState& transfer, const std::string& pointer) {
  return refuse(Refusal::already_dispatched, pointer,
                fmt::format("{} was dispatched under transfer {} already",
                            item.lot.empty() ? item.unit : item.lot, transfer.slip));
}

/// The dispatch of a unit that its addressee has reported first: closes the claim.
Verdict dispatch_late(Case& c, UnitState& unit, TransferItem& entry, const Item& item,
                      const std::string& pointer) {
  if (item.mass_g != entry.claimed_g)
    return refuse(Refusal::mass_not_booked, pointer + "/mass_g",
                  fmt::format("the unit {} was booked with {} g when it was received, the event "
                              "says {} g",
                              item.unit, entry.claimed_g, item.mass_g));
  const std::int64_t sender = c.sender().no;
  c.take_out(Place::stock, sender, item.mass_g);
  if (entry.accepted_g > 0) {
    c.put_in(Place::transit, sender, entry.received_g);
  } else {
    c.put_in(Place::stock, sender, entry.received_g);
    unit.claim = 0;
    c.set_mass(unit, entry.received_g);
  }
  c.weighing_difference(item.mass_g - entry.received_g);
  entry.dispatched_g = item.mass_g;
  entry.claimed_g = 0;
  return {};
}

Verdict dispatch_unit(Case& c, TransferState& transfer, const Item& item,
                      const std::string& pointer) {
  const auto known = c.known_unit(item.unit, pointer + "/unit");
  if (!known) return tl::unexpected(known.error());
  if (const TransferItem* entry = find_item(transfer, false, (*known)->no)) {
    if (entry->dispatched_g >= 0) return refuse_again(item, transfer, pointer + "/unit");
    return dispatch_late(c, c.world.edit_unit(**known), edit_item(transfer, false, (*known)->no),
                         item, pointer);
  }
  auto held = c.held_unit(item, pointer);
  if (!held) return tl::unexpected(held.error());
  UnitState& unit = **held;
  unit.place = Place::transit;
  unit.ref = transfer.no;
  edit_item(transfer, false, unit.no).dispatched_g = unit.mass_g;
  c.take_out(Place::stock, c.sender().no, unit.mass_g);
  c.put_in(Place::transit, c.sender().no, unit.mass_g);
  return {};
}

/// Ends the claim and leaves this much free with the sender. Where its paper names less than was
/// received, that is more than there was: found like on a scale.
void settle_claim(LotState& lot, std::int64_t sender, const TransferItem& entry,
                  std::int64_t left_g) {
  if (!find_holding(lot, Place::stock, sender))  // all of it was refused, and used up since
    return put_holding(lot, Place::stock, sender, weighed_as(lot, {}, left_g));
  Holding& holding = edit_holding(lot, Place::stock, sender);
  const Drawn left = weighed_as(lot, {free_g(holding), holding.spent_g, holding.seen_g}, left_g);
  holding.claimed_g -= entry.claimed_g;
  holding.mass_g = holding.claimed_g + left_g;
  holding.spent_g = left_g == 0 ? 0 : left.spent_g;  // no gram left they could be of
  holding.seen_g = left_g == 0 ? 0 : left.seen_g;
  drop_if_empty(lot, Place::stock, sender);
}

/// The dispatch of a lot that its addressee has reported first. What was claimed leaves the stock
/// with whatever else the sender says it sent; what was refused is back in it.
Verdict dispatch_late(Case& c, LotState& lot, const TransferState& transfer, TransferItem& entry,
                      const Item& item, const std::string& pointer) {
  const std::int64_t sender = c.sender().no;
  const Holding* found = find_holding(lot, Place::stock, sender);
  const std::int64_t available_g = found ? free_g(*found) + entry.claimed_g : 0;
  // What was refused is back in the stock with the same entry that says it left.
  if (item.mass_g - entry.refused_g > available_g)
    return refuse(Refusal::not_enough, pointer + "/mass_g",
                  fmt::format("{} g of the lot {} can be dispatched, the event says {} g",
                              available_g + entry.refused_g, lot.name, item.mass_g));
  const std::int64_t tolerance_g =
      proportion(item.mass_g, c.world.constitution().mass_tolerance_ppm, 1'000'000);
  if (entry.received_g > item.mass_g + tolerance_g)
    return refuse(
        Refusal::mass_not_balanced, pointer + "/mass_g",
        fmt::format("{} g of the lot {} were received under transfer {}, {} g cannot have "
                    "been all that left",
                    entry.received_g, lot.name, transfer.slip, item.mass_g));
  settle_claim(lot, sender, entry, available_g + entry.refused_g - item.mass_g);
  c.take_out(Place::stock, sender, item.mass_g);
  c.put_in(Place::stock, sender, entry.refused_g);
  c.put_in(Place::transit, sender, entry.accepted_g);
  c.weighing_difference(item.mass_g - entry.received_g);
  note_difference(c, item.mass_g, entry.received_g, "received_mass_differs", item.lot);
  entry.dispatched_g = item.mass_g;
  entry.claimed_g = 0;
  return {};
}

Verdict dispatch_lot(Case& c, TransferState& transfer, const Item& item,
                     const std::string& pointer) {
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  if (const TransferItem* entry = find_item(transfer, true, (*known)->no)) {
    if (entry->dispatched_g >= 0) return refuse_again(item, transfer, pointer + "/lot");
    return dispatch_late(c, c.world.edit_lot(**known), transfer,
                         edit_item(transfer, true, (*known)->no), item, pointer);
  }
  const auto drawn = c.draw(**known, item.mass_g, pointer);
  if (!drawn) return tl::unexpected(drawn.error());
  put_holding(c.world.edit_lot(**known), Place::transit, transfer.no, *drawn);
  edit_item(transfer, true, (*known)->no).dispatched_g = item.mass_g;
  c.take_out(Place::stock, c.sender().no, item.mass_g);
  c.put_in(Place::transit, c.sender().no, item.mass_g);
  return {};
}

}  // namespace

Verdict judge_dispatch(Case& c) {
  const auto to = other_side(c, c.event.to, "/to", Refusal::receiver_not_allowed);
  if (!to) return tl::unexpected(to.error());
  TransferState& transfer = open_transfer(c, c.sender().no, (*to)->no);
  if (transfer.dispatched < 0) {
    transfer.dispatched = c.index;
    transfer.dispatched_at_s = c.event.at_s;
  }
  for (std::size_t i = 0; i < c.event.items.size(); ++i) {
    const Item& item = c.event.items[i];
    const std::string pointer = fmt::format("/items/{}", i);
    auto done = item.lot.empty() ? dispatch_unit(c, transfer, item, pointer)
                                 : dispatch_lot(c, transfer, item, pointer);
    if (!done) return done;
  }
  return {};
}

}  // namespace ledger::model
