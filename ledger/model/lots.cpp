#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"

namespace ledger::model {
namespace {

/// A lot may grow only by more of the same, and only until some of it is used (design §4).
Verdict judge_top_up(const LotState& lot, const Item& item, Chemistry chemistry, Origin origin,
                     const std::string& pointer) {
  if (lot.drawn)
    return refuse(Refusal::lot_closed, pointer + "/lot",
                  fmt::format("some of the lot {} was used already", lot.name));
  if (lot.material != item.material || lot.other_name != item.name)
    return refuse(Refusal::lot_mismatch, pointer + "/material",
                  fmt::format("the lot {} is {}, the event says {}", lot.name, text(lot.material),
                              text(item.material)));
  if ((is_battery_mass(lot.material) || is_intermediate(lot.material)) &&
      lot.chemistry != chemistry)
    return refuse(Refusal::lot_mismatch, pointer + "/lot",
                  fmt::format("the lot {} is of chemistry {}, this would add {}", lot.name,
                              text(lot.chemistry), text(chemistry)));
  if (is_battery_mass(lot.material) && lot.origin != origin)
    return refuse(Refusal::lot_mismatch, pointer + "/lot",
                  fmt::format("the lot {} is of origin {}, this would add {}", lot.name,
                              text(lot.origin), text(origin)));
  return {};
}

}  // namespace

Result<LotState*> Case::make_lot(const Item& item, Chemistry chemistry, Origin origin,
                                 const Drawn& content, const std::string& pointer) {
  if (!item.lot.starts_with(sender_->id) || item.lot.size() <= sender_->id.size() ||
      item.lot[sender_->id.size()] != '/')
    return refuse(Refusal::not_yours, pointer + "/lot",
                  fmt::format("only the operator a lot is named after makes it: {} is not {}/…",
                              item.lot, sender_->id));
  if (!is_battery_mass(item.material)) origin = Origin::none;
  const LotState* known = world.find_lot(item.lot);
  if (known) {
    if (auto may = judge_top_up(*known, item, chemistry, origin, pointer); !may)
      return tl::unexpected(may.error());
  }
  LotState& lot = known ? world.edit_lot(*known) : world.add_lot(item.lot);
  if (!known) {
    lot.material = item.material;
    lot.other_name = item.name;
    lot.chemistry = chemistry;
    lot.origin = origin;
  }
  if (!item.assay.empty()) lot.assay = item.assay;
  if (item.moisture_permille) lot.moisture_permille = *item.moisture_permille;
  put_holding(lot, Place::stock, sender_->no, content);
  return &lot;
}

}  // namespace ledger::model
