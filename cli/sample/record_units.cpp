// Events about single things: where they come from, what they are called, what they are worth.
#include <fmt/format.h>

#include "cli/sample/codes.hpp"
#include "cli/sample/recorder.hpp"

namespace cli::sample {

using ledger::text;

std::string Recorder::scrap_vehicle(const Said& said, std::string_view battery,
                                    std::string_view code, std::string_view vin) {
  const std::string id = said.by.event_id("V");
  Json& json = start(said);
  json.text("battery", battery);
  json.text("certificate", fmt::format("ELV-{}", id));
  json.text("id", id);
  json.text("operator", said.by.id);
  seal(said, id, "vin", vin);
  site(said);
  json.text("type", "scrap_vehicle");
  if (!code.empty()) {
    json.open_list("units");
    json.text_item(code);
    json.close_list();
  }
  finish();
  return id;
}

void Recorder::retire(const Said& said, const Unit& unit, std::string_view source,
                      std::string_view region, std::string_view scrap) {
  Json& json = start(said);
  json.text("chemistry", text(unit.chemistry));
  json.text("code_scheme", text(unit.scheme));
  if (unit.energy_wh > 0) json.number("energy_wh", unit.energy_wh);
  json.text("id", said.by.event_id("R"));
  json.text("level", text(unit.level));
  json.text("mass_basis", text(unit.basis));
  json.number("mass_g", unit.mass_g);
  if (!unit.no_code_reason.empty()) json.text("no_code_reason", unit.no_code_reason);
  json.text("operator", said.by.id);
  json.text("origin", text(unit.origin));
  if (unit.scanned) json.text("raw_code", raw_scan(unit.code));
  json.text("region", region);
  if (!scrap.empty()) json.text("scrap", fmt::format("{}/{}", said.by.id, scrap));
  site(said);
  json.text("source", source);
  json.text("type", "retire");
  json.text("unit", unit.code);
  finish();
}

void Recorder::retire_lot(const Said& said, const Lot& lot, std::string_view region) {
  Json& json = start(said);
  json.text("chemistry", text(lot.chemistry));
  if (lot.count > 0) json.number("count", lot.count);
  json.text("id", said.by.event_id("R"));
  json.text("lot", lot.name);
  json.text("mass_basis", "weighed");
  json.number("mass_g", lot.mass_g);
  json.text("material", text(lot.material));
  json.text("operator", said.by.id);
  json.text("origin", text(lot.origin));
  json.text("region", region);
  site(said);
  json.text("source", "production");
  json.text("type", "retire");
  finish();
}

void Recorder::brought_unit(const Unit& unit, std::string_view source) {
  json_.open_item();
  json_.text("chemistry", text(unit.chemistry));
  json_.text("code_scheme", text(unit.scheme));
  if (unit.energy_wh > 0) json_.number("energy_wh", unit.energy_wh);
  json_.text("level", text(unit.level));
  json_.number("mass_g", unit.mass_g);
  if (!unit.no_code_reason.empty()) json_.text("no_code_reason", unit.no_code_reason);
  json_.text("origin", text(unit.origin));
  json_.text("source", source);
  json_.text("unit", unit.code);
  json_.close_item();
}

void Recorder::brought_lot(const Lot& lot, std::string_view source) {
  const bool batteries = ledger::is_battery_mass(lot.material);
  json_.open_item();
  assay(lot.assay);
  if (lot.chemistry != ledger::Chemistry::none) json_.text("chemistry", text(lot.chemistry));
  if (lot.count > 0) json_.number("count", lot.count);
  json_.text("lot", lot.name);
  json_.number("mass_g", lot.mass_g);
  json_.text("material", text(lot.material));
  if (lot.moisture_permille >= 0) json_.number("moisture_permille", lot.moisture_permille);
  if (batteries) json_.text("origin", text(lot.origin));
  if (batteries) json_.text("source", source);
  json_.close_item();
}

void Recorder::bring_in(const Said& said, const Opening& opening, const std::vector<Unit>& units,
                        const std::vector<Lot>& lots) {
  Json& json = start(said);
  json.boolean("counted", opening.counted);
  if (!opening.country.empty()) json.text("country", opening.country);
  if (!opening.from.empty()) json.text("from", opening.from);
  json.text("id", said.by.event_id("B"));
  json.open_list("items");
  for (const Unit& unit : units) brought_unit(unit, opening.source);
  for (const Lot& lot : lots) brought_lot(lot, opening.source);
  json.close_list();
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  json.text("place", opening.place);
  json.text("reason", opening.reason);
  json.text("region", said.by.region);
  site(said);
  if (!opening.transfer.empty()) json.text("transfer", opening.transfer);
  json.text("type", "bring_in");
  finish();
}

void Recorder::identify(const Said& said, const Unit& unit, std::string_view code) {
  Json& json = start(said);
  json.text("code", code);
  json.text("code_scheme", "gbt34014-24");
  json.text("id", said.by.event_id("N"));
  json.text("operator", said.by.id);
  json.text("reason", "other");
  site(said);
  json.text("type", "identify");
  json.text("unit", unit.code);
  finish();
}

void Recorder::identify_parts(const Said& said, const Unit& unit) {
  Json& json = start(said);
  json.text("id", said.by.event_id("N"));
  json.text("operator", said.by.id);
  json.open_list("parts");
  for (const std::string& module : unit.modules) json.text_item(module);
  json.close_list();
  json.text("reason", "other");
  site(said);
  json.text("type", "identify");
  json.text("unit", unit.code);
  finish();
}

void Recorder::inspect(const Said& said, const Unit& unit, std::int64_t soh_permille,
                       std::string_view decision, std::string_view method) {
  Json& json = start(said);
  json.text("decision", decision);
  if (unit.energy_wh > 0) json.number("energy_wh", unit.energy_wh / 1000 * soh_permille);
  json.text("id", said.by.event_id("T"));
  json.text("method", method);
  json.text("operator", said.by.id);
  site(said);
  json.number("soh_permille", soh_permille);
  json.text("type", "inspect");
  json.text("unit", unit.code);
  finish();
}

void Recorder::inspect_lot(const Said& said, const Lot& lot) {
  Json& json = json_;
  json.begin();
  assay(lot.assay);
  json.time("at", said.at);
  json.text("id", said.by.event_id("T"));
  json.text("lot", lot.name);
  json.text("method", "icp");
  if (lot.moisture_permille >= 0) json.number("moisture_permille", lot.moisture_permille);
  json.text("operator", said.by.id);
  site(said);
  json.text("type", "inspect");
  finish();
}

}  // namespace cli::sample
