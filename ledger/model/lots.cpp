#include <algorithm>

#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transformation.hpp"

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

/// Grams of the element by an assay and moisture.
std::int64_t held_g(std::int64_t mass_g, std::int64_t moisture_permille,
                    const std::vector<Assay>& assay, Element element) {
  for (const Assay& share : assay)
    if (share.element == element)
      return element_g(mass_g, std::max<std::int64_t>(moisture_permille, 0), share.ppm);
  return 0;
}

/// More of a product: of each element the higher share holds, and the lower moisture, so that no
/// less comes off what was recovered than was counted, should the lot go into a step again.
void add_to_words(LotState& lot, const Item& item) {
  for (const Assay& share : item.assay) {
    const auto same = std::find_if(lot.assay.begin(), lot.assay.end(), [&](const Assay& known) {
      return known.element == share.element;
    });
    if (same == lot.assay.end())
      lot.assay.push_back(share);
    else
      same->ppm = std::max(same->ppm, share.ppm);
  }
  lot.moisture_permille = std::min(lot.moisture_permille, item.moisture_permille.value_or(-1));
}

}  // namespace

void Case::restate(LotState& lot, const std::vector<Assay>& assay,
                   std::optional<std::int64_t> moisture_permille) {
  const std::vector<Assay> old_assay = lot.assay;
  const std::int64_t old_moisture = lot.moisture_permille;
  if (!assay.empty()) lot.assay = assay;
  if (moisture_permille) lot.moisture_permille = *moisture_permille;
  if (!is_product(lot.material)) return;
  std::int64_t mass_g = 0;
  for (const Holding& h : lot.holdings) mass_g = checked_sum(mass_g, free_g(h));
  for (const Assay& share : old_assay) {
    const std::int64_t less_g = held_g(mass_g, old_moisture, old_assay, share.element) -
                                held_g(mass_g, lot.moisture_permille, lot.assay, share.element);
    if (less_g <= 0) continue;
    auto& sum = world.tallies().elements[ElementKey{year(), share.element}];
    sum.recovered_g = checked_sum(sum.recovered_g, -less_g);
  }
}

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
  if (known && is_product(lot.material)) {
    add_to_words(lot, item);
  } else {
    if (!item.assay.empty()) lot.assay = item.assay;
    if (item.moisture_permille) lot.moisture_permille = *item.moisture_permille;
  }
  put_holding(lot, Place::stock, sender_->no, content);
  return &lot;
}

}  // namespace ledger::model
