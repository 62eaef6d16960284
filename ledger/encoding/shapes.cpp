#include "ledger/encoding/event_shapes.hpp"
#include "ledger/encoding/shape_parts.hpp"

namespace ledger::encoding {
namespace shapes {

void keep_at(void* owner, const Found& found) {
  auto& event = *static_cast<Event*>(owner);
  event.at = found.node.text;
  event.at_s = found.seconds;
}

void keep_commitment(void* owner, const Found& found) {
  static_cast<Event*>(owner)->sealed.push_back({found.node.name, found.node.text});
}

void keep_assay(void* owner, const Found& found) {
  static_cast<Item*>(owner)->assay.push_back(
      {*listed<Element>(found.node.name), found.node.integer});
}

}  // namespace shapes

std::span<const Shape> event_forms(EventType type) {
  for (const auto forms :
       {shapes::founding_forms, shapes::stock_forms, shapes::transfer_forms, shapes::work_forms})
    if (const auto found = forms(type); !found.empty()) return found;
  return {};
}

}  // namespace ledger::encoding
