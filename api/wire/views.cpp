#include "api/wire/views.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/wire/base64.hpp"
#include "ledger/key.hpp"

namespace api::wire {
namespace {

using nlohmann::json;

json words_of_bits(std::uint64_t bits, const auto& names) {
  json words = json::array();
  for (std::size_t i = 0; i < names.size(); ++i)
    if ((bits >> i & 1U) != 0) words.push_back(names[i]);
  return words;
}

/// Members that are not stated stay out, as in events.
void put(json& object, const char* name, std::int64_t value) {
  if (value >= 0) object[name] = value;
}
void put(json& object, const char* name, std::string_view value) {
  if (!value.empty()) object[name] = value;
}

bool has_holder(ledger::Place place) {
  return place == ledger::Place::stock || place == ledger::Place::missing;
}

json view(const ledger::Holding& holding, const std::vector<ledger::OperatorState>& operators) {
  json out{{"place", text(holding.place)},
           {"mass_g", holding.mass_g},
           {"claimed_g", holding.claimed_g},
           {"spent_g", holding.spent_g},
           {"seen_g", holding.seen_g}};
  if (!has_holder(holding.place)) return out;
  const auto holder =
      std::find_if(operators.begin(), operators.end(),
                   [&](const ledger::OperatorState& state) { return state.no == holding.ref; });
  if (holder != operators.end()) out["holder"] = holder->id;
  return out;
}

json view(const ledger::TransferItem& item, const std::string& subject) {
  json out{{item.is_lot ? "lot" : "unit", subject}};
  put(out, "dispatched_g", item.dispatched_g);
  put(out, "received_g", item.received_g);
  put(out, "accepted_g", item.accepted_g);
  put(out, "refused_g", item.refused_g);
  if (item.claimed_g > 0) out["claimed_g"] = item.claimed_g;
  if (item.missing) out["missing"] = true;
  return out;
}

}  // namespace

json view(const ledger::KeyState& key) {
  json out{{"name", key.name}, {"key", ledger::VerifierKey{key.name, key.key}.text()}};
  put(out, "granted", key.granted);
  put(out, "revoked", key.revoked);
  put(out, "until_s", key.until_s);
  put(out, "holder", key.holder);
  put(out, "untrusted_since", key.untrusted_since);
  if (key.types != 0)
    out["types"] = words_of_bits(key.types, ledger::Names<ledger::EventType>::values);
  return out;
}

json view(const ledger::OperatorState& state) {
  json out{{"id", state.id},
           {"name", state.name},
           {"enrolled", state.enrolled},
           {"suspended", state.suspended},
           {"roles", words_of_bits(state.roles, ledger::Names<ledger::Role>::values)},
           {"sites", json::array()},
           {"keys", json::array()}};
  put(out, "region", state.region);
  put(out, "listing", state.listing);
  put(out, "capacity_t", state.capacity_t);
  put(out, "standing", state.standing);
  put(out, "last", state.last);
  put(out, "last_at_s", state.last_at_s);
  for (const ledger::SiteState& site : state.sites) {
    json line{{"site", site.site}, {"name", site.name}, {"region", site.region}};
    put(line, "capacity_t", site.capacity_t);
    out["sites"].push_back(std::move(line));
  }
  for (const ledger::KeyState& key : state.keys) out["keys"].push_back(view(key));
  return out;
}

json view(const ledger::UnitView& unit) {
  const ledger::UnitState& state = unit.state;
  json out{{"code", state.code},       {"codes", json::array()},      {"place", text(state.place)},
           {"mass_g", state.mass_g},   {"spent_g", state.spent_g},    {"seen_g", state.seen_g},
           {"counted", state.counted}, {"received", state.received},  {"claimed", state.claim != 0},
           {"last", state.last},       {"last_at_s", state.last_at_s}};
  put(out, "code_scheme", text(state.code_scheme));
  put(out, "level", text(state.level));
  put(out, "chemistry", text(state.chemistry));
  put(out, "origin", text(state.origin));
  put(out, "mass_basis", text(state.mass_basis));
  put(out, "holder", unit.holder);
  put(out, "energy_wh", state.energy_wh);
  put(out, "retired_at_s", state.retired_at_s);
  constexpr std::array<const char*, 3> kinds{"own", "alias", "part"};
  for (const ledger::CodeState& code : unit.codes)
    out["codes"].push_back(
        {{"code", code.code}, {"kind", kinds.at(static_cast<std::size_t>(code.kind))}});
  return out;
}

json view(const ledger::LotState& lot, const std::vector<ledger::OperatorState>& operators) {
  json out{
      {"lot", lot.name},          {"material", text(lot.material)}, {"drawn", lot.drawn},
      {"last", lot.last},         {"last_at_s", lot.last_at_s},     {"assay_ppm", json::object()},
      {"holdings", json::array()}};
  put(out, "name", lot.other_name);
  put(out, "chemistry", text(lot.chemistry));
  put(out, "origin", text(lot.origin));
  put(out, "moisture_permille", lot.moisture_permille);
  for (const ledger::Assay& assay : lot.assay)
    out["assay_ppm"][std::string(text(assay.element))] = assay.ppm;
  for (const ledger::Holding& holding : lot.holdings)
    out["holdings"].push_back(view(holding, operators));
  return out;
}

json view(const ledger::StockLine& line) {
  json out{{line.is_lot ? "lot" : "unit", line.id}, {"mass_g", line.mass_g}, {"last", line.last}};
  put(out, "level", text(line.level));
  put(out, "material", text(line.material));
  put(out, "chemistry", text(line.chemistry));
  put(out, "origin", text(line.origin));
  put(out, "energy_wh", line.energy_wh);
  if (line.claimed_g > 0) out["claimed_g"] = line.claimed_g;
  return out;
}

json view(const ledger::TransferView& transfer) {
  json out{{"from", transfer.from},
           {"to", transfer.to},
           {"transfer", transfer.state.slip},
           {"items", json::array()}};
  put(out, "dispatched", transfer.state.dispatched);
  put(out, "received", transfer.state.received);
  put(out, "dispatched_at_s", transfer.state.dispatched_at_s);
  put(out, "received_at_s", transfer.state.received_at_s);
  for (std::size_t i = 0; i < transfer.state.items.size(); ++i)
    out["items"].push_back(view(transfer.state.items[i], transfer.subjects.at(i)));
  return out;
}

json view(const ledger::TargetState& target) {
  return {{"year", target.year},
          {"mass_t", target.mass_t},
          {"bound", text(target.bound)},
          {"source", target.source},
          {"entry", target.entry}};
}

json view(const ledger::Finding& finding, const std::string& operator_id, const std::string& at) {
  return {{"entry", finding.entry},
          {"name", finding.name},
          {"subject", finding.subject},
          {"operator", operator_id},
          {"at", at},
          {"year", finding.year}};
}

std::string written(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace api::wire
