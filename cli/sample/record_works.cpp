// Events that make one thing out of others. Inputs and added = outputs, loss and weighing.
#include "cli/sample/recorder.hpp"

namespace cli::sample {
namespace {

using ledger::text;

void written_weighing(Json& json, const Balance& balance) {
  if (balance.weighing_g != 0) json.number("weighing_g", balance.weighing_g);
}

}  // namespace

void Recorder::added(const Balance& balance, std::string_view material) {
  json_.open_list("added");
  if (balance.added_g > 0) {
    json_.open_item();
    json_.number("mass_g", balance.added_g);
    json_.text("material", material);
    json_.close_item();
  }
  json_.close_list();
}

void Recorder::outputs(const std::vector<Lot>& lots, std::string_view key, bool described) {
  json_.open_list(key);
  for (const Lot& lot : lots) {
    json_.open_item();
    if (described) assay(lot.assay);
    if (described && lot.chemistry != ledger::Chemistry::none)
      json_.text("chemistry", text(lot.chemistry));
    if (!described && lot.count > 0) json_.number("count", lot.count);
    json_.text("lot", lot.name);
    json_.number("mass_g", lot.mass_g);
    json_.text("material", text(lot.material));
    if (described && lot.moisture_permille >= 0)
      json_.number("moisture_permille", lot.moisture_permille);
    json_.close_item();
  }
  json_.close_list();
}

void Recorder::dismantle(const Said& said, const Unit& pack, const std::vector<Unit>& modules,
                         const std::vector<Lot>& lots, const Balance& balance) {
  Json& json = start(said);
  json.text("id", said.by.event_id("K"));
  items({line_of(pack)}, "inputs");
  json.number("loss_g", balance.loss_g);
  outputs(lots, "lots", false);
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  site(said);
  json.text("type", "dismantle");
  json.open_list("units");
  for (const Unit& module : modules) {
    json.open_item();
    json.text("chemistry", text(module.chemistry));
    json.text("code_scheme", text(module.scheme));
    json.text("level", text(module.level));
    json.number("mass_g", module.mass_g);
    json.text("parent", pack.code);
    json.text("unit", module.code);
    json.close_item();
  }
  json.close_list();
  json.number("v", 1);
  written_weighing(json, balance);
  events_.line(json.end());
}

void Recorder::repurpose(const Said& said, const std::vector<Unit>& inputs, const Unit& product,
                         const std::vector<Lot>& lots, const Balance& balance) {
  Json& json = json_;
  json.begin();
  added(balance, "part");
  json.time("at", said.at);
  json.text("chemistry", text(product.chemistry));
  json.text("code_scheme", text(product.scheme));
  json.number("energy_wh", product.energy_wh);
  json.text("id", said.by.event_id("G"));
  items(lines_of(inputs), "inputs");
  json.text("level", text(product.level));
  json.number("loss_g", balance.loss_g);
  outputs(lots, "lots", false);
  json.text("mass_basis", "weighed");
  json.number("mass_g", product.mass_g);
  json.text("operator", said.by.id);
  site(said);
  json.text("type", "repurpose");
  json.text("unit", product.code);
  json.number("v", 1);
  written_weighing(json, balance);
  events_.line(json.end());
}

void Recorder::process(const Said& said, const Step& step, const std::vector<Line>& inputs,
                       const std::vector<Lot>& made, const Balance& balance) {
  Json& json = json_;
  json.begin();
  added(balance, "reagent");
  json.time("at", said.at);
  if (step.energy_kwh >= 0) json.number("energy_kwh", step.energy_kwh);
  json.text("id", said.by.event_id("P"));
  items(inputs, "inputs");
  json.number("loss_g", balance.loss_g);
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  outputs(made, "outputs", true);
  json.text("route", step.route);
  site(said);
  json.text("step", step.step);
  json.text("type", "process");
  json.number("v", 1);
  written_weighing(json, balance);
  events_.line(json.end());
}

}  // namespace cli::sample
