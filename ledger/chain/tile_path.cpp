#include "ledger/chain/tile_path.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {
namespace {

constexpr std::string_view tile_mark = "tile/", entries_mark = "entries/", partial_mark = ".p/";
constexpr std::int64_t level_max = 63;
/// No level of the largest tree has tiles beyond this one.
constexpr std::int64_t number_max = tree_size_max / tile_width;
constexpr std::size_t length_size = 2;

/// The value of `x001/x234/067`, leniently: the caller compares with the one right spelling.
std::optional<std::int64_t> read_number(std::string_view text) {
  std::int64_t number = 0;
  while (true) {
    const bool is_last = text.size() == 3;
    if (!is_last && (text.size() < 5 || text[0] != 'x' || text[4] != '/')) return std::nullopt;
    for (const char digit : text.substr(is_last ? 0 : 1, 3)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      number = number * 10 + (digit - '0');
      if (number > number_max) return std::nullopt;
    }
    if (is_last) return number;
    text.remove_prefix(5);
  }
}

/// Takes `entries/` or a level and its slash off `text`.
bool read_kind(std::string_view& text, TilePath& tile) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  if (text.starts_with(entries_mark)) {
    tile.kind = TileKind::entries;
  } else {
    const auto level = read_decimal(text.substr(0, slash), level_max);
    if (!level) return false;
    tile.level = *level;
  }
  text.remove_prefix(slash + 1);
  return true;
}

void each_on_level(TileKind kind, std::int64_t level, std::int64_t from, std::int64_t size,
                   const std::function<bool(const TilePath&)>& take, bool& goes_on) {
  const std::int64_t old_width = level_width(from, level), width = level_width(size, level);
  if (old_width == width) return;
  for (std::int64_t number = old_width / tile_width; goes_on && number * tile_width < width;
       ++number)
    goes_on = take({kind, level, number, std::min(tile_width, width - number * tile_width)});
}

}  // namespace

std::optional<TilePath> read_tile_path(std::string_view path) {
  std::string_view rest = path;
  TilePath tile;
  if (!rest.starts_with(tile_mark)) return std::nullopt;
  rest.remove_prefix(tile_mark.size());
  if (!read_kind(rest, tile)) return std::nullopt;
  if (const std::size_t mark = rest.find(partial_mark); mark != std::string_view::npos) {
    const auto width = read_decimal(rest.substr(mark + partial_mark.size()), tile_width - 1);
    if (!width || *width == 0) return std::nullopt;
    tile.width = *width;
    rest = rest.substr(0, mark);
  }
  const auto number = read_number(rest);
  if (!number) return std::nullopt;
  tile.number = *number;
  if (write_tile_path(tile) != path) return std::nullopt;
  return tile;
}

std::string write_tile_path(const TilePath& tile) {
  require(tile.level >= 0 && tile.level <= level_max && tile.number >= 0 && tile.width > 0 &&
              tile.width <= tile_width,
          "a tile has a level of 0 to 63, a number from 0 on and 1 to 256 hashes");
  std::string number = fmt::format("{:03}", tile.number % 1000);
  for (std::int64_t rest = tile.number / 1000; rest > 0; rest /= 1000)
    number.insert(0, fmt::format("x{:03}/", rest % 1000));
  std::string path(tile_mark);
  path += tile.kind == TileKind::entries ? entries_mark : fmt::format("{}/", tile.level);
  path += number;
  if (tile.width < tile_width) path += fmt::format("{}{}", partial_mark, tile.width);
  return path;
}

std::int64_t level_width(std::int64_t size, std::int64_t level) {
  require(size >= 0 && size <= tree_size_max && level >= 0, "a tree has 0 to 2^62 leaves");
  // A shift by 64 or more would be undefined, not 0.
  return level < 8 ? size >> 8 * level : 0;
}

bool has_tile(const TilePath& tile, std::int64_t size) {
  if (tile.kind == TileKind::entries && tile.level != 0) return false;
  const std::int64_t width = level_width(size, tile.level);
  if (tile.number < 0 || tile.number > width / tile_width) return false;
  return tile.width > 0 && tile.width == std::min(tile_width, width - tile.number * tile_width);
}

void each_tile_since(std::int64_t from, std::int64_t size,
                     const std::function<bool(const TilePath&)>& take) {
  require(from >= 0 && from <= size, "a tree only grows");
  bool goes_on = true;
  each_on_level(TileKind::entries, 0, from, size, take, goes_on);
  for (std::int64_t level = 0; goes_on && level_width(size, level) > 0; ++level)
    each_on_level(TileKind::hashes, level, from, size, take, goes_on);
}

void append_to_bundle(std::string& bundle, std::string_view entry) {
  require(entry.size() <= entry_bytes_max, "an entry has at most 65,535 bytes");
  bundle.push_back(static_cast<char>(entry.size() >> 8));
  bundle.push_back(static_cast<char>(entry.size() & 0xff));
  bundle.append(entry);
}

std::optional<std::vector<std::string_view>> read_bundle(std::string_view bundle,
                                                         std::int64_t width) {
  if (width < 0 || width > tile_width) return std::nullopt;
  std::vector<std::string_view> entries;
  for (std::int64_t i = 0; i < width; ++i) {
    if (bundle.size() < length_size) return std::nullopt;
    const auto size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]) << 8 |
                                               static_cast<unsigned char>(bundle[1]));
    if (bundle.size() - length_size < size) return std::nullopt;
    entries.push_back(bundle.substr(length_size, size));
    bundle.remove_prefix(length_size + size);
  }
  if (!bundle.empty()) return std::nullopt;
  return entries;
}

}  // namespace ledger::chain
