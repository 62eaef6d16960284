#include <algorithm>

#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transfers.hpp"

namespace ledger::model {
namespace {

Verdict judge_masses(const Item& item, const std::string& pointer) {
  if (item.received_g != item.accepted_g + item.refused_g)
    return refuse(Refusal::mass_not_balanced, pointer + "/received_g",
                  fmt::format("{} g received are not {} g accepted and {} g refused",
                              item.received_g, item.accepted_g, item.refused_g));
  if (!item.lot.empty()) return {};
  if (item.received_g == 0)
    return refuse(Refusal::out_of_range, pointer + "/received_g",
                  "a unit that has not arrived is not listed");
  if (item.accepted_g > 0 && item.refused_g > 0)
    return refuse(Refusal::mass_not_balanced, pointer + "/accepted_g",
                  "a unit is accepted or refused whole");
  return {};
}

Verdict refuse_again(const Item& item, const TransferState& transfer, const std::string& pointer) {
  return refuse(Refusal::already_received, pointer,
                fmt::format("{} was received under transfer {} already",
                            item.lot.empty() ? item.unit : item.lot, transfer.slip));
}

void book(TransferItem& entry, const Item& item) {
  entry.received_g = item.received_g;
  entry.accepted_g = item.accepted_g;
  entry.refused_g = item.refused_g;
}

void settle_unit(Case& c, UnitState& unit, const Item& item, std::int64_t sender) {
  c.set_mass(unit, item.received_g);
  unit.place = Place::stock;
  unit.ref = item.accepted_g > 0 ? c.sender().no : sender;
  c.put_in(Place::stock, unit.ref, item.received_g);
  if (item.accepted_g > 0) c.count_received(unit);
}

/// A unit whose dispatch is still to come: the receiver has it, the sender's account still shows
/// it, and transit owes it.
Verdict receive_first(Case& c, TransferState& transfer, const UnitState& known, const Item& item,
                      const std::string& pointer) {
  if (known.place != Place::stock || known.ref != transfer.from)
    return refuse(known.place == Place::consumed || known.place == Place::disposed
                      ? Refusal::already_consumed
                      : Refusal::not_holder,
                  pointer + "/unit",
                  fmt::format("the unit {} is neither on its way under transfer {} nor in the "
                              "stock of {}",
                              item.unit, transfer.slip, c.event.from));
  if (known.claim != 0)
    return refuse(Refusal::claimed, pointer + "/unit",
                  fmt::format("the unit {} is claimed under another transfer", item.unit));
  UnitState& unit = c.world.edit_unit(known);
  TransferItem& entry = edit_item(transfer, false, unit.no);
  book(entry, item);
  entry.claimed_g = unit.mass_g;
  note_difference(c, unit.mass_g, item.received_g, "received_mass_differs", item.unit);
  if (item.accepted_g == 0) {
    unit.claim = transfer.no;
    return {};
  }
  c.take_out(Place::transit, transfer.from, item.received_g);
  settle_unit(c, unit, item, transfer.from);
  return {};
}

Verdict receive_unit(Case& c, TransferState& transfer, const Item& item,
                     const std::string& pointer) {
  const auto known = c.known_unit(item.unit, pointer + "/unit");
  if (!known) return tl::unexpected(known.error());
  const TransferItem* listed = find_item(transfer, false, (*known)->no);
  if (!listed) return receive_first(c, transfer, **known, item, pointer);
  if (listed->received_g >= 0) return refuse_again(item, transfer, pointer + "/unit");
  if ((*known)->place != Place::transit || (*known)->ref != transfer.no)
    return refuse(Refusal::not_holder, pointer + "/unit",
                  fmt::format("the unit {} is not on its way any more (it is in: {})", item.unit,
                              text((*known)->place)));
  UnitState& unit = c.world.edit_unit(**known);
  const std::int64_t declared_g = unit.mass_g;
  c.take_out(Place::transit, transfer.from, declared_g);
  settle_unit(c, unit, item, transfer.from);
  c.weighing_difference(declared_g - item.received_g);
  note_difference(c, declared_g, item.received_g, "received_mass_differs", item.unit);
  book(edit_item(transfer, false, unit.no), item);
  return {};
}

/// Grams of a lot whose dispatch is still to come: claimed in the sender's holding.
Verdict receive_first(Case& c, TransferState& transfer, const LotState& known, const Item& item,
                      const std::string& pointer) {
  if (item.received_g == 0)
    return refuse(
        Refusal::out_of_range, pointer + "/received_g",
        fmt::format("nothing of the lot {} was dispatched under transfer {}; what has not "
                    "arrived is not listed",
                    item.lot, transfer.slip));
  const Holding* holding = find_holding(known, Place::stock, transfer.from);
  const std::int64_t free = holding ? free_g(*holding) : 0;
  const std::int64_t tolerance_g =
      proportion(free, c.world.constitution().mass_tolerance_ppm, 1'000'000);
  if (!holding || item.received_g > free + tolerance_g)
    return refuse(Refusal::not_enough, pointer + "/received_g",
                  fmt::format("{} has {} g of the lot {} free and has dispatched none under "
                              "transfer {}; {} g cannot have come from it",
                              c.event.from, free, item.lot, transfer.slip, item.received_g));
  LotState& lot = c.world.edit_lot(known);
  lot.drawn = true;
  // What was refused is the sender's to use; only what was accepted waits for its dispatch.
  const std::int64_t claim_g = std::min(item.accepted_g, free);
  const Drawn accepted = take_holding(lot, Place::stock, transfer.from, claim_g);
  // The grams stay on the sender's account until the dispatch; only spent and seen grams move.
  put_holding(lot, Place::stock, transfer.from, Drawn{accepted.mass_g, 0, 0});
  if (claim_g > 0) edit_holding(lot, Place::stock, transfer.from).claimed_g += claim_g;
  TransferItem& entry = edit_item(transfer, true, lot.no);
  book(entry, item);
  entry.claimed_g = claim_g;
  Drawn content = weighed_as(lot, accepted, item.accepted_g);
  c.count_received(lot, content);
  put_holding(lot, Place::stock, c.sender().no, content);
  c.take_out(Place::transit, transfer.from, item.accepted_g);
  c.put_in(Place::stock, c.sender().no, item.accepted_g);
  return {};
}

Verdict receive_lot(Case& c, TransferState& transfer, const Item& item,
                    const std::string& pointer) {
  const auto known = c.known_lot(item.lot, pointer + "/lot");
  if (!known) return tl::unexpected(known.error());
  const TransferItem* listed = find_item(transfer, true, (*known)->no);
  if (!listed) return receive_first(c, transfer, **known, item, pointer);
  if (listed->received_g >= 0) return refuse_again(item, transfer, pointer + "/lot");
  const Holding* moving = find_holding(**known, Place::transit, transfer.no);
  if (!moving)
    return refuse(Refusal::not_holder, pointer + "/lot",
                  fmt::format("nothing of the lot {} is on its way under transfer {} any more",
                              item.lot, transfer.slip));
  LotState& lot = c.world.edit_lot(**known);
  const Drawn sent = take_holding(lot, Place::transit, transfer.no, moving->mass_g);
  const Drawn found = weighed_as(lot, sent, item.received_g);
  Drawn accepted = part_of(found, item.accepted_g);
  const Drawn back{item.refused_g, found.spent_g - accepted.spent_g,
                   found.seen_g - accepted.seen_g};
  c.count_received(lot, accepted);
  put_holding(lot, Place::stock, c.sender().no, accepted);
  put_holding(lot, Place::stock, transfer.from, back);
  c.take_out(Place::transit, transfer.from, sent.mass_g);
  c.put_in(Place::stock, c.sender().no, item.accepted_g);
  c.put_in(Place::stock, transfer.from, item.refused_g);
  c.weighing_difference(sent.mass_g - item.received_g);
  note_difference(c, sent.mass_g, item.received_g, "received_mass_differs", item.lot);
  book(edit_item(transfer, true, lot.no), item);
  return {};
}

}  // namespace

Verdict judge_receive(Case& c) {
  const auto from = other_side(c, c.event.from, "/from", Refusal::unknown_operator);
  if (!from) return tl::unexpected(from.error());
  TransferState& transfer = open_transfer(c, (*from)->no, c.sender().no);
  if (transfer.received < 0) {
    transfer.received = c.index;
    transfer.received_at_s = c.event.at_s;
  }
  for (std::size_t i = 0; i < c.event.items.size(); ++i) {
    const Item& item = c.event.items[i];
    const std::string pointer = fmt::format("/items/{}", i);
    if (auto may = judge_masses(item, pointer); !may) return may;
    auto done = item.lot.empty() ? receive_unit(c, transfer, item, pointer)
                                 : receive_lot(c, transfer, item, pointer);
    if (!done) return done;
  }
  return {};
}

}  // namespace ledger::model
