#include "tests/unit/cli/sample_books.hpp"

#include "tests/unit/cli/sample_books_json.hpp"

using namespace sample_books;

void SampleBooks::record(const std::string& line) {
  const Json e = Json::parse(line);
  check(e.dump() == line, "not canonical: " + line);
  try {
    const auto type = text(e, "type"), who = text(e, "operator");
    ++types[type];
    check(ids_.insert(who + " " + text(e, "id")).second, "id used twice");
    for (const char* list : {"items", "inputs", "units", "lots", "outputs"})
      if (e.contains(list))
        for (const Json& item : e.at(list)) touch(e, item);
    touch(e, e);
    if (type == "enroll" || type == "grant_key" || type == "revoke_key" || type == "suspend" ||
        type == "reinstate" || type == "set_target")
      return authority(e);
    check(enrolled_.count(who) == 1, "not enrolled");
    check(suspended_.count(who) == 0 || type == "dispatch" || type == "weigh", "suspended");
    if (type == "retire") retire(e);
    if (type == "bring_in") bring_in(e);
    if (type == "weigh") weigh(e);
    if (type == "dispatch") dispatch(e);
    if (type == "receive") receive(e);
    if (type == "dismantle" || type == "repurpose" || type == "process") work(e);
    if (type == "deliver") {
      const auto purpose = text(e, "purpose");
      leave(e, purpose == "second_life" ? purpose
               : purpose == "reuse"     ? "in_service"
                                        : "delivered");
    }
    if (type == "dispose") leave(e, "disposed");
    if (type == "report_missing") missing(e);
    if (type == "identify" || (type == "inspect" && e.contains("unit"))) unit_of(e, who);
    if (type == "inspect" && e.contains("lot")) {
      Lot& lot = lots_.at(text(e, "lot"));
      check(lot.at[who] > 0, "inspects a lot it has not");
      if (e.contains("assay_ppm")) lot.ppm = e.at("assay_ppm");
      lot.moisture = grams(e, "moisture_permille");
    }
  } catch (const std::exception& problem) {
    throw std::runtime_error(std::string(problem.what()) + ": " + line);
  }
}

void SampleBooks::touch(const Json& event, const Json& item) {
  if (!item.is_object()) return;
  const std::string day = text(event, "at").substr(0, 10);
  if (const auto unit = units_.find(text(item, "unit")); unit != units_.end()) {
    check(unit->second.last_day <= day, "earlier than the trail's last");
    unit->second.last_day = day;
  }
  if (const auto lot = lots_.find(text(item, "lot")); lot != lots_.end()) {
    check(lot->second.last_day <= day, "earlier than the trail's last");
    lot->second.last_day = day;
  }
}

SampleBooks::Unit& SampleBooks::unit_of(const Json& item, const std::string& holder) {
  const auto found = units_.find(text(item, "unit"));
  check(found != units_.end(), "unknown unit");
  check(found->second.place == "stock" && found->second.holder == holder, "not the holder");
  if (item.contains("mass_g") && text(item, "type").empty())
    check(found->second.mass_g == grams(item, "mass_g"), "not the booked mass");
  return found->second;
}

void SampleBooks::draw_lot(const Json& item, const std::string& place, const std::string& why) {
  const auto found = lots_.find(text(item, "lot"));
  check(found != lots_.end(), "unknown lot " + why);
  found->second.drawn = true;
  auto& left = found->second.at[place];
  check(grams(item, "mass_g") >= 1 && left >= grams(item, "mass_g"), "lot short " + why);
  left -= grams(item, "mass_g");
}

void SampleBooks::new_unit(const Json& item, const Json& event, const std::string& place) {
  check(grams(item, "mass_g") >= 1, "no mass");
  const auto [entry, is_new] = units_.try_emplace(text(item, "unit"));
  check(is_new, "code taken");
  entry->second = {place,
                   text(event, "operator"),
                   grams(item, "mass_g"),
                   text(item, "chemistry"),
                   text(item, "origin"),
                   text(event, "at").substr(0, 10),
                   {}};
}

void SampleBooks::authority(const Json& e) {
  const auto type = text(e, "type"), subject = text(e, "subject");
  if (type == "enroll") {
    check(e.contains("key") == enrolled_.insert(subject).second, "enrolled twice with a key");
    return;
  }
  if (type == "set_target") return;
  check(enrolled_.count(subject) == 1, "unknown subject");
  if (type == "grant_key") keys_.insert(text(e, "key").substr(0, text(e, "key").find('+')));
  if (type == "revoke_key") check(keys_.erase(text(e, "key")) == 1, "revokes an unknown key");
  if (type == "suspend") check(suspended_.insert(subject).second, "suspended twice");
  if (type == "reinstate") check(suspended_.erase(subject) == 1, "was not suspended");
}

void SampleBooks::check_sums() const {
  std::int64_t in = 0, out = weighing_;
  for (const auto& [name, mass] : sources_) in += mass;
  for (const auto& [name, mass] : ends_) out += mass;
  for (const auto& [code, unit] : units_)
    if (unit.place != "consumed") out += unit.mass_g;
  for (const auto& [name, lot] : lots_)
    for (const auto& [place, mass] : lot.at) out += mass;
  check(in == out,
        "the books do not balance: " + std::to_string(in) + " in, " + std::to_string(out) + " out");
  check(suspended_.empty(), "somebody stays suspended");
}
