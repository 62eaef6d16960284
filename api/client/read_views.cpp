#include "api/client/read_views.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/client/fields.hpp"
#include "ledger/key.hpp"

namespace api::client {
namespace {

using nlohmann::json;

ledger::KeyState read_key(const json& value) {
  const Fields members(value);
  ledger::KeyState key;
  members.must("name", key.name);
  members.may("granted", key.granted, "revoked", key.revoked, "until_s", key.until_s,
              "untrusted_since", key.untrusted_since, "holder", key.holder);
  const auto vkey = ledger::read_vkey(members.text("key"));
  if (!vkey || vkey->name != key.name) strange("a key was expected");
  key.key = vkey->key;
  if (const json* types = members.find("types")) key.types = bits_of<ledger::EventType>(*types);
  return key;
}

ledger::SiteState read_site(const json& value) {
  const Fields members(value);
  ledger::SiteState site;
  members.must("site", site.site, "name", site.name, "region", site.region);
  members.may("capacity_t", site.capacity_t);
  return site;
}

ledger::Holding read_holding(const json& value,
                             const std::vector<ledger::OperatorState>& operators) {
  const Fields members(value);
  ledger::Holding holding;
  std::string holder;
  members.must("place", holding.place, "mass_g", holding.mass_g, "claimed_g", holding.claimed_g,
               "spent_g", holding.spent_g, "seen_g", holding.seen_g);
  members.may("holder", holder);
  const auto known =
      std::find_if(operators.begin(), operators.end(),
                   [&](const ledger::OperatorState& state) { return state.id == holder; });
  if (known != operators.end()) holding.ref = known->no;
  return holding;
}

ledger::TransferItem read_item(const json& value, std::string& subject) {
  const Fields members(value);
  ledger::TransferItem item;
  item.is_lot = members.find("lot") != nullptr;
  members.must(item.is_lot ? "lot" : "unit", subject);
  members.may("dispatched_g", item.dispatched_g, "received_g", item.received_g, "accepted_g",
              item.accepted_g, "refused_g", item.refused_g, "claimed_g", item.claimed_g, "missing",
              item.missing);
  return item;
}

ledger::Constitution read_constitution(const json& value) {
  const Fields members(value);
  ledger::Constitution constitution;
  members.must("origin", constitution.origin, "authority", constitution.authority, "ledger_key",
               constitution.ledger_key, "utc_offset_min", constitution.utc_offset_min,
               "mass_tolerance_ppm", constitution.mass_tolerance_ppm, "batch_window_s",
               constitution.batch_window_s, "rules", constitution.rules, "founded_at_s",
               constitution.founded_at_s);
  members.may("recovery_key", constitution.recovery_key);
  for (const json& key : members.list("former_ledger_keys")) {
    ledger::FormerLedgerKey& former = constitution.former_ledger_keys.emplace_back();
    Fields(key).must("vkey", former.vkey, "replaced", former.replaced);
  }
  return constitution;
}

ledger::CodeState read_code(const json& value) {
  const Fields members(value);
  ledger::CodeState code;
  members.must("code", code.code);
  const std::string kind = members.text("kind");
  code.kind = kind == "own"     ? ledger::CodeKind::own
              : kind == "alias" ? ledger::CodeKind::alias
                                : ledger::CodeKind::part;
  return code;
}

std::vector<ledger::Hash> hashes(const json& list) {
  std::vector<ledger::Hash> out;
  for (const json& hash : list) out.push_back(hash_of(hash));
  return out;
}

}  // namespace

ledger::LedgerInfo read_info(const json& value) {
  const Fields members(value);
  ledger::LedgerInfo info;
  members.must("origin", info.origin, "identity", info.identity, "size", info.size, "root",
               info.root, "ledger_key", info.ledger_key, "authority", info.authority,
               "last_recorded_at_ms", info.last_recorded_at_ms, "note", info.checkpoint);
  info.constitution = read_constitution(members.of("constitution"));
  return info;
}

ledger::OperatorState read_operator(const json& value) {
  const Fields members(value);
  ledger::OperatorState state;
  members.must("id", state.id, "name", state.name, "enrolled", state.enrolled, "suspended",
               state.suspended);
  state.last_at_s = -1;  // not for everybody, as `last`
  members.may("region", state.region, "listing", state.listing, "capacity_t", state.capacity_t,
              "standing", state.standing, "last", state.last, "last_at_s", state.last_at_s);
  state.roles = static_cast<std::uint32_t>(bits_of<ledger::Role>(members.of("roles")));
  for (const json& site : members.list("sites")) state.sites.push_back(read_site(site));
  for (const json& key : members.list("keys")) state.keys.push_back(read_key(key));
  return state;
}

ledger::UnitView read_unit(const json& value) {
  const Fields members(value);
  ledger::UnitView unit;
  ledger::UnitState& state = unit.state;
  members.must("code", state.code, "place", state.place, "mass_g", state.mass_g, "spent_g",
               state.spent_g, "seen_g", state.seen_g, "counted", state.counted, "received",
               state.received, "last", state.last, "last_at_s", state.last_at_s);
  members.may("code_scheme", state.code_scheme, "level", state.level, "chemistry", state.chemistry,
              "origin", state.origin, "mass_basis", state.mass_basis, "energy_wh", state.energy_wh,
              "retired_at_s", state.retired_at_s, "holder", unit.holder);
  state.claim = members.flag("claimed") ? 1 : 0;
  for (const json& code : members.list("codes")) unit.codes.push_back(read_code(code));
  return unit;
}

ledger::LotState read_lot(const json& value, const std::vector<ledger::OperatorState>& operators) {
  const Fields members(value);
  ledger::LotState lot;
  members.must("lot", lot.name, "material", lot.material, "drawn", lot.drawn, "last", lot.last,
               "last_at_s", lot.last_at_s);
  members.may("name", lot.other_name, "chemistry", lot.chemistry, "origin", lot.origin,
              "moisture_permille", lot.moisture_permille);
  const json& assay = members.of("assay_ppm");
  const Members shares(assay);
  for (const auto& [element, ppm] : assay.items())
    lot.assay.push_back({listed<ledger::Element>(element), shares.whole(element.c_str())});
  for (const json& holding : members.list("holdings"))
    lot.holdings.push_back(read_holding(holding, operators));
  return lot;
}

ledger::StockLine read_stock_line(const json& value) {
  const Fields members(value);
  ledger::StockLine line;
  line.is_lot = members.find("lot") != nullptr;
  members.must(line.is_lot ? "lot" : "unit", line.id, "mass_g", line.mass_g, "last", line.last);
  members.may("level", line.level, "material", line.material, "chemistry", line.chemistry, "origin",
              line.origin, "energy_wh", line.energy_wh, "claimed_g", line.claimed_g);
  return line;
}

ledger::TransferView read_transfer(const json& value) {
  const Fields members(value);
  ledger::TransferView transfer;
  ledger::TransferState& state = transfer.state;
  members.must("from", transfer.from, "to", transfer.to, "transfer", state.slip);
  members.may("dispatched", state.dispatched, "received", state.received, "dispatched_at_s",
              state.dispatched_at_s, "received_at_s", state.received_at_s);
  for (const json& item : members.list("items"))
    state.items.push_back(read_item(item, transfer.subjects.emplace_back()));
  return transfer;
}

ledger::TargetState read_target(const json& value) {
  ledger::TargetState target;
  Fields(value).must("year", target.year, "mass_t", target.mass_t, "bound", target.bound, "source",
                     target.source, "entry", target.entry);
  return target;
}

ledger::Checkpoint read_head(const json& value) {
  ledger::Checkpoint head;
  Fields(value).must("size", head.size, "root", head.root);
  return head;
}

ledger::OpenedText read_opened(const json& value) {
  using State = ledger::OpenedText::State;
  const Members members(value);
  const std::string state = members.text("state");
  ledger::OpenedText opened;
  opened.member = members.text("member");
  opened.state = state == "opened"   ? State::opened
                 : state == "absent" ? State::absent
                                     : State::wrong;
  if (opened.state == State::opened) opened.text = members.text("text");
  return opened;
}

ledger::Receipt read_receipt(const json& value) {
  const Members members(value);
  return {members.text("batch"),          members.whole("first"),
          hashes(members.list("leaves")), hashes(members.list("proof")),
          members.hash("identity"),       hashes(members.list("identity_path")),
          members.text("checkpoint")};
}

FoundBy read_finding(const json& value) {
  FoundBy found;
  Fields(value).must("entry", found.finding.entry, "name", found.finding.name, "subject",
                     found.finding.subject, "year", found.finding.year, "operator",
                     found.operator_id, "at", found.at);
  return found;
}

}  // namespace api::client
