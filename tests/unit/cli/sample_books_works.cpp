#include <cstdlib>

#include "tests/unit/cli/sample_books.hpp"
#include "tests/unit/cli/sample_books_json.hpp"

using namespace sample_books;

std::int64_t SampleBooks::take_in(const Json& event, const char* list, const char* why) {
  const auto who = text(event, "operator");
  std::int64_t sum = 0;
  for (const Json& item : event.at(list)) {
    sum += grams(item, "mass_g");
    if (item.contains("lot")) {
      draw_lot(item, who, why);
      continue;
    }
    Unit& unit = unit_of(item, who);
    check(unit.claimed.empty(), "used before its sender reported");
    unit.place = "consumed";
  }
  return sum;
}

std::int64_t SampleBooks::put_lots(const Json& event, const char* list) {
  const auto who = text(event, "operator");
  std::int64_t sum = 0;
  if (!event.contains(list)) return 0;
  for (const Json& item : event.at(list)) {
    const auto mass = grams(item, "mass_g");
    check(mass >= 1, "a lot of nothing");
    check(text(item, "lot").rfind(who + "/", 0) == 0, "a lot of somebody else's");
    Lot& lot = lots_[text(item, "lot")];
    check(lot.material.empty() || (lot.material == text(item, "material") && !lot.drawn),
          "topped up after it was drawn from");
    lot.material = text(item, "material");
    if (item.contains("assay_ppm")) lot.ppm = item.at("assay_ppm");
    lot.moisture = grams(item, "moisture_permille");
    lot.at[who] += mass;
    sum += mass;
    if (lot.material == "black_mass" || text(event, "route") != "hydrometallurgy") continue;
    for (const auto& [element, ppm] : lot.ppm) gained[element] += mass * ppm / 1'000'000;
  }
  return sum;
}

void SampleBooks::feed(const Json& e) {
  for (const Json& item : e.at("inputs")) {
    if (!item.contains("lot") || lots_.at(text(item, "lot")).material != "black_mass") continue;
    const Lot& lot = lots_.at(text(item, "lot"));
    for (const auto& [element, ppm] : lot.ppm)
      fed[element] += grams(item, "mass_g") * (1000 - lot.moisture) / 1000 * ppm / 1'000'000;
  }
}

void SampleBooks::work(const Json& e) {
  if (text(e, "type") == "process") feed(e);
  const std::int64_t in = take_in(e, "inputs", "to work on");
  std::int64_t added = 0;
  if (e.contains("added"))
    for (const Json& item : e.at("added")) added += grams(item, "mass_g");
  std::int64_t out = put_lots(e, "lots") + put_lots(e, "outputs");
  if (text(e, "type") == "repurpose") {
    out += grams(e, "mass_g");
    new_unit(e, e, "stock");
  }
  if (e.contains("units"))
    for (const Json& item : e.at("units")) {
      ++with_units;
      out += grams(item, "mass_g");
      new_unit(item, e, "stock");
    }
  const auto loss = grams(e, "loss_g"), weighing = grams(e, "weighing_g");
  check(loss >= 0, "negative loss");
  check(std::abs(weighing) * 1'000'000 <= in * 5'000, "weighing beyond tolerance");
  check(in + added == out + loss + weighing, "not balanced");
  sources_["added"] += added;
  ends_["loss"] += loss;
  weighing_ += weighing;
}

void SampleBooks::leave(const Json& e, const std::string& place) {
  for (const Json& item : e.at("items")) {
    if (item.contains("lot")) {
      draw_lot(item, text(e, "operator"), "to deliver");
      ends_[place] += grams(item, "mass_g");
      continue;
    }
    unit_of(item, text(e, "operator")).place = place;
  }
}

void SampleBooks::missing(const Json& e) {
  for (const Json& item : e.at("items")) {
    if (text(e, "kind") == "recovered") {
      Unit& unit = units_.at(text(item, "unit"));
      check(unit.place == "missing" && unit.holder == text(e, "operator"), "was not missing");
      check(unit.mass_g == grams(item, "mass_g"), "not the booked mass");
      unit.place = "stock";
      continue;
    }
    Unit& unit = units_.at(text(item, "unit"));
    if (unit.place == "transit") {
      check(unit.holder.rfind(text(e, "operator") + ">", 0) == 0, "not the sender");
      check(unit.mass_g == grams(item, "mass_g"), "not the booked mass");
      unit.holder = text(e, "operator");
      ++lost_on_the_way;
    } else {
      unit_of(item, text(e, "operator"));
    }
    unit.place = "missing";
  }
}
