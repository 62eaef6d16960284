#include "ledger/model/holdings.hpp"

#include <algorithm>
#include <utility>

namespace ledger::model {
namespace {

using Key = std::pair<Place, std::int64_t>;

/// Where the holding is, or would be: they are sorted.
auto position_of(auto& holdings, const Key& key) {
  return std::lower_bound(holdings.begin(), holdings.end(), key,
                          [](const Holding& h, const Key& k) { return Key(h.place, h.ref) < k; });
}

bool is_at(const auto& position, const auto& holdings, const Key& key) {
  return position != holdings.end() && Key(position->place, position->ref) == key;
}

}  // namespace

std::int64_t proportion(std::int64_t whole, std::int64_t part, std::int64_t total) {
  require(whole >= 0 && part >= 0 && total > 0, "a proportion of what is not negative");
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::int64_t>(static_cast<Wide>(whole) * static_cast<Wide>(part) /
                                   static_cast<Wide>(total));
}

const Holding* find_holding(const LotState& lot, Place place, std::int64_t ref) {
  const Key key(place, ref);
  const auto position = position_of(lot.holdings, key);
  return is_at(position, lot.holdings, key) ? &*position : nullptr;
}

std::int64_t free_g(const Holding& holding) {
  return holding.mass_g - holding.claimed_g;
}

void put_holding(LotState& lot, Place place, std::int64_t ref, const Drawn& content) {
  if (content.mass_g == 0) return;
  const Key key(place, ref);
  auto holding = position_of(lot.holdings, key);
  if (!is_at(holding, lot.holdings, key))
    holding = lot.holdings.insert(holding, Holding{place, ref, 0, 0, 0, 0});
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
  const Key key(place, ref);
  const auto holding = position_of(lot.holdings, key);
  require(is_at(holding, lot.holdings, key), "the holding is there");
  return *holding;
}

void drop_if_empty(LotState& lot, Place place, std::int64_t ref) {
  const Key key(place, ref);
  const auto holding = position_of(lot.holdings, key);
  if (is_at(holding, lot.holdings, key) && holding->mass_g == 0 && holding->claimed_g == 0)
    lot.holdings.erase(holding);
}

std::int64_t fresh_g(std::int64_t mass_g, std::int64_t counted_g) {
  return std::max<std::int64_t>(0, mass_g - counted_g);
}

std::int64_t counted_after(std::int64_t before_g, std::int64_t after_g, std::int64_t counted_g) {
  return std::max(counted_g, after_g - fresh_g(before_g, counted_g));
}

Drawn weighed_as(const LotState& lot, const Drawn& content, std::int64_t mass_g) {
  if (!is_battery_mass(lot.material)) return {mass_g, 0, 0};
  return {mass_g, counted_after(content.mass_g, mass_g, content.spent_g),
          counted_after(content.mass_g, mass_g, content.seen_g)};
}

}  // namespace ledger::model
