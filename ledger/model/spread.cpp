#include "ledger/model/spread.hpp"

#include <algorithm>
#include <numeric>

#include "ledger/model/holdings.hpp"

namespace ledger::model {

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
  for (std::size_t i = 0; i < masses_g.size(); ++i) shares[i] = std::min(shares[i], masses_g[i]);
  return shares;
}

}  // namespace ledger::model
