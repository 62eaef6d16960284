#include "cli/suggest.hpp"

#include <algorithm>

namespace cli {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row[b.size()];
}

std::string_view nearest(std::string_view typed, const std::vector<std::string_view>& offered) {
  // A third of the letters wrong is a slip; more is another word.
  std::size_t best = std::max<std::size_t>(1, typed.size() / 3) + 1;
  std::string_view found;
  if (typed.size() > 64) return found;
  for (const std::string_view word : offered) {
    const std::size_t distance = edit_distance(typed, word);
    if (distance >= best) continue;
    best = distance;
    found = word;
  }
  return found;
}

}  // namespace cli
