#include "api/client/read_views.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/client/read_json.hpp"
#include "ledger/key.hpp"

namespace api::client {
namespace {

using nlohmann::json;

template <class E>
E listed(const std::string& word) {
  const auto value = ledger::listed<E>(word);
  if (!value)
    strange("'" + word.substr(0, 60) + "' is in no list of this program, which may be older");
  return *value;
}

/// Absent: the first of the list, which stands for "not stated".
template <class E>
E listed_or_none(const Members& members, const char* name) {
  const std::string word = members.text_or_none(name);
  return word.empty() ? E{} : listed<E>(word);
}

template <class E>
std::uint64_t bits_of(const json& words) {
  if (!words.is_array()) strange("a list of words was expected");
  std::uint64_t bits = 0;
  for (const json& word : words)
    bits |= std::uint64_t{1} << static_cast<unsigned>(listed<E>(text_of(word)));
  return bits;
}

ledger::KeyState read_key(const json& value) {
  const Members members(value);
  ledger::KeyState key;
  key.name = members.text("name");
  const auto vkey = ledger::read_vkey(members.text("key"));
  if (!vkey || vkey->name != key.name) strange("a key was expected");
  key.key = vkey->key;
  key.granted = members.whole_or("granted", -1);
  key.revoked = members.whole_or("revoked", -1);
  key.until_s = members.whole_or("until_s", -1);
  key.untrusted_since = members.whole_or("untrusted_since", -1);
  key.holder = members.text_or_none("holder");
  if (const json* types = members.find("types")) key.types = bits_of<ledger::EventType>(*types);
  return key;
}

ledger::SiteState read_site(const json& value) {
  const Members members(value);
  return {members.text("site"), members.text("name"), members.text("region"),
          members.whole_or("capacity_t", -1)};
}

ledger::Holding read_holding(const json& value,
                             const std::vector<ledger::OperatorState>& operators) {
  const Members members(value);
  ledger::Holding holding;
  holding.place = listed<ledger::Place>(members.text("place"));
  holding.mass_g = members.whole("mass_g");
  holding.claimed_g = members.whole("claimed_g");
  holding.spent_g = members.whole("spent_g");
  holding.seen_g = members.whole("seen_g");
  const std::string holder = members.text_or_none("holder");
  const auto known =
      std::find_if(operators.begin(), operators.end(),
                   [&](const ledger::OperatorState& state) { return state.id == holder; });
  if (known != operators.end()) holding.ref = known->no;
  return holding;
}

ledger::TransferItem read_item(const json& value, std::string& subject) {
  const Members members(value);
  ledger::TransferItem item;
  item.is_lot = members.find("lot") != nullptr;
  subject = members.text(item.is_lot ? "lot" : "unit");
  item.dispatched_g = members.whole_or("dispatched_g", -1);
  item.received_g = members.whole_or("received_g", -1);
  item.accepted_g = members.whole_or("accepted_g", -1);
  item.refused_g = members.whole_or("refused_g", -1);
  item.claimed_g = members.whole_or("claimed_g", 0);
  item.missing = members.find("missing") != nullptr && members.flag("missing");
  return item;
}

ledger::Constitution read_constitution(const json& value) {
  const Members members(value);
  ledger::Constitution constitution;
  constitution.origin = members.text("origin");
  constitution.authority = members.text("authority");
  constitution.ledger_key = members.text("ledger_key");
  constitution.recovery_key = members.text_or_none("recovery_key");
  constitution.utc_offset_min = members.whole("utc_offset_min");
  constitution.mass_tolerance_ppm = members.whole("mass_tolerance_ppm");
  constitution.batch_window_s = members.whole("batch_window_s");
  constitution.rules = members.whole("rules");
  constitution.founded_at_s = members.whole("founded_at_s");
  for (const json& key : members.list("former_ledger_keys")) {
    const Members former(key);
    constitution.former_ledger_keys.push_back({former.text("vkey"), former.whole("replaced")});
  }
  return constitution;
}

std::vector<ledger::Hash> hashes(const json& list) {
  std::vector<ledger::Hash> out;
  for (const json& hash : list) out.push_back(hash_of(hash));
  return out;
}

}  // namespace

ledger::LedgerInfo read_info(const json& value) {
  const Members members(value);
  ledger::LedgerInfo info;
  info.origin = members.text("origin");
  info.identity = members.hash("identity");
  info.size = members.whole("size");
  info.root = members.hash("root");
  info.ledger_key = members.text("ledger_key");
  info.authority = members.text("authority");
  info.last_recorded_at_ms = members.whole("last_recorded_at_ms");
  info.checkpoint = members.text("note");
  info.constitution = read_constitution(members.of("constitution"));
  return info;
}

ledger::OperatorState read_operator(const json& value) {
  const Members members(value);
  ledger::OperatorState state;
  state.id = members.text("id");
  state.name = members.text("name");
  state.enrolled = members.flag("enrolled");
  state.suspended = members.flag("suspended");
  state.roles = static_cast<std::uint32_t>(bits_of<ledger::Role>(members.of("roles")));
  state.region = members.text_or_none("region");
  state.listing = members.text_or_none("listing");
  state.capacity_t = members.whole_or("capacity_t", -1);
  state.standing = members.whole_or("standing", -1);
  state.last = members.whole_or("last", -1);
  state.last_at_s = members.whole("last_at_s");
  for (const json& site : members.list("sites")) state.sites.push_back(read_site(site));
  for (const json& key : members.list("keys")) state.keys.push_back(read_key(key));
  return state;
}

ledger::UnitView read_unit(const json& value) {
  const Members members(value);
  ledger::UnitView unit;
  ledger::UnitState& state = unit.state;
  state.code = members.text("code");
  state.place = listed<ledger::Place>(members.text("place"));
  state.mass_g = members.whole("mass_g");
  state.spent_g = members.whole("spent_g");
  state.seen_g = members.whole("seen_g");
  state.counted = members.flag("counted");
  state.received = members.flag("received");
  state.claim = members.flag("claimed") ? 1 : 0;
  state.last = members.whole("last");
  state.last_at_s = members.whole("last_at_s");
  state.code_scheme = listed_or_none<ledger::CodeScheme>(members, "code_scheme");
  state.level = listed_or_none<ledger::Level>(members, "level");
  state.chemistry = listed_or_none<ledger::Chemistry>(members, "chemistry");
  state.origin = listed_or_none<ledger::Origin>(members, "origin");
  state.mass_basis = listed_or_none<ledger::MassBasis>(members, "mass_basis");
  state.energy_wh = members.whole_or("energy_wh", -1);
  state.retired_at_s = members.whole_or("retired_at_s", -1);
  unit.holder = members.text_or_none("holder");
  for (const json& code : members.list("codes")) {
    const Members said(code);
    const std::string kind = said.text("kind");
    unit.codes.push_back({said.text("code"), 0,
                          kind == "own"     ? ledger::CodeKind::own
                          : kind == "alias" ? ledger::CodeKind::alias
                                            : ledger::CodeKind::part});
  }
  return unit;
}

ledger::LotState read_lot(const json& value, const std::vector<ledger::OperatorState>& operators) {
  const Members members(value);
  ledger::LotState lot;
  lot.name = members.text("lot");
  lot.material = listed<ledger::Material>(members.text("material"));
  lot.other_name = members.text_or_none("name");
  lot.chemistry = listed_or_none<ledger::Chemistry>(members, "chemistry");
  lot.origin = listed_or_none<ledger::Origin>(members, "origin");
  lot.drawn = members.flag("drawn");
  lot.moisture_permille = members.whole_or("moisture_permille", -1);
  lot.last = members.whole("last");
  lot.last_at_s = members.whole("last_at_s");
  const json& assay = members.of("assay_ppm");
  const Members shares(assay);
  for (const auto& [element, ppm] : assay.items())
    lot.assay.push_back({listed<ledger::Element>(element), shares.whole(element.c_str())});
  for (const json& holding : members.list("holdings"))
    lot.holdings.push_back(read_holding(holding, operators));
  return lot;
}

ledger::StockLine read_stock_line(const json& value) {
  const Members members(value);
  ledger::StockLine line;
  line.is_lot = members.find("lot") != nullptr;
  line.id = members.text(line.is_lot ? "lot" : "unit");
  line.mass_g = members.whole("mass_g");
  line.last = members.whole("last");
  line.level = listed_or_none<ledger::Level>(members, "level");
  line.material = listed_or_none<ledger::Material>(members, "material");
  line.chemistry = listed_or_none<ledger::Chemistry>(members, "chemistry");
  line.origin = listed_or_none<ledger::Origin>(members, "origin");
  line.energy_wh = members.whole_or("energy_wh", -1);
  line.claimed_g = members.whole_or("claimed_g", 0);
  return line;
}

ledger::TransferView read_transfer(const json& value) {
  const Members members(value);
  ledger::TransferView transfer;
  transfer.from = members.text("from");
  transfer.to = members.text("to");
  transfer.state.slip = members.text("transfer");
  transfer.state.dispatched = members.whole_or("dispatched", -1);
  transfer.state.received = members.whole_or("received", -1);
  transfer.state.dispatched_at_s = members.whole_or("dispatched_at_s", -1);
  transfer.state.received_at_s = members.whole_or("received_at_s", -1);
  for (const json& item : members.list("items")) {
    transfer.subjects.emplace_back();
    transfer.state.items.push_back(read_item(item, transfer.subjects.back()));
  }
  return transfer;
}

ledger::TargetState read_target(const json& value) {
  const Members members(value);
  return {members.whole("year"), members.whole("mass_t"),
          listed<ledger::Bound>(members.text("bound")), members.text("source"),
          members.whole("entry")};
}

ledger::Checkpoint read_head(const json& value) {
  const Members members(value);
  return {members.whole("size"), members.hash("root"), {}};
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
  const Members members(value);
  return {{members.whole("entry"), members.text("name"), members.text("subject"),
           members.whole("year")},
          members.text("operator"),
          members.text("at")};
}

}  // namespace api::client
