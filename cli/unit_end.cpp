#include "cli/unit_end.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/event_words.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using nlohmann::json;

/// An output states its material, and so does no input.
bool is_battery(const json& thing) {
  const auto material = thing.find("material");
  if (!thing.contains("lot") || material == thing.end()) return true;
  return ledger::is_battery_mass(
      ledger::listed<ledger::Material>(material->get<std::string>()).value());
}

void read_made(UnitEnd& end, const json& event) {
  std::int64_t treated_g = 0;
  bool has_lot = false;
  for (const json& thing : event.at("inputs")) {
    treated_g += thing.at("mass_g").get<std::int64_t>();
    has_lot = has_lot || thing.contains("lot");
  }
  end.others = event.at("inputs").size() - 1;
  const auto add = [&](const json& thing) {
    const bool is_lot = thing.contains("lot");
    const auto mass_g = thing.at("mass_g").get<std::int64_t>();
    end.made.push_back({thing.at(is_lot ? "lot" : "unit").get<std::string>(), is_lot, mass_g});
    if (is_battery(thing)) treated_g -= mass_g;
  };
  // What `repurpose` makes stands in the event itself.
  if (event.contains("unit")) add(event);
  for (const char* list : {"units", "lots", "outputs"})
    if (event.contains(list))
      for (const json& thing : event.at(list)) add(thing);
  // Of what lots are made only `process` leaves open.
  if (!has_lot || event.at("type") != "process") end.treated_g = treated_g;
}

}  // namespace

std::optional<UnitEnd> find_end(const ledger::UnitView& unit,
                                const std::vector<ledger::Entry>& entries,
                                const std::vector<std::string>& names) {
  if (unit.state.mass_g != 0 || unit.state.place == ledger::Place::in_service) return std::nullopt;
  for (const ledger::Entry& entry : entries) {
    const json event = json::parse(entry.event);
    const auto mass_g = mass_used(event, names);
    if (!mass_g) continue;
    UnitEnd end;
    end.entry = entry.index;
    end.mass_g = *mass_g;
    if (unit.state.place == ledger::Place::consumed && event.contains("inputs"))
      read_made(end, event);
    return end;
  }
  return std::nullopt;
}

json view(const UnitEnd& end) {
  json out{{"entry", end.entry}, {"mass_g", end.mass_g}};
  if (end.made.empty()) return out;
  if (end.treated_g) out["treated_g"] = *end.treated_g;
  out["used_with"] = end.others;
  for (const Made& made : end.made)
    out["made"].push_back({{made.is_lot ? "lot" : "unit", made.id}, {"mass_g", made.mass_g}});
  return out;
}

void write_made(std::ostream& out, const UnitEnd& end, ledger::Language l) {
  if (end.made.empty()) return;
  out << "  " << word("became", l);
  if (end.others > 0) out << " (" << word("with_others", l) << ' ' << end.others << ')';
  out << ':';
  for (const Made& made : end.made) out << "\n    " << made.id << "  " << kilograms(made.mass_g);
  if (end.treated_g) out << "\n  " << word("treated", l) << ": " << kilograms(*end.treated_g);
  out << '\n';
}

}  // namespace cli
