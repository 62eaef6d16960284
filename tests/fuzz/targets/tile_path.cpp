#include "ledger/chain/tile_path.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "ledger/chain/tree.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

/// One width of a tile at most is served of a tree, and none beyond its edge.
void demand_width(chain::TilePath tile) {
  for (const std::int64_t size :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{255}, std::int64_t{256},
        std::int64_t{65'536}, std::int64_t{70'000}, chain::tree_size_max}) {
    int widths = 0;
    for (tile.width = 1; tile.width <= chain::tile_width; ++tile.width) {
      if (!chain::has_tile(tile, size)) continue;
      ++widths;
      const std::int64_t end = tile.number * chain::tile_width + tile.width;
      require(end <= chain::level_width(size, tile.level), "no tile goes beyond its tree");
    }
    require(widths <= 1, "a tile has one width in a tree");
  }
}

}  // namespace

/// A path that is not canonical does not exist.
bool fuzz::tile_path(std::string_view input) {
  const auto tile = chain::read_tile_path(input);
  if (!tile) return false;
  require(chain::write_tile_path(*tile) == input, "a tile has one path");
  require(tile->level >= 0 && tile->level <= 63 && tile->number >= 0, "its numbers are possible");
  require(tile->width >= 1 && tile->width <= chain::tile_width, "it has 1 to 256 hashes");
  require(tile->kind == chain::TileKind::hashes || tile->level == 0, "bundles have no level");
  demand_width(*tile);
  return true;
}
