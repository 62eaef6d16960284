// Events that move things: between places, between companies, out of the ledger's sight.
#include "cli/sample/recorder.hpp"

namespace cli::sample {

void Recorder::weigh(const Said& said, const std::vector<Line>& lines, std::string_view reason) {
  Json& json = start(said);
  json.text("id", said.by.event_id("W"));
  items(lines);
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  json.text("reason", reason);
  site(said);
  json.text("type", "weigh");
  finish();
}

void Recorder::dispatch(const Said& said, std::string_view to, std::string_view slip,
                        const std::vector<Line>& lines) {
  Json& json = start(said);
  json.text("id", said.by.event_id("D"));
  items(lines);
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  site(said);
  json.text("to", to);
  json.text("transfer", slip);
  json.text("type", "dispatch");
  if (!lines.front().is_lot) json.text("un_number", "UN3480");
  finish();
}

void Recorder::receive(const Said& said, std::string_view from, std::string_view slip,
                       const std::vector<ReceivedLine>& lines) {
  Json& json = start(said);
  json.text("from", from);
  json.text("id", said.by.event_id("I"));
  json.open_list("items");
  for (const ReceivedLine& line : lines) {
    json.open_item();
    json.number("accepted_g", line.accepted_g);
    if (line.is_lot) json.text("lot", line.id);
    if (!line.reason.empty()) json.text("reason", line.reason);
    json.number("received_g", line.accepted_g + line.refused_g);
    json.number("refused_g", line.refused_g);
    if (!line.is_lot) json.text("unit", line.id);
    json.close_item();
  }
  json.close_list();
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  site(said);
  json.text("transfer", slip);
  json.text("type", "receive");
  finish();
}

void Recorder::deliver(const Said& said, const Delivery& delivery, const std::vector<Line>& lines) {
  const std::string id = said.by.event_id("S");
  Json& json = json_;
  json.begin();
  if (!delivery.application.empty()) json.text("application", delivery.application);
  json.time("at", said.at);
  json.text("country", "CN");
  json.text("id", id);
  items(lines);
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  json.text("purpose", delivery.purpose);
  if (!delivery.customer.empty()) seal(said, id, "customer", delivery.customer);
  site(said);
  if (!delivery.to.empty()) json.text("to", delivery.to);
  json.text("type", "deliver");
  finish();
}

void Recorder::dispose(const Said& said, const std::vector<Line>& lines,
                       std::string_view waste_code, std::string_view operation) {
  const std::string id = said.by.event_id("X");
  Json& json = start(said);
  json.text("country", "CN");
  json.text("id", id);
  items(lines);
  json.text("mass_basis", "weighed");
  json.text("operation", operation);
  json.text("operator", said.by.id);
  seal(said, id, "facility", "示例固体废物处置中心（样本）");
  site(said);
  json.text("type", "dispose");
  json.number("v", 1);
  json.text("waste_code", waste_code);
  events_.line(json.end());
}

void Recorder::report_missing(const Said& said, const Unit& unit, std::string_view kind) {
  Json& json = start(said);
  json.text("id", said.by.event_id("L"));
  items({line_of(unit)});
  json.text("kind", kind);
  json.text("mass_basis", "weighed");
  json.text("operator", said.by.id);
  site(said);
  json.text("type", "report_missing");
  finish();
}

}  // namespace cli::sample
