#include "ledger/audit/describe.hpp"

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"

namespace ledger::audit {
namespace {

std::string assay_text(const std::vector<Assay>& assays) {
  std::string out;
  for (const Assay& assay : assays)
    out += fmt::format(" {} {} ppm", text(assay.element), assay.ppm);
  return out;
}

}  // namespace

std::string describe_state(const OperatorState& s) {
  std::string out = fmt::format(
      "no {} enrolled {} suspended {} roles {:#x} name {} region {} listing {} capacity {} t "
      "standing {} last {} at {}",
      s.no, s.enrolled, s.suspended, s.roles, s.name, s.region, s.listing, s.capacity_t, s.standing,
      s.last, s.last_at_s);
  for (const SiteState& site : s.sites)
    out += fmt::format("; site {} {} {} {} t", site.site, site.name, site.region, site.capacity_t);
  for (const KeyState& k : s.keys)
    out += fmt::format(
        "; key {} {} granted {} revoked {} until {} types {:#x} holder {} untrusted "
        "since {}",
        k.name, encoding::base64(k.key), k.granted, k.revoked, k.until_s, k.types, k.holder,
        k.untrusted_since);
  return out;
}

std::string describe_state(const UnitState& s) {
  return fmt::format(
      "no {} scheme {} level {} chemistry {} origin {} basis {} in {} ref {} claim {} mass {} g "
      "spent {} g seen {} g energy {} Wh retired {} counted {} received {} last {} at {}",
      s.no, text(s.code_scheme), text(s.level), text(s.chemistry), text(s.origin),
      text(s.mass_basis), text(s.place), s.ref, s.claim, s.mass_g, s.spent_g, s.seen_g, s.energy_wh,
      s.retired_at_s, s.counted, s.received, s.last, s.last_at_s);
}

std::string describe_state(const CodeState& s) {
  return fmt::format("unit no {} kind {}", s.unit, static_cast<int>(s.kind));
}

std::string describe_state(const LotState& s) {
  std::string out = fmt::format(
      "no {} material {} name {} chemistry {} origin {} drawn {} moisture {} assay{} last {} at {}",
      s.no, text(s.material), s.other_name, text(s.chemistry), text(s.origin), s.drawn,
      s.moisture_permille, assay_text(s.assay), s.last, s.last_at_s);
  for (const Holding& h : s.holdings)
    out += fmt::format("; in {} ref {} mass {} g claimed {} g spent {} g seen {} g", text(h.place),
                       h.ref, h.mass_g, h.claimed_g, h.spent_g, h.seen_g);
  return out;
}

std::string describe_state(const TransferState& s) {
  std::string out =
      fmt::format("no {} from {} to {} slip {} dispatched {} at {} received {} at {}", s.no, s.from,
                  s.to, s.slip, s.dispatched, s.dispatched_at_s, s.received, s.received_at_s);
  for (const TransferItem& i : s.items)
    out += fmt::format(
        "; {} {} dispatched {} received {} accepted {} refused {} claimed {} "
        "missing {}",
        i.is_lot ? "lot" : "unit", i.subject, i.dispatched_g, i.received_g, i.accepted_g,
        i.refused_g, i.claimed_g, i.missing);
  return out;
}

std::string describe_state(const TargetState& s) {
  return fmt::format("year {} {} {} t source {} entry {}", s.year, text(s.bound), s.mass_t,
                     s.source, s.entry);
}

std::string describe_state(const Finding& f) {
  return fmt::format("entry {} {} {} year {}", f.entry, f.name, f.subject, f.year);
}

std::string describe_state(const Constitution& c) {
  std::string former;
  for (const FormerLedgerKey& key : c.former_ledger_keys)
    former += fmt::format(" key until entry {} {}", key.replaced, key.vkey);
  return fmt::format(
      "origin {} authority {} ledger key {}{} recovery key {} offset {} tolerance {} window {} "
      "rules {} founded {}",
      c.origin, c.authority, c.ledger_key, former, c.recovery_key, c.utc_offset_min,
      c.mass_tolerance_ppm, c.batch_window_s, c.rules, c.founded_at_s);
}

std::string describe_sum(const Figure& f) {
  return fmt::format(
      "net {} treated {} second life {} received {} retired {} g; units {} {} Wh, received {} {} "
      "Wh, retired {} {} Wh, uncoded {}, unweighed {}",
      f.net_g, f.treated_g, f.second_life_g, f.received_g, f.retired_g, f.units, f.energy_wh,
      f.received_units, f.received_energy_wh, f.retired_units, f.retired_energy_wh, f.uncoded_units,
      f.unweighed_units);
}
std::string describe_sum(const Flow& f) {
  return fmt::format("in {} g out {} g", f.in_g, f.out_g);
}
std::string describe_sum(const MaterialSum& s) {
  return fmt::format("made {} used {} delivered {} disposed {} g", s.made_g, s.used_g,
                     s.delivered_g, s.disposed_g);
}
std::string describe_sum(const ElementSum& s) {
  return fmt::format("recovered {} g fed {} g", s.recovered_g, s.fed_g);
}
std::string describe_sum(std::int64_t sum) {
  return std::to_string(sum);
}

std::string describe_key(const FigureKey& k) {
  return fmt::format("figure {} operator {} {} {} {} {}", k.month, k.operator_no, k.region,
                     text(k.chemistry), text(k.origin), text(k.route));
}
std::string describe_key(const FlowKey& k) {
  return fmt::format("flow {} {}", k.month, text(k.place));
}
std::string describe_key(const MaterialKey& k) {
  return fmt::format("material {} {}", k.year, text(k.material));
}
std::string describe_key(const ElementKey& k) {
  return fmt::format("element {} {}", k.year, text(k.element));
}
std::string describe_key(const DelayKey& k) {
  return fmt::format("delay {} of {} days", k.year, k.days);
}
std::string describe_key(const AccountKey& k) {
  return fmt::format("account {} of operator {}", text(k.place), k.operator_no);
}

}  // namespace ledger::audit
