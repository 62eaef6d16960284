#include "ledger/tiles/stored_tiles.hpp"

#include <algorithm>
#include <memory>

#include "ledger/chain/tile_path.hpp"
#include "ledger/chain/tree.hpp"

namespace ledger {
namespace {

constexpr auto hash_size = static_cast<std::int64_t>(std::tuple_size_v<Hash>);

void append(std::string& hashes, const Hash& hash) {
  hashes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
}

}  // namespace

std::string StoredTiles::at(std::int64_t size, std::int64_t level, std::int64_t number) const {
  if (auto full = store_.tile(level, number)) return *full;
  const std::int64_t first = number * chain::tile_width;
  const std::int64_t last = std::min(first + chain::tile_width, chain::level_width(size, level));
  if (level == 0) {
    std::string hashes;
    for (const Hash& leaf : store_.leaves(first, last)) append(hashes, leaf);
    return hashes;
  }
  Edge& edge = edges_[level];
  if (edge.number != number) edge = {number, {}};
  for (auto i = first + static_cast<std::int64_t>(edge.hashes.size()) / hash_size; i < last; ++i)
    append(edge.hashes, chain::tile_root(store_.tile(level - 1, i).value_or(std::string())));
  return edge.hashes.substr(
      0, static_cast<std::size_t>(std::max(last - first, std::int64_t{0}) * hash_size));
}

chain::TileReader stored_tiles(const storage::Store& store, std::int64_t size) {
  return [tiles = std::make_shared<StoredTiles>(store), size](
             std::int64_t level, std::int64_t number) { return tiles->at(size, level, number); };
}

}  // namespace ledger
