#include "ledger/encoding/event_shapes.hpp"
#include "ledger/encoding/shape_parts.hpp"

namespace ledger::encoding::shapes {
namespace {

constexpr auto added_members =
    object_of(must("material", added_material, keep<&Item::material>),
              may("name", label, keep<&Item::name>), must("mass_g", lot_mass, keep<&Item::mass_g>));
constexpr std::array added_forms{Shape{added_members, {}, 0, "added_material"}};
constexpr Kind added_item = object_in("an added material", added_forms);
constexpr Kind added = list_of(added_item, 0, things_max);

constexpr auto made_unit_members = object_of(
    must("unit", code, keep<&Item::unit>),
    must("code_scheme", code_scheme, keep<&Item::code_scheme>),
    must("level", level, keep<&Item::level>), must("mass_g", unit_mass, keep<&Item::mass_g>),
    may("parent", code, keep<&Item::parent>),
    may("chemistry", unit_chemistry, keep<&Item::chemistry>), may("raw_code", raw_code),
    may("no_code_reason", no_code_reason));
constexpr std::array made_unit_forms{Shape{made_unit_members, {}, 0, "taken_out_unit"}};
constexpr Kind made_unit = object_in("a unit", made_unit_forms);
constexpr Kind made_units = list_of(made_unit, 0, things_max);

constexpr auto made_lot_members = object_of(
    must("lot", lot_name, keep<&Item::lot>), must("material", lot_material, keep<&Item::material>),
    may("name", label, keep<&Item::name>), must("mass_g", lot_mass, keep<&Item::mass_g>),
    may("count", piece_count));
constexpr std::array made_lot_forms{Shape{made_lot_members, {}, 0, "taken_out_lot"}};
constexpr Kind made_lot = object_in("a lot", made_lot_forms);
constexpr Kind made_lots = list_of(made_lot, 0, things_max);

constexpr auto output_members = object_of(
    must("lot", lot_name, keep<&Item::lot>), must("material", lot_material, keep<&Item::material>),
    may("name", label, keep<&Item::name>), may("chemistry", lot_chemistry, keep<&Item::chemistry>),
    must("mass_g", lot_mass, keep<&Item::mass_g>),
    may("moisture_permille", permille, keep<&Item::moisture_permille>), may("assay_ppm", assay));
constexpr std::array output_forms{Shape{output_members, {}, 0, "output_lot"}};
constexpr Kind output = object_in("a lot", output_forms);
constexpr Kind outputs = list_of(output, 0, things_max);

/// What balances: inputs, loss, weighing difference.
template <class... M>
constexpr auto work_of(M... members) {
  return mass_event_of(must("inputs", weighed_items, nullptr, grow<&Event::inputs>),
                       must("loss_g", loss_mass, keep<&Event::loss_g>),
                       may("weighing_g", weighing_mass, keep<&Event::weighing_g>), members...);
}

constexpr auto dismantle_members = work_of(must("units", made_units, nullptr, grow<&Event::units>),
                                           must("lots", made_lots, nullptr, grow<&Event::lots>));

constexpr auto repurpose_members = work_of(
    must("added", added, nullptr, grow<&Event::added>),
    must("unit", code, keep_of_thing<&Item::unit>),
    must("code_scheme", code_scheme, keep_of_thing<&Item::code_scheme>),
    must("level", level, keep_of_thing<&Item::level>),
    must("chemistry", unit_chemistry, keep_of_thing<&Item::chemistry>),
    must("mass_g", unit_mass, keep_of_thing<&Item::mass_g>),
    must("energy_wh", energy, keep_of_thing<&Item::energy_wh>), may("raw_code", raw_code),
    may("no_code_reason", no_code_reason), must("lots", made_lots, nullptr, grow<&Event::lots>));

constexpr auto process_members =
    work_of(must("step", step), must("route", route, keep<&Event::route>),
            must("added", added, nullptr, grow<&Event::added>),
            must("outputs", outputs, nullptr, grow<&Event::lots>), may("energy_kwh", used_energy));

}  // namespace

constexpr std::array dismantle_shapes{Shape{dismantle_members, {}, 0, "dismantle"}};
constexpr std::array repurpose_shapes{Shape{repurpose_members, {}, 0, "repurpose"}};
constexpr std::array process_shapes{Shape{process_members, {}, 0, "process"}};

std::span<const Shape> work_forms(EventType type) {
  switch (type) {
    case EventType::dismantle:
      return dismantle_shapes;
    case EventType::repurpose:
      return repurpose_shapes;
    case EventType::process:
      return process_shapes;
    default:
      return {};
  }
}

}  // namespace ledger::encoding::shapes
