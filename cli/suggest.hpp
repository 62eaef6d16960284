#pragma once

#include <string_view>
#include <vector>

namespace cli {

/// Letters to insert, remove, replace or swap with their neighbour to make `a` from `b`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The offered word nearest to what was typed; empty when none is near enough to be meant.
[[nodiscard]] std::string_view nearest(std::string_view typed,
                                       const std::vector<std::string_view>& offered);

}  // namespace cli
