#include "cli/views.hpp"

#include <nlohmann/json.hpp>

namespace cli {
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

json view(const ledger::KeyState& key) {
  json out{{"name", key.name}};
  put(out, "granted", key.granted);
  put(out, "revoked", key.revoked);
  put(out, "until_s", key.until_s);
  put(out, "holder", key.holder);
  put(out, "untrusted_since", key.untrusted_since);
  if (key.types != 0)
    out["types"] = words_of_bits(key.types, ledger::Names<ledger::EventType>::values);
  return out;
}

}  // namespace

std::string roles_text(const ledger::OperatorState& state) {
  std::string out;
  const json words = words_of_bits(state.roles, ledger::Names<ledger::Role>::values);
  for (const json& word : words) out += (out.empty() ? "" : ", ") + word.get<std::string>();
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
  put(out, "last", state.last);
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
  json out{{"code", state.code},     {"codes", json::array()},   {"place", text(state.place)},
           {"mass_g", state.mass_g}, {"spent_g", state.spent_g}, {"counted", state.counted},
           {"last", state.last}};
  put(out, "code_scheme", text(state.code_scheme));
  put(out, "level", text(state.level));
  put(out, "chemistry", text(state.chemistry));
  put(out, "origin", text(state.origin));
  put(out, "holder", unit.holder);
  put(out, "energy_wh", state.energy_wh);
  put(out, "retired_at_s", state.retired_at_s);
  constexpr std::array<const char*, 3> kinds{"own", "alias", "part"};
  for (const ledger::CodeState& code : unit.codes)
    out["codes"].push_back(
        {{"code", code.code}, {"kind", kinds.at(static_cast<std::size_t>(code.kind))}});
  return out;
}

json view(const ledger::LotState& lot) {
  json out{{"lot", lot.name},  {"material", text(lot.material)}, {"drawn", lot.drawn},
           {"last", lot.last}, {"assay_ppm", json::object()},    {"holdings", json::array()}};
  put(out, "name", lot.other_name);
  put(out, "chemistry", text(lot.chemistry));
  put(out, "origin", text(lot.origin));
  put(out, "moisture_permille", lot.moisture_permille);
  for (const ledger::Assay& assay : lot.assay)
    out["assay_ppm"][std::string(text(assay.element))] = assay.ppm;
  for (const ledger::Holding& holding : lot.holdings)
    out["holdings"].push_back({{"place", text(holding.place)},
                               {"mass_g", holding.mass_g},
                               {"claimed_g", holding.claimed_g},
                               {"spent_g", holding.spent_g}});
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
  for (std::size_t i = 0; i < transfer.state.items.size(); ++i) {
    const ledger::TransferItem& item = transfer.state.items[i];
    json line{{item.is_lot ? "lot" : "unit", transfer.subjects.at(i)}};
    put(line, "dispatched_g", item.dispatched_g);
    put(line, "received_g", item.received_g);
    put(line, "accepted_g", item.accepted_g);
    put(line, "refused_g", item.refused_g);
    if (item.missing) line["missing"] = true;
    out["items"].push_back(std::move(line));
  }
  return out;
}

}  // namespace cli
