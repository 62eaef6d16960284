#include "ledger/encoding/event_shapes.hpp"
#include "ledger/encoding/shape_parts.hpp"

namespace ledger::encoding::shapes {
namespace {

void keep_scrapped_unit(void* owner, const Found& found) {
  static_cast<Event*>(owner)->units.emplace_back().unit = found.node.text;
}

/// An assay at the top level of an event is the thing's.
void* into_thing(void* owner, std::size_t) {
  return &static_cast<Event*>(owner)->thing;
}

constexpr Kind unit_codes = list_of(code, 0, things_max);
constexpr auto scrap_vehicle_members =
    event_of(must("certificate", paper), must("battery", battery_presence, keep<&Event::battery>),
             may("units", unit_codes, keep_scrapped_unit));

// --- retire --------------------------------------------------------------------------------------
constexpr auto retire_unit_members = mass_event_of(
    must("unit", code, keep_of_thing<&Item::unit>),
    must("code_scheme", code_scheme, keep_of_thing<&Item::code_scheme>),
    must("level", level, keep_of_thing<&Item::level>),
    may("energy_wh", energy, keep_of_thing<&Item::energy_wh>), may("raw_code", raw_code),
    may("no_code_reason", no_code_reason),
    must("chemistry", unit_chemistry, keep_of_thing<&Item::chemistry>),
    must("mass_g", unit_mass, keep_of_thing<&Item::mass_g>),
    must("origin", origin, keep_of_thing<&Item::origin>),
    must("source", source, keep_of_thing<&Item::source>),
    must("region", region, keep<&Event::region>), may("scrap", scrap_name, keep<&Event::scrap>));

constexpr auto retire_lot_members = mass_event_of(
    must("lot", lot_name, keep_of_thing<&Item::lot>),
    must("material", battery_material, keep_of_thing<&Item::material>), may("count", piece_count),
    must("chemistry", lot_chemistry, keep_of_thing<&Item::chemistry>),
    must("mass_g", lot_mass, keep_of_thing<&Item::mass_g>),
    must("origin", origin, keep_of_thing<&Item::origin>),
    must("source", source, keep_of_thing<&Item::source>),
    must("region", region, keep<&Event::region>), may("scrap", scrap_name, keep<&Event::scrap>));

// --- bring_in ------------------------------------------------------------------------------------
constexpr auto brought_unit_members = object_of(
    must("unit", code, keep<&Item::unit>),
    must("code_scheme", code_scheme, keep<&Item::code_scheme>),
    must("level", level, keep<&Item::level>), may("energy_wh", energy, keep<&Item::energy_wh>),
    may("raw_code", raw_code), may("no_code_reason", no_code_reason),
    must("chemistry", unit_chemistry, keep<&Item::chemistry>),
    must("mass_g", unit_mass, keep<&Item::mass_g>), must("origin", origin, keep<&Item::origin>),
    must("source", source, keep<&Item::source>));

constexpr auto brought_battery_lot_members = object_of(
    must("lot", lot_name, keep<&Item::lot>),
    must("material", battery_material, keep<&Item::material>), may("count", piece_count),
    must("chemistry", lot_chemistry, keep<&Item::chemistry>),
    must("mass_g", lot_mass, keep<&Item::mass_g>), must("origin", origin, keep<&Item::origin>),
    must("source", source, keep<&Item::source>));

constexpr auto brought_lot_members = object_of(
    must("lot", lot_name, keep<&Item::lot>),
    must("material", further_material, keep<&Item::material>),
    may("name", label, keep<&Item::name>), may("chemistry", lot_chemistry, keep<&Item::chemistry>),
    must("mass_g", lot_mass, keep<&Item::mass_g>),
    may("moisture_permille", permille, keep<&Item::moisture_permille>), may("assay_ppm", assay));

constexpr std::array brought_forms{
    Shape{brought_unit_members, "unit", 0, "brought_unit"},
    Shape{brought_battery_lot_members, "lot", battery_materials, "brought_battery_lot"},
    Shape{brought_lot_members, "lot", 0, "brought_material_lot"}};
constexpr Kind brought = object_in("a unit or a lot", brought_forms);
constexpr Kind brought_items = list_of(brought, 1, things_max);

constexpr auto bring_in_members = mass_event_of(
    must("reason", bring_in_reason, keep<&Event::reason>),
    must("items", brought_items, nullptr, grow<&Event::items>),
    must("place", place, keep<&Event::place>), must("counted", yes_or_no, keep<&Event::counted>),
    must("region", region, keep<&Event::region>), may("from", operator_id, keep<&Event::from>),
    may("country", country, keep<&Event::country>),
    may("transfer", event_id, keep<&Event::transfer>));

// --- identify, weigh, inspect
// ----------------------------------------------------------------------
constexpr Kind part_codes = list_of(code, 1, 1'024);
constexpr auto identify_members = event_of(
    must("unit", code, keep_of_thing<&Item::unit>), may("code", code, keep<&Event::code>),
    may("code_scheme", code_scheme, keep_of_thing<&Item::code_scheme>), may("raw_code", raw_code),
    may("no_code_reason", no_code_reason), may("main", code, keep<&Event::main>),
    may("parts", part_codes, keep<&Event::parts>), must("reason", reason, keep<&Event::reason>));

constexpr auto counted_unit_members =
    object_of(must("unit", code, keep<&Item::unit>), must("mass_g", unit_mass, keep<&Item::mass_g>),
              may("moisture_permille", permille, keep<&Item::moisture_permille>));
constexpr auto counted_lot_members = object_of(
    must("lot", lot_name, keep<&Item::lot>), must("mass_g", lot_mass, keep<&Item::mass_g>),
    may("moisture_permille", permille, keep<&Item::moisture_permille>));
constexpr std::array counted_forms{Shape{counted_unit_members, "unit", 0, "weighed_unit"},
                                   Shape{counted_lot_members, "lot", 0, "weighed_lot"}};
constexpr Kind counted = object_in("a unit or a lot", counted_forms);
constexpr Kind counted_items = list_of(counted, 1, things_max);

constexpr auto weigh_members =
    mass_event_of(must("items", counted_items, nullptr, grow<&Event::items>),
                  must("reason", weigh_reason, keep<&Event::reason>));

constexpr auto inspect_unit_members =
    event_of(must("unit", code, keep_of_thing<&Item::unit>),
             may("soh_permille", soh_permille, keep<&Event::soh_permille>),
             may("energy_wh", energy, keep_of_thing<&Item::energy_wh>), must("decision", decision),
             must("method", method));
constexpr auto inspect_lot_members = event_of(
    must("lot", lot_name, keep_of_thing<&Item::lot>), may("assay_ppm", assay, nullptr, into_thing),
    may("moisture_permille", permille, keep_of_thing<&Item::moisture_permille>),
    must("method", method));

}  // namespace

constexpr std::array scrap_vehicle_shapes{Shape{scrap_vehicle_members, {}, 0, "scrap_vehicle"}};
constexpr std::array retire_shapes{Shape{retire_unit_members, "unit", 0, "retire_unit"},
                                   Shape{retire_lot_members, "lot", 0, "retire_lot"}};
constexpr std::array bring_in_shapes{Shape{bring_in_members, {}, 0, "bring_in"}};
constexpr std::array identify_shapes{Shape{identify_members, {}, 0, "identify"}};
constexpr std::array weigh_shapes{Shape{weigh_members, {}, 0, "weigh"}};
constexpr std::array inspect_shapes{Shape{inspect_unit_members, "unit", 0, "inspect_unit"},
                                    Shape{inspect_lot_members, "lot", 0, "inspect_lot"}};

std::span<const Shape> stock_forms(EventType type) {
  switch (type) {
    case EventType::scrap_vehicle:
      return scrap_vehicle_shapes;
    case EventType::retire:
      return retire_shapes;
    case EventType::bring_in:
      return bring_in_shapes;
    case EventType::identify:
      return identify_shapes;
    case EventType::weigh:
      return weigh_shapes;
    case EventType::inspect:
      return inspect_shapes;
    default:
      return {};
  }
}

}  // namespace ledger::encoding::shapes
