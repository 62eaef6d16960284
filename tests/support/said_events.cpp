#include <fmt/format.h>

#include "tests/support/said.hpp"

namespace made_up {
namespace {

Said weighed(std::string_view type, std::string_view by, std::string_view id) {
  return Said(type, by, id).text("mass_basis", "weighed");
}

Said work(std::string_view type, std::string_view by, std::string_view id) {
  return weighed(type, by, id).inputs({}).loss(0);
}

}  // namespace

Said retire(std::string_view by, std::string_view id) {
  return weighed("retire", by, id)
      .unit(pack(1))
      .text("code_scheme", "gbt34014-24")
      .text("level", "pack")
      .text("chemistry", "NCM")
      .mass(400'000)
      .text("origin", "vehicle")
      .text("source", "scrapped_vehicle")
      .text("region", "CN-FJ");
}

Said retire_lot(std::string_view by, std::string_view id, std::string_view lot,
                std::int64_t mass_g) {
  return retire(by, id)
      .without("unit")
      .without("code_scheme")
      .without("level")
      .text("lot", lot)
      .text("material", "cells")
      .mass(mass_g);
}

Said bring_in(std::string_view by, std::string_view id) {
  return weighed("bring_in", by, id)
      .text("reason", "opening_stock")
      .text("place", "stock")
      .raw("counted", "false")
      .text("region", "CN-FJ");
}

Said identify(std::string_view by, std::string_view id, std::string_view unit) {
  return Said("identify", by, id).unit(unit).text("reason", "wrong_code");
}

Said weigh(std::string_view by, std::string_view id) {
  return weighed("weigh", by, id).text("reason", "stocktake");
}

Said inspect(std::string_view by, std::string_view id, std::string_view thing) {
  Said said = Said("inspect", by, id).text("method", "icp");
  if (thing.size() > 18 && thing[18] == '/') return said.text("lot", thing);
  return said.text("unit", thing).text("decision", "recycle");
}

Said dispatch(std::string_view by, std::string_view id, std::string_view to,
              std::string_view transfer) {
  return weighed("dispatch", by, id).text("to", to).text("transfer", transfer);
}

Said receive(std::string_view by, std::string_view id, std::string_view from,
             std::string_view transfer) {
  return weighed("receive", by, id).text("from", from).text("transfer", transfer);
}

Said dismantle(std::string_view by, std::string_view id) {
  return work("dismantle", by, id).units({}).lots({});
}

Said repurpose(std::string_view by, std::string_view id) {
  return work("repurpose", by, id)
      .list("added", {})
      .unit(second_life_pack(1))
      .text("code_scheme", "gbt34014-19")
      .text("level", "pack")
      .text("chemistry", "NCM")
      .number("energy_wh", 40'000)
      .lots({});
}

Said process(std::string_view by, std::string_view id) {
  return work("process", by, id)
      .text("step", "crushing")
      .text("route", "mechanical")
      .list("added", {})
      .outputs({});
}

Said deliver(std::string_view by, std::string_view id, std::string_view purpose) {
  return weighed("deliver", by, id).text("purpose", purpose).text("country", "CN");
}

Said dispose(std::string_view by, std::string_view id) {
  return weighed("dispose", by, id)
      .text("waste_code", "900-044-49")
      .text("operation", "D1")
      .text("country", "CN");
}

Said missing(std::string_view by, std::string_view id, std::string_view kind) {
  return weighed("report_missing", by, id).text("kind", kind);
}

Said scrap_vehicle(std::string_view by, std::string_view id) {
  return Said("scrap_vehicle", by, id).text("certificate", "C-1").text("battery", "present");
}

Said enroll(std::string_view subject, std::string_view id, std::string_view role) {
  return Said("enroll", authority, id)
      .subject(subject)
      .text("name", "Made-up company")
      .raw("roles", fmt::format("[\"{}\"]", role))
      .text("region", "CN-FJ")
      .at("2024-01-02");
}

Said grant_key(std::string_view subject, std::string_view id, std::string vkey) {
  return Said("grant_key", authority, id).subject(subject).text("key", vkey).at("2024-01-02");
}

Said revoke_key(std::string_view by, std::string_view id, std::string_view key) {
  return Said("revoke_key", by, id)
      .subject(key.substr(0, key.find('/')))
      .text("key", key)
      .text("reason", "compromised");
}

Said standing(std::string_view type, std::string_view subject, std::string_view id) {
  return Said(type, authority, id).subject(subject).text("reason", "other");
}

Said rotate_ledger_key(std::string_view id, std::string_view old_key, std::string_view new_key,
                       std::string_view proof) {
  return Said("rotate_ledger_key", authority, id)
      .text("old_key", old_key)
      .text("new_key", new_key)
      .text("proof", proof);
}
Said restored(std::string_view id, std::int64_t size, std::string_view root,
              std::int64_t lost_size) {
  return Said("restored", authority, id)
      .number("size", size)
      .text("root", root)
      .number("lost_size", lost_size);
}

}  // namespace made_up
