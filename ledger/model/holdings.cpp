#include "ledger/model/holdings.hpp"

#include <algorithm>

namespace ledger::model {
namespace {

auto position_of(LotState& lot, Place place, std::int64_t ref) {
  return std::find_if(lot.holdings.begin(), lot.holdings.end(),
                      [&](const Holding& h) { return h.place == place && h.ref == ref; });
}

}  // namespace

std::int64_t proportion(std::int64_t whole, std::int64_t part, std::int64_t total) {
  require(whole >= 0 && part >= 0 && total > 0, "a proportion of what is not negative");
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::int64_t>(static_cast<Wide>(whole) * static_cast<Wide>(part) /
                                   static_cast<Wide>(total));
}

const Holding* find_holding(const LotState& lot, Place place, std::int64_t ref) {
  for (const Holding& h : lot.holdings)
    if (h.place == place && h.ref == ref) return &h;
  return nullptr;
}

std::int64_t free_g(const Holding& holding) {
  return holding.mass_g - holding.claimed_g;
}

void put_holding(LotState& lot, Place place, std::int64_t ref, const Drawn& content) {
  if (content.mass_g == 0) return;
  auto holding = position_of(lot, place, ref);
  if (holding == lot.holdings.end()) {
    const Holding made{place, ref, 0, 0, 0, 0};
    holding = lot.holdings.insert(
        std::find_if(
            lot.holdings.begin(), lot.holdings.end(),
            [&](const Holding& h) { return std::pair(h.place, h.ref) > std::pair(place, ref); }),
        made);
  }
  holding->mass_g = checked_sum(holding->mass_g, content.mass_g);
  holding->spent_g = checked_sum(holding->spent_g, content.spent_g);
  holding->seen_g = checked_sum(holding->seen_g, content.seen_g);
}

Drawn part_of(const Drawn& whole, std::int64_t mass_g) {
  if (mass_g == 0) return {};
  if (mass_g == whole.mass_g) return whole;
  return {mass_g, std::min(proportion(whole.spent_g, mass_g, whole.mass_g), mass_g),
          std::min(proportion(whole.seen_g, mass_g, whole.mass_g), mass_g)};
}

Drawn take_holding(LotState& lot, Place place, std::int64_t ref, std::int64_t mass_g) {
  Holding& holding = edit_holding(lot, place, ref);
  const std::int64_t free = free_g(holding);
  require(mass_g >= 0 && mass_g <= free, "no more is taken than is free");
  const Drawn drawn = part_of({free, holding.spent_g, holding.seen_g}, mass_g);
  holding.mass_g -= drawn.mass_g;
  holding.spent_g -= drawn.spent_g;
  holding.seen_g -= drawn.seen_g;
  drop_if_empty(lot, place, ref);
  return drawn;
}

Holding& edit_holding(LotState& lot, Place place, std::int64_t ref) {
  const auto holding = position_of(lot, place, ref);
  require(holding != lot.holdings.end(), "the holding is there");
  return *holding;
}

void drop_if_empty(LotState& lot, Place place, std::int64_t ref) {
  std::erase_if(lot.holdings, [&](const Holding& h) {
    return h.place == place && h.ref == ref && h.mass_g == 0 && h.claimed_g == 0;
  });
}

std::int64_t fresh_g(std::int64_t mass_g, std::int64_t counted_g) {
  return std::max<std::int64_t>(0, mass_g - counted_g);
}

}  // namespace ledger::model
