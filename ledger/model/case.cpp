#include "ledger/model/case.hpp"

#include <fmt/format.h>

#include "ledger/encoding/time.hpp"
#include "ledger/model/holdings.hpp"

namespace ledger::model {
namespace {

std::int64_t month_of(const Event& event, std::int64_t utc_offset_min) {
  const auto day = encoding::local_day(event.at_s, utc_offset_min);
  return day.year * 100 + day.month;
}

std::string region_of(const OperatorState* sender, std::string_view site) {
  if (!sender) return {};
  for (const SiteState& s : sender->sites)
    if (s.site == site) return s.region;
  return sender->region;
}

std::string_view where(const UnitState& unit) {
  return text(unit.place);
}

}  // namespace

Case::Case(World& w, const Event& e, Index i, std::int64_t recorded)
    : world(w),
      event(e),
      index(i),
      recorded_at_ms(recorded),
      sender_(w.find_operator(e.operator_id)),
      month_(month_of(e, w.is_founded() ? w.constitution().utc_offset_min : e.utc_offset_min)),
      region_(region_of(sender_, e.site)) {}

bool Case::sender_treats() const {
  return sender_->has(Role::recycler) || sender_->has(Role::repurposer);
}

void Case::take_out(Place place, std::int64_t ref, std::int64_t mass_g) {
  auto& account = world.tallies().accounts[AccountKey{place, ref}];
  account = checked_sum(account, -mass_g);
  auto& flow = world.tallies().flows[FlowKey{month_, place}];
  flow.out_g = checked_sum(flow.out_g, mass_g);
  balance_g_ = checked_sum(balance_g_, -mass_g);
}

void Case::put_in(Place place, std::int64_t ref, std::int64_t mass_g) {
  auto& account = world.tallies().accounts[AccountKey{place, ref}];
  account = checked_sum(account, mass_g);
  auto& flow = world.tallies().flows[FlowKey{month_, place}];
  flow.in_g = checked_sum(flow.in_g, mass_g);
  balance_g_ = checked_sum(balance_g_, mass_g);
}

void Case::weighing_difference(std::int64_t mass_g) {
  if (mass_g > 0) put_in(Place::weighing_difference, 0, mass_g);
  if (mass_g < 0) take_out(Place::weighing_difference, 0, -mass_g);
}

void Case::require_balance() const {
  require(balance_g_ == 0, "the postings of an event sum to zero");
}

Figure& Case::figure(std::string_view region, Chemistry chemistry, Origin origin, Route route) {
  return world.tallies()
      .figures[FigureKey{month_, sender_->no, std::string(region), chemistry, origin, route}];
}

void Case::finding(std::string_view name, std::string_view subject) {
  world.add_finding(Finding{index, std::string(name), std::string(subject), year()});
}

Result<const UnitState*> Case::known_unit(std::string_view code, const std::string& pointer) {
  const CodeState* known = world.find_code(code);
  if (!known)
    return refuse(
        Refusal::unknown_unit, pointer,
        fmt::format("no entry before this one brought the unit {} into the ledger", code));
  if (known->kind == CodeKind::part)
    return refuse(Refusal::part_of_whole, pointer,
                  fmt::format("{} is a part inside {}", code, world.find_unit(known->unit)->code));
  return world.find_unit(known->unit);
}

Result<UnitState*> Case::held_unit(std::string_view code, const std::string& pointer) {
  const auto known = known_unit(code, pointer);
  if (!known) return tl::unexpected(known.error());
  const UnitState& unit = **known;
  if (unit.place == Place::consumed || unit.place == Place::disposed)
    return refuse(
        Refusal::already_consumed, pointer,
        fmt::format("the unit {} was {} by an earlier entry", code,
                    unit.place == Place::consumed ? "taken apart or used up" : "disposed of"));
  if (unit.place != Place::stock || unit.ref != sender_->no)
    return refuse(
        Refusal::not_holder, pointer,
        fmt::format("the unit {} is not in the stock of {} (it is in: {})", code, sender_->id,
                    unit.place == Place::stock ? "another stock" : where(unit)));
  if (unit.claim != 0)
    return refuse(Refusal::claimed, pointer,
                  fmt::format("the unit {} was received by another operator under transfer {}; "
                              "only its dispatch under that number is open",
                              code, world.find_transfer(unit.claim)->slip));
  return &world.edit_unit(unit);
}

Result<UnitState*> Case::held_unit(const Item& item, const std::string& pointer) {
  auto unit = held_unit(item.unit, pointer + "/unit");
  if (unit && (*unit)->mass_g != item.mass_g)
    return refuse(Refusal::mass_not_booked, pointer + "/mass_g",
                  fmt::format("the unit {} is booked with {} g, the event says {} g", item.unit,
                              (*unit)->mass_g, item.mass_g));
  return unit;
}

Result<const LotState*> Case::known_lot(std::string_view name, const std::string& pointer) {
  const LotState* lot = world.find_lot(name);
  if (lot) return lot;
  return refuse(Refusal::unknown_lot, pointer,
                fmt::format("no entry before this one made the lot {}", name));
}

Result<Drawn> Case::draw(const LotState& lot, std::int64_t mass_g, const std::string& pointer) {
  const Holding* holding = find_holding(lot, Place::stock, sender_->no);
  if (!holding)
    return refuse(Refusal::not_holder, pointer + "/lot",
                  fmt::format("{} has nothing of the lot {} in stock", sender_->id, lot.name));
  if (mass_g > free_g(*holding))
    return refuse(Refusal::not_enough, pointer + "/mass_g",
                  fmt::format("{} g of the lot {} are free in the stock of {}, {} g were asked for",
                              free_g(*holding), lot.name, sender_->id, mass_g));
  LotState& changed = world.edit_lot(lot);
  changed.drawn = true;
  return take_holding(changed, Place::stock, sender_->no, mass_g);
}

void Case::set_mass(UnitState& unit, std::int64_t mass_g) {
  const bool is_receipt = event.type == EventType::receive;
  const bool is_weighed =
      event.mass_basis == MassBasis::weighed && (is_receipt || event.type == EventType::weigh);
  const bool is_first = is_weighed && !unit.counted && unit.mass_basis != MassBasis::weighed &&
                        (is_receipt || event.reason == "estimated_before");
  if (!is_first) {
    unit.spent_g = counted_after(unit.mass_g, mass_g, unit.spent_g);
    unit.seen_g = counted_after(unit.mass_g, mass_g, unit.seen_g);
  }
  if (is_weighed) unit.mass_basis = MassBasis::weighed;
  unit.mass_g = mass_g;
}

void Case::count_received(UnitState& unit) {
  const std::int64_t unseen_g = fresh_g(unit.mass_g, unit.seen_g);
  if (!sender_treats() || (unit.received && unseen_g == 0)) return;
  Figure& sum = figure(region_, unit.chemistry, unit.origin, Route::none);
  sum.received_g = checked_sum(sum.received_g, unseen_g);
  if (!unit.received) {
    sum.received_units += 1;
    if (unit.energy_wh > 0)
      sum.received_energy_wh = checked_sum(sum.received_energy_wh, unit.energy_wh);
  }
  unit.seen_g += unseen_g;
  unit.received = true;
}

void Case::count_received(const LotState& lot, Drawn& content) {
  const std::int64_t unseen_g = fresh_g(content.mass_g, content.seen_g);
  if (!sender_treats() || !is_battery_mass(lot.material) || unseen_g == 0) return;
  Figure& sum = figure(region_, lot.chemistry, lot.origin, Route::none);
  sum.received_g = checked_sum(sum.received_g, unseen_g);
  content.seen_g += unseen_g;
}

}  // namespace ledger::model
