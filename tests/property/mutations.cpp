#include "tests/property/generator.hpp"

namespace property {
namespace {

/// Every member of the event that is a mass.
void masses(Json& node, std::vector<Json*>& found) {
  for (auto& [name, value] : node.items()) {
    if (value.is_number_integer() && (name.ends_with("_g")))
      found.push_back(&value);
    else if (value.is_structured())
      masses(value, found);
  }
}

/// Every object of the event that names a unit or a lot.
void things(Json& node, std::vector<Json*>& found) {
  if (node.is_object() && (node.contains("unit") || node.contains("lot"))) found.push_back(&node);
  for (auto& value : node)
    if (value.is_structured()) things(value, found);
}

}  // namespace

void Generator::mutate(Json& event) {
  const auto roll = dice_.between(1, 100);
  if (roll <= 35) return disturb(event);
  if (roll <= 75) return disturb_item(event);
  if (roll <= 85) {
    for (const char* name : {"to", "from", "subject"})
      if (event.contains(name)) event[name] = dice_.percent(80) ? company() : by_;
    return;
  }
  if (roll <= 92) {
    static const std::vector<std::string> purposes{"product", "second_life", "reuse"};
    if (event.contains("purpose")) event["purpose"] = dice_.pick(purposes);
    if (event.contains("kind")) event["kind"] = "recovered";
    return;
  }
  if (event.contains("transfer")) event["transfer"] = "WB-" + std::to_string(dice_.between(1, 50));
  if (event.contains("units"))
    for (Json& unit : event["units"])
      if (unit.is_object()) unit.erase("parent");
}

/// A mass a little or much off.
void Generator::disturb(Json& event) {
  std::vector<Json*> found;
  masses(event, found);
  if (found.empty()) return;
  Json& mass = *dice_.pick(found);
  const Gram was = mass.get<Gram>();
  const Gram off = dice_.percent(50) ? 1 : dice_.between(1, 1'000'000);
  mass = std::max<Gram>(1, dice_.percent(50) ? was + off : was - off);
}

/// Another thing than the one that was meant: somebody else's, consumed, lost, or named twice.
void Generator::disturb_item(Json& event) {
  std::vector<Json*> found;
  things(event, found);
  if (found.empty()) return;
  Json& thing = *dice_.pick(found);
  const auto any_of = [this](const auto& map) {
    auto at = map.begin();
    std::advance(at, dice_.between(0, static_cast<std::int64_t>(map.size()) - 1));
    return at->first;
  };
  if (thing.contains("unit") && !books_->codes.empty()) {
    const std::string code = any_of(books_->codes);
    thing["unit"] = code;
    // With the right mass, so that only the thing is wrong.
    const Gram mass = books_->units.at(books_->codes.at(code)).grams.mass;
    if (thing.contains("mass_g") && dice_.percent(70)) thing["mass_g"] = mass;
  } else if (thing.contains("lot") && !books_->lots.empty()) {
    thing["lot"] = any_of(books_->lots);
  }
}

}  // namespace property
