// What only the authority says: who may report, with which key, and how much is aimed for.
#include <fmt/format.h>

#include "cli/sample/recorder.hpp"

namespace cli::sample {

void Recorder::enroll(const Said& said, const Operator& subject, std::string_view key) {
  Json& json = start(said);
  if (subject.capacity_t >= 0) json.number("capacity_t", subject.capacity_t);
  json.text("id", said.by.event_id("E"));
  if (!key.empty()) json.text("key", key);
  json.text("name", subject.name);
  json.text("operator", said.by.id);
  json.text("region", subject.region);
  json.open_list("roles");
  json.text_item(ledger::text(subject.role));
  json.close_list();
  if (!subject.sites.empty()) {
    json.open_list("sites");
    for (const std::string& site : subject.sites) {
      json.open_item();
      json.text("name", fmt::format("{}厂区（样本）", site));
      json.text("region", subject.region);
      json.text("site", site);
      json.close_item();
    }
    json.close_list();
  }
  json.text("subject", subject.id);
  json.text("type", "enroll");
  finish();
}

void Recorder::grant_key(const Said& said, const Operator& subject, std::string_view key) {
  Json& json = start(said);
  json.text("id", said.by.event_id("E"));
  json.text("key", key);
  json.text("operator", said.by.id);
  json.text("subject", subject.id);
  json.text("type", "grant_key");
  finish();
}

void Recorder::revoke_key(const Said& said, const Operator& subject, std::string_view key_name,
                          std::string_view reason) {
  Json& json = start(said);
  json.text("id", said.by.event_id("E"));
  json.text("key", key_name);
  json.text("operator", said.by.id);
  json.text("reason", reason);
  json.text("subject", subject.id);
  json.text("type", "revoke_key");
  finish();
}

void Recorder::standing(const Said& said, std::string_view type, const Operator& subject,
                        std::string_view reason) {
  Json& json = start(said);
  json.text("id", said.by.event_id("E"));
  json.text("operator", said.by.id);
  json.text("reason", reason);
  json.text("subject", subject.id);
  json.text("type", type);
  finish();
}

void Recorder::set_target(const Said& said, int year, std::int64_t mass_t, std::string_view bound,
                          std::string_view source) {
  Json& json = start(said);
  json.text("bound", bound);
  json.text("id", said.by.event_id("E"));
  json.number("mass_t", mass_t);
  json.text("operator", said.by.id);
  json.text("source", source);
  json.text("type", "set_target");
  json.number("v", 1);
  json.number("year", year);
  events_.line(json.end());
}

}  // namespace cli::sample
