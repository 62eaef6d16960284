#include "ledger/encoding/event_shapes.hpp"
#include "ledger/encoding/shape_parts.hpp"

namespace ledger::encoding::shapes {
namespace {

constexpr auto dispatch_members = mass_event_of(
    must("to", operator_id, keep<&Event::to>), must("transfer", event_id, keep<&Event::transfer>),
    weighed_items_member(), may("un_number", paper), may("waste_code", paper));

template <class... M>
constexpr auto received_of(const Kind& mass, M... members) {
  return object_of(must("received_g", mass, keep<&Item::received_g>),
                   must("accepted_g", mass, keep<&Item::accepted_g>),
                   must("refused_g", mass, keep<&Item::refused_g>), may("reason", receive_reason),
                   members...);
}
constexpr auto received_unit_members =
    received_of(unit_part, must("unit", code, keep<&Item::unit>));
constexpr auto received_lot_members =
    received_of(lot_part, must("lot", lot_name, keep<&Item::lot>));
constexpr std::array received_forms{Shape{received_unit_members, "unit", 0, "received_unit"},
                                    Shape{received_lot_members, "lot", 0, "received_lot"}};
constexpr Kind received = object_in("a unit or a lot", received_forms);
constexpr Kind received_items = list_of(received, 1, things_max);

constexpr auto receive_members = mass_event_of(
    must("from", operator_id, keep<&Event::from>),
    must("transfer", event_id, keep<&Event::transfer>),
    must("items", received_items, nullptr, grow<&Event::items>), may("waste_code", paper));

constexpr auto deliver_members =
    mass_event_of(weighed_items_member(), must("purpose", purpose, keep<&Event::purpose>),
                  must("country", country, keep<&Event::country>),
                  may("to", operator_id, keep<&Event::to>), may("application", application));

constexpr auto dispose_members =
    mass_event_of(weighed_items_member(), must("waste_code", paper), must("operation", operation),
                  must("country", country, keep<&Event::country>));

constexpr auto report_missing_members =
    mass_event_of(weighed_items_member(), must("kind", missing_kind, keep<&Event::missing>));

}  // namespace

constexpr std::array dispatch_shapes{Shape{dispatch_members, {}, 0, "dispatch"}};
constexpr std::array receive_shapes{Shape{receive_members, {}, 0, "receive"}};
constexpr std::array deliver_shapes{Shape{deliver_members, {}, 0, "deliver"}};
constexpr std::array dispose_shapes{Shape{dispose_members, {}, 0, "dispose"}};
constexpr std::array report_missing_shapes{Shape{report_missing_members, {}, 0, "report_missing"}};

std::span<const Shape> transfer_forms(EventType type) {
  switch (type) {
    case EventType::dispatch:
      return dispatch_shapes;
    case EventType::receive:
      return receive_shapes;
    case EventType::deliver:
      return deliver_shapes;
    case EventType::dispose:
      return dispose_shapes;
    case EventType::report_missing:
      return report_missing_shapes;
    default:
      return {};
  }
}

}  // namespace ledger::encoding::shapes
