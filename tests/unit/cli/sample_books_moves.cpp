#include <cstdlib>

#include "tests/unit/cli/sample_books.hpp"
#include "tests/unit/cli/sample_books_json.hpp"

using namespace sample_books;

void SampleBooks::retire(const Json& e) {
  if (e.contains("lot")) {
    sources_["retired"] += grams(e, "mass_g");
    Lot& lot = lots_[text(e, "lot")];
    lot.material = text(e, "material");
    lot.at[text(e, "operator")] += grams(e, "mass_g");
    return;
  }
  if (const auto known = units_.find(text(e, "unit")); known != units_.end()) {
    check(known->second.place == "second_life", "retired while in use");
    check(known->second.mass_g == grams(e, "mass_g"), "not the booked mass");
    known->second.place = "stock";
    known->second.holder = text(e, "operator");
    return;
  }
  new_unit(e, e, "stock");
  sources_["retired"] += grams(e, "mass_g");
  retired_by[text(e, "operator")] += grams(e, "mass_g");
  ++packs;
}

void SampleBooks::bring_in(const Json& e) {
  for (const Json& item : e.at("items")) {
    sources_["brought in"] += grams(item, "mass_g");
    if (item.contains("unit")) {
      new_unit(item, e, text(e, "place"));
      continue;
    }
    Lot& lot = lots_[text(item, "lot")];
    check(lot.at.empty(), "lot taken");
    lot.material = text(item, "material");
    if (item.contains("assay_ppm")) lot.ppm = item.at("assay_ppm");
    lot.moisture = grams(item, "moisture_permille");
    lot.at[text(e, "operator")] = grams(item, "mass_g");
  }
}

void SampleBooks::weigh(const Json& e) {
  const auto who = text(e, "operator");
  for (const Json& item : e.at("items")) {
    if (item.contains("lot")) {
      auto& mass = lots_.at(text(item, "lot")).at[who];
      check(mass > 0, "weighs a lot it has not");
      weighing_ += mass - grams(item, "mass_g");
      mass = grams(item, "mass_g");
      continue;
    }
    Json named = item;
    named.erase("mass_g");
    Unit& unit = unit_of(named, who);
    weighing_ += unit.mass_g - grams(item, "mass_g");
    unit.mass_g = grams(item, "mass_g");
  }
}

void SampleBooks::dispatch(const Json& e) {
  const auto who = text(e, "operator");
  const auto way = transit(who, text(e, "to"), text(e, "transfer"));
  check(enrolled_.count(text(e, "to")) == 1, "sent to a stranger");
  for (const Json& item : e.at("items")) {
    if (item.contains("lot")) {
      draw_lot(item, who, "to send");
      lots_.at(text(item, "lot")).at[way] += grams(item, "mass_g");
      continue;
    }
    const auto found = units_.find(text(item, "unit"));
    check(found != units_.end(), "unknown unit");
    if (found->second.claimed == way) {
      check(found->second.mass_g == grams(item, "mass_g"), "not the mass received before");
      found->second.claimed.clear();
      ++late_dispatches;
      continue;
    }
    Unit& unit = unit_of(item, who);
    unit.place = "transit";
    unit.holder = way;
  }
}

void SampleBooks::receive(const Json& e) {
  const auto who = text(e, "operator"), from = text(e, "from");
  const auto way = transit(from, who, text(e, "transfer"));
  for (const Json& item : e.at("items")) {
    const auto got = grams(item, "received_g"), kept = grams(item, "accepted_g");
    check(got == kept + grams(item, "refused_g"), "received = accepted + refused");
    if (item.contains("lot")) {
      auto& places = lots_.at(text(item, "lot")).at;
      check(places[way] > 0 && got == kept, "no such lot on its way");
      weighing_ += places[way] - kept;
      places[way] = 0;
      places[who] += kept;
      continue;
    }
    Unit& unit = units_.at(text(item, "unit"));
    const bool first = unit.place == "stock" && unit.holder == from && unit.claimed.empty();
    check(first || (unit.place == "transit" && unit.holder == way), "not on its way");
    check(kept == 0 || grams(item, "refused_g") == 0, "a unit is taken whole");
    unit.place = "stock";
    if (kept == 0) {
      ++refused_items;
      unit.holder = from;
      continue;
    }
    if (first) unit.claimed = way;
    unit.holder = who;
    weighing_ += unit.mass_g - kept;
    if (std::abs(unit.mass_g - kept) * 1'000'000 > unit.mass_g * 5'000) ++large_differences;
    unit.mass_g = kept;
  }
}
