#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// C2SP tlog-tiles: which paths a tree of a size has, how they are spelled, what is in them. Pure:
/// a directory, a server and a mirror all ask here.
namespace ledger::chain {

inline constexpr std::int64_t tile_width = 256;

enum class TileKind : std::uint8_t { hashes, entries };

/// One tile of hashes (at `level`) or bundle of entries (level 0), full or partial.
struct TilePath {
  TileKind kind = TileKind::hashes;
  std::int64_t level{}, number{};
  std::int64_t width = tile_width;  ///< 1 to 256; below 256 it is partial
  bool operator==(const TilePath&) const = default;
};

/// `tile/0/x001/x234/067`, `tile/1/000.p/17`, `tile/entries/000`. Nothing for any other spelling:
/// a path that is not canonical does not exist.
[[nodiscard]] std::optional<TilePath> read_tile_path(std::string_view path);
[[nodiscard]] std::string write_tile_path(const TilePath& tile);

/// Hashes (or entries) that the level holds in a tree of `size` leaves: size >> 8 * level.
[[nodiscard]] std::int64_t level_width(std::int64_t size, std::int64_t level);

/// Whether a tree of `size` leaves has the tile: a full one that is complete, or a partial one
/// exactly as wide as the tree's edge. No wider, no narrower one is ever served (a wider one would
/// leak what no checkpoint covers yet).
[[nodiscard]] bool has_tile(const TilePath& tile, std::int64_t size);

/// Every tile and bundle of a tree of `size` that a tree of `from` leaves had not, in the order in
/// which they may be published: bundles, then hashes from level 0 up. Return false to stop.
void each_tile_since(std::int64_t from, std::int64_t size,
                     const std::function<bool(const TilePath&)>& take);

/// Appends one entry to a bundle: its length in two bytes, big-endian, then its bytes.
void append_to_bundle(std::string& bundle, std::string_view entry);

/// The entries of a bundle of exactly `width`; nothing when there are more, fewer, or bytes left.
[[nodiscard]] std::optional<std::vector<std::string_view>> read_bundle(std::string_view bundle,
                                                                       std::int64_t width);

}  // namespace ledger::chain
