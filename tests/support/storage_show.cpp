#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "tests/support/storage_samples.hpp"

namespace tests {

using namespace ledger;
using namespace ledger::storage;

namespace {

std::string one(const std::string& text) {
  return "'" + text + "'";
}
std::string one(bool value) {
  return value ? "yes" : "no";
}
template <class Number>
requires std::is_integral_v<Number> std::string one(Number value) {
  return std::to_string(value);
}
template <class E>
requires std::is_enum_v<E> std::string one(E value) {
  return std::to_string(static_cast<int>(value));
}
template <std::size_t N>
std::string one(const std::array<std::uint8_t, N>& bytes) {
  return encoding::hex(bytes);
}

template <class... Members>
std::string row(const char* name, const Members&... members) {
  std::string text = name;
  ((text += ' ', text += one(members)), ...);
  return text + '\n';
}

std::string show(const Tile& tile) {
  return row("tile", tile.level, tile.number, tile.hashes);
}

}  // namespace

std::string show(const Batch& batch) {
  const BatchHead& head = batch.head;
  return row("batch", batch.first, head.count, head.origin, head.operator_id, head.root,
             head.after_index, head.after_hash, head.key, head.signature, batch.standing,
             batch.recorded_at_ms);
}

std::string show(const EntryRow& entry) {
  return row("entry", entry.index, entry.event, entry.trail, entry.leaf);
}

std::string show(const Checkpoint& checkpoint) {
  return row("checkpoint", checkpoint.size, checkpoint.root, checkpoint.note);
}

std::string show(const Constitution& c) {
  std::string shown =
      row("constitution", c.origin, c.authority, c.ledger_key, c.recovery_key, c.utc_offset_min,
          c.mass_tolerance_ppm, c.batch_window_s, c.rules, c.founded_at_s);
  for (const FormerLedgerKey& former : c.former_ledger_keys)
    shown += row(" former key", former.vkey, former.replaced);
  return shown;
}

std::string show(const OperatorState& state) {
  std::string text = row("operator", state.no, state.id, state.enrolled, state.suspended,
                         state.roles, state.name, state.region, state.listing, state.capacity_t,
                         state.standing, state.last, state.last_at_s);
  for (const SiteState& site : state.sites)
    text += row(" site", site.site, site.name, site.region, site.capacity_t);
  for (const KeyState& key : state.keys)
    text += row(" key", key.name, key.key, key.granted, key.revoked, key.until_s, key.types,
                key.holder, key.untrusted_since);
  return text;
}

std::string show(const UnitState& u) {
  return row("unit", u.no, u.code, u.code_scheme, u.level, u.chemistry, u.origin, u.mass_basis,
             u.place, u.ref, u.claim, u.mass_g, u.spent_g, u.seen_g, u.energy_wh, u.retired_at_s,
             u.counted, u.received, u.last, u.last_at_s);
}

std::string show(const CodeState& code) {
  return row("code", code.code, code.unit, code.kind);
}

std::string show(const LotState& lot) {
  std::string text = row("lot", lot.no, lot.name, lot.material, lot.other_name, lot.chemistry,
                         lot.origin, lot.drawn, lot.moisture_permille, lot.last, lot.last_at_s);
  for (const Assay& assay : lot.assay) text += row(" assay", assay.element, assay.ppm);
  for (const Holding& h : lot.holdings)
    text += row(" holding", h.place, h.ref, h.mass_g, h.claimed_g, h.spent_g, h.seen_g);
  return text;
}

std::string show(const TransferState& t) {
  std::string text = row("transfer", t.no, t.from, t.to, t.slip, t.dispatched, t.received,
                         t.dispatched_at_s, t.received_at_s);
  for (const TransferItem& item : t.items)
    text += row(" item", item.is_lot, item.subject, item.dispatched_g, item.received_g,
                item.accepted_g, item.refused_g, item.claimed_g, item.missing);
  return text;
}

std::string show(const TargetState& target) {
  return row("target", target.year, target.mass_t, target.bound, target.source, target.entry);
}

std::string show(const Finding& finding) {
  return row("finding", finding.entry, finding.name, finding.subject, finding.year);
}

std::string show(const Tallies& tallies) {
  std::string text;
  for (const auto& [k, f] : tallies.figures)
    text += row("figure", k.month, k.operator_no, k.region, k.chemistry, k.origin, k.route, f.net_g,
                f.treated_g, f.second_life_g, f.received_g, f.retired_g, f.units, f.energy_wh,
                f.received_units, f.received_energy_wh, f.retired_units, f.retired_energy_wh,
                f.uncoded_units, f.unweighed_units);
  for (const auto& [k, flow] : tallies.flows)
    text += row("flow", k.month, k.place, flow.in_g, flow.out_g);
  for (const auto& [k, sum] : tallies.materials)
    text += row("material", k.year, k.material, sum.made_g, sum.used_g, sum.delivered_g,
                sum.disposed_g);
  for (const auto& [k, sum] : tallies.elements)
    text += row("element", k.year, k.element, sum.recovered_g, sum.fed_g);
  for (const auto& [k, units] : tallies.delays) text += row("delay", k.year, k.days, units);
  for (const auto& [k, grams] : tallies.accounts)
    text += row("account", k.place, k.operator_no, grams);
  return text;
}

std::string show_all(const Store& store) {
  std::string text;
  const auto add = [&text](const auto& value) {
    text += show(value);
    return true;
  };
  constexpr Index all = std::int64_t{1} << 40;
  store.each_batch(0, all, add);
  store.each_entry(0, all, add);
  store.each_event_id([&text](std::int64_t operator_no, std::string_view id, Index entry) {
    text += row("event_id", operator_no, std::string(id), entry);
    return true;
  });
  store.each_tile(add);
  store.each_checkpoint(add);
  if (const auto constitution = store.constitution()) add(*constitution);
  store.each_operator(add);
  store.each_unit(add);
  store.each_code(add);
  store.each_lot(add);
  store.each_transfer(add);
  for (const TargetState& target : store.targets()) add(target);
  store.each_finding(add);
  add(store.tallies(0, 9999));
  return text;
}

}  // namespace tests
