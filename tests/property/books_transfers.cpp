#include "tests/property/books.hpp"

namespace property {
namespace {

const Where transit{Place::transit, ""};
const Where difference{Place::weighing_difference, ""};

}  // namespace

Transfer& Books::open_transfer(const std::string& from, const std::string& to,
                               std::string_view slip) {
  const std::size_t order = transfers.size();
  return transfers
      .try_emplace(transfer_key(from, to, slip), Transfer{from, to, std::string(slip), order, {}})
      .first->second;
}

void Books::dispatch(const Event& event) {
  const std::string to(event.to);
  if (!companies.contains(to) || !companies.at(to).is_holder() || to == operator_)
    throw Refused{"nobody to send to"};
  const std::string key = transfer_key(operator_, to, event.transfer);
  Transfer& transfer = open_transfer(operator_, to, event.transfer);
  for (const Item& item : event.items) {
    const std::string id = item.unit.empty() ? std::string(item.lot) : resolve(item.unit);
    name_once(id);
    HandOver& state = transfer.items[id];
    if (state.dispatched >= 0) throw Refused{"dispatched already"};
    if (state.received >= 0) {
      dispatch_received(item, id, state);
    } else if (!item.unit.empty()) {
      units.at(held_unit(item)).where = {Place::transit, key};
      post({Place::stock, operator_}, transit, item.mass_g);
    } else {
      const auto lot = lots.find(id);
      if (lot == lots.end()) throw Refused{"no such lot"};
      const Parcel part = draw(lot->second, {Place::stock, operator_}, item.mass_g);
      put(lot->second, {Place::transit, key}, part);
      post({Place::stock, operator_}, transit, item.mass_g);
    }
    state.dispatched = item.mass_g;
  }
}

/// The receipt came first: what is accepted has long moved, the sender's book follows now.
void Books::dispatch_received(const Item& item, const std::string& id, HandOver& state) {
  const Where stock{Place::stock, operator_};
  const Gram sent = item.mass_g;
  if (!item.unit.empty()) {
    if (sent != state.claimed) throw Refused{"not the booked mass"};
    Unit& unit = units.at(id);
    if (state.refused > 0) {
      unit.claimed = false;
      unit.grams = unit.grams.at(state.refused);
    }
  } else {
    Lot& lot = lots.at(id);
    Parcel& there = lot.at[stock];
    there.claimed -= state.claimed;
    if (sent - state.refused > there.free()) throw Refused{"has not enough of the lot"};
    if (state.received > sent + share_of(sent, tolerance_ppm_, 1'000'000))
      throw Refused{"less than was received"};
    // What the claim and what came back exceed the paper by was found, not sent.
    Parcel left{there.free() - state.claimed, 0, there.spent, there.seen};
    left = left.at(there.free() + state.refused - sent);
    if (left.mass == 0) left.spent = left.seen = 0;
    there = {there.claimed + left.mass, there.claimed, left.spent, left.seen};
    if (there.mass == 0) lot.at.erase(stock);
  }
  state.claimed = 0;
  post(stock, transit, sent);
  post(transit, stock, state.refused);
  post(transit, difference, sent - state.received);
}

void Books::receive(const Event& event) {
  const std::string from(event.from);
  if (!companies.contains(from) || from == operator_) throw Refused{"nobody to receive from"};
  const std::string key = transfer_key(from, operator_, event.transfer);
  Transfer& transfer = open_transfer(from, operator_, event.transfer);
  for (const Item& item : event.items) {
    const std::string id = item.unit.empty() ? std::string(item.lot) : resolve(item.unit);
    name_once(id);
    HandOver& state = transfer.items[id];
    if (state.received >= 0) throw Refused{"received already"};
    if (state.missing) throw Refused{"reported missing on the way"};
    if (item.received_g != item.accepted_g + item.refused_g) throw Refused{"not balanced"};
    if (item.unit.empty())
      receive_lot(item, key, state);
    else
      receive_unit(item, key, state);
    if (state.dispatched >= 0) post(transit, {Place::stock, from}, item.refused_g);
    post(transit, {Place::stock, operator_}, item.accepted_g);
    state.received = item.received_g;
    state.accepted = item.accepted_g;
    state.refused = item.refused_g;
  }
}

void Books::receive_unit(const Item& item, const std::string& key, HandOver& state) {
  const std::string& from = transfers.at(key).from;
  Unit& unit = units.at(resolve(item.unit));
  const bool is_whole = (item.accepted_g == 0) != (item.refused_g == 0);
  if (!is_whole) throw Refused{"a unit is accepted or refused whole"};
  const bool was_sent = state.dispatched >= 0;
  const Where expected = was_sent ? Where{Place::transit, key} : Where{Place::stock, from};
  if (unit.where != expected || unit.claimed) throw Refused{"not with the sender"};
  if (!was_sent) state.claimed = unit.grams.mass;
  if (was_sent) post(transit, difference, unit.grams.mass - item.received_g);
  if (item.refused_g > 0 && !was_sent) {
    unit.claimed = true;
    return;
  }
  if (unit.guessed && is_weighed_)
    unit.grams.mass = item.received_g;
  else
    unit.grams = unit.grams.at(item.received_g);
  if (is_weighed_) unit.guessed = false;
  unit.where = {Place::stock, item.refused_g > 0 ? from : operator_};
  if (item.accepted_g > 0) arrive(unit);
}

void Books::receive_lot(const Item& item, const std::string& key, HandOver& state) {
  const std::string& from = transfers.at(key).from;
  const auto found = lots.find(std::string(item.lot));
  if (found == lots.end()) throw Refused{"no such lot"};
  Lot& lot = found->second;
  Parcel accepted;
  if (state.dispatched >= 0) {
    const Where on_the_way{Place::transit, key};
    if (!lot.at.contains(on_the_way)) throw Refused{"not on the way"};
    const Parcel sent = lot.at.at(on_the_way).at(item.received_g);
    post(transit, difference, lot.at.at(on_the_way).mass - item.received_g);
    lot.at.erase(on_the_way);
    accepted = {item.accepted_g, 0, counted_part(sent.spent, item.accepted_g, item.received_g),
                counted_part(sent.seen, item.accepted_g, item.received_g)};
    put(lot, {Place::stock, from},
        {item.refused_g, 0, sent.spent - accepted.spent, sent.seen - accepted.seen});
  } else {
    const Where stock{Place::stock, from};
    if (item.received_g == 0) throw Refused{"nothing of it was sent as yet, and nothing came"};
    if (!lot.at.contains(stock)) throw Refused{"the sender has none"};
    Parcel& there = lot.at.at(stock);
    const Gram free = there.free();
    if (free == 0 || item.received_g > free + share_of(free, tolerance_ppm_, 1'000'000))
      throw Refused{"more than the sender has"};
    const Gram moved = std::min(item.accepted_g, free);
    accepted = {moved, 0, counted_part(there.spent, moved, free),
                counted_part(there.seen, moved, free)};
    there.spent -= accepted.spent;
    there.seen -= accepted.seen;
    accepted = accepted.at(item.accepted_g);
    state.claimed = moved;
    there.claimed += state.claimed;
    lot.drawn = true;
  }
  if (lot.is_battery() && accepted.mass > 0) arrive(accepted, lot.origin);
  put(lot, {Place::stock, operator_}, accepted);
}

}  // namespace property
