#include "tests/support/said.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace made_up {

std::string pack(int number) {
  return fmt::format("000PE000000000A1A{:07}", number);
}
std::string module(int number) {
  return fmt::format("000ME000000000A1A{:07}", number);
}
std::string second_life_pack(int number) {
  return fmt::format("000PE00C1A{:07}RP", number);
}
std::string lot(std::string_view operator_id, std::string_view number) {
  return fmt::format("{}/{}", operator_id, number);
}
std::string in_quotes(std::string_view text) {
  return fmt::format("\"{}\"", text);
}

void Members::set(std::string_view name, std::string json) {
  remove(name);
  members_.emplace_back(name, std::move(json));
}
void Members::remove(std::string_view name) {
  std::erase_if(members_, [&](const auto& member) { return member.first == name; });
}
std::string Members::json() const {
  std::string out;
  for (const auto& [name, value] : members_)
    out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", name, value);
  return "{" + out + "}";
}

Thing::Thing(std::string_view id) {
  const bool is_lot = id.size() > 18 && id[18] == '/';
  text(is_lot ? "lot" : "unit", id);
}
Thing::Thing(std::string_view id, std::int64_t mass_g) : Thing(id) {
  number("mass_g", mass_g);
}
Thing& Thing::text(std::string_view name, std::string_view value) {
  set(name, in_quotes(value));
  return *this;
}
Thing& Thing::number(std::string_view name, std::int64_t value) {
  set(name, fmt::to_string(value));
  return *this;
}
Thing& Thing::json_member(std::string_view name, std::string value) {
  set(name, std::move(value));
  return *this;
}

Thing arrived(std::string_view id, std::int64_t received_g, std::int64_t accepted_g,
              std::int64_t refused_g) {
  return Thing(id)
      .number("received_g", received_g)
      .number("accepted_g", accepted_g)
      .number("refused_g", refused_g);
}
Thing accepted(std::string_view id, std::int64_t mass_g) {
  return arrived(id, mass_g, mass_g, 0);
}
Thing brought(std::string_view unit, std::int64_t mass_g) {
  return Thing(unit, mass_g)
      .text("code_scheme", "gbt34014-24")
      .text("level", "pack")
      .text("chemistry", "NCM")
      .text("origin", "vehicle")
      .text("source", "scrapped_vehicle");
}
Thing module_out(int number, std::int64_t mass_g) {
  return Thing(module(number), mass_g).text("code_scheme", "gbt34014-24").text("level", "module");
}
Thing made(std::string_view lot, std::string_view material, std::int64_t mass_g) {
  return Thing(lot, mass_g).text("material", material);
}
Thing added(std::string_view material, std::int64_t mass_g) {
  Thing thing = Thing("", mass_g).text("material", material);
  thing.remove("unit");
  return thing;
}

Said::Said(std::string_view type, std::string_view operator_id, std::string_view id)
    : operator_id_(operator_id) {
  number("v", 1).text("type", type).text("id", id).text("operator", operator_id).at("2024-03-05");
}
Said& Said::text(std::string_view name, std::string_view value) {
  return raw(name, in_quotes(value));
}
Said& Said::number(std::string_view name, std::int64_t value) {
  return raw(name, fmt::to_string(value));
}
Said& Said::raw(std::string_view name, std::string json) {
  set(name, std::move(json));
  return *this;
}
Said& Said::without(std::string_view name) {
  remove(name);
  return *this;
}
Said& Said::at(std::string_view day) {
  return text("at", day.size() == 10 ? fmt::format("{}T09:00:00+08:00", day) : std::string(day));
}
Said& Said::list(std::string_view name, const std::vector<Thing>& things) {
  std::string all;
  for (const Thing& thing : things) all += (all.empty() ? "" : ",") + thing.json();
  return raw(name, "[" + all + "]");
}

}  // namespace made_up
