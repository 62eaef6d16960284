#include "ledger/model/spread.hpp"

#include <algorithm>
#include <numeric>

#include "ledger/model/holdings.hpp"

namespace ledger::model {

void CountedGrams::add(std::int64_t mass_g, std::int64_t counted_g) {
  const std::int64_t on_the_scale_g = std::min(mass_g, counted_g);
  held_g = checked_sum(held_g, on_the_scale_g);
  owed_g = checked_sum(owed_g, counted_g - on_the_scale_g);
}

void CountedGrams::find(std::int64_t more_g) {
  held_g = checked_sum(held_g, more_g);
  owed_g -= std::min(owed_g, more_g);
}

std::vector<std::int64_t> spread(std::int64_t grams, const std::vector<std::int64_t>& masses_g) {
  std::vector<std::int64_t> shares(masses_g.size(), 0);
  const std::int64_t total_g = std::accumulate(masses_g.begin(), masses_g.end(), std::int64_t{0});
  if (grams == 0 || total_g == 0) return shares;
  std::int64_t left_g = grams;
  for (std::size_t i = 0; i < masses_g.size(); ++i) {
    shares[i] = proportion(grams, masses_g[i], total_g);
    left_g -= shares[i];
  }
  const auto heaviest = std::max_element(masses_g.begin(), masses_g.end()) - masses_g.begin();
  shares[static_cast<std::size_t>(heaviest)] += left_g;
  return shares;
}

std::vector<CountedGrams> inherit(const CountedGrams& counted, const std::vector<Output>& outputs) {
  std::vector<std::int64_t> masses_g, battery_g;
  for (const Output& output : outputs) {
    masses_g.push_back(output.mass_g);
    battery_g.push_back(output.is_battery ? output.mass_g : 0);
  }
  std::vector<CountedGrams> shares(outputs.size());
  std::int64_t left_g = checked_sum(counted.held_g, counted.owed_g);
  const auto held_g = spread(counted.held_g, masses_g);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    shares[i].held_g = std::min(held_g[i], masses_g[i]);
    left_g -= shares[i].held_g;
  }
  const auto owed_g = spread(left_g, battery_g);
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i].owed_g = owed_g[i];
  return shares;
}

}  // namespace ledger::model
