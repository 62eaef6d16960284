#include "ledger/chain/tile_path.hpp"

#include <algorithm>
#include <set>

#include "ledger/chain/tree.hpp"
#include "tests/support/catch.hpp"

using namespace ledger::chain;

namespace {

std::vector<std::string> paths_since(std::int64_t from, std::int64_t size) {
  std::vector<std::string> paths;
  each_tile_since(from, size, [&](const TilePath& tile) {
    paths.push_back(write_tile_path(tile));
    return true;
  });
  return paths;
}

}  // namespace

TEST_CASE("tile paths are spelled as tlog-tiles has them", "[tile_path]") {
  const std::vector<std::pair<std::string, TilePath>> known{
      {"tile/0/000", {TileKind::hashes, 0, 0, 256}},
      {"tile/0/999", {TileKind::hashes, 0, 999, 256}},
      {"tile/0/x001/000", {TileKind::hashes, 0, 1'000, 256}},
      {"tile/0/x001/x234/067", {TileKind::hashes, 0, 1'234'067, 256}},
      {"tile/1/000.p/17", {TileKind::hashes, 1, 0, 17}},
      {"tile/63/000.p/1", {TileKind::hashes, 63, 0, 1}},
      {"tile/entries/000", {TileKind::entries, 0, 0, 256}},
      {"tile/entries/x001/x234/067.p/255", {TileKind::entries, 0, 1'234'067, 255}},
      {"tile/0/x018/x014/x398/x509/x481/984", {TileKind::hashes, 0, tree_size_max / 256, 256}}};
  for (const auto& [path, tile] : known) {
    CAPTURE(path);
    CHECK(write_tile_path(tile) == path);
    CHECK(read_tile_path(path) == tile);
  }
}

TEST_CASE("trap: a tile path in another spelling does not exist", "[tile_path]") {
  using namespace std::string_literals;
  const auto path = GENERATE(
      as<std::string>{}, "", "tile", "tile/", "tile//000", "tile/0", "tile/0/", "/tile/0/000",
      "tile/0/000/", "tile/0//000", "Tile/0/000", "tile/0/0", "tile/0/00", "tile/0/0000",
      "tile/0/1000", "tile/0/x000", "tile/0/x000/000", "tile/0/x000/x001/000", "tile/0/001/000",
      "tile/0/x1/000", "tile/0/X001/000", "tile/0/x001", "tile/0/x001/", "tile/0/x001/x000",
      "tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/-01",
      "tile/0/+01", "tile/0/ 01", "tile/ 0/000", "tile/0/000 ", "tile/0x0/000", "tile/0/0a0",
      "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05",
      "tile/0/000.p/1.p/1", "tile/0/000.p/-1", "tile/0/000.p/1/", "tile/0/000.P/1", "tile/0/.p/1",
      "tile/0/x001.p/1/000", "tile/entries", "tile/entries/", "tile/entries/0", "tile/data/000",
      "tile/entries/0/000", "tile/Entries/000", "checkpoint", "tile/0/../0/000", "tile/0/%30%30%30",
      "tile/0/x018/x014/x398/x509/x481/985", "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
      "tile/99999999999999999999/000");
  CAPTURE(path);
  CHECK_FALSE(read_tile_path(path));
}

TEST_CASE("a tile path with a NUL in it does not exist", "[tile_path]") {
  CHECK_FALSE(read_tile_path(std::string_view("tile/0/000\0", 11)));
  CHECK_FALSE(read_tile_path(std::string_view("tile/0/00\0", 10)));
}

TEST_CASE("levels of a tree hold one hash for 256 of the level below", "[tile_path]") {
  CHECK(level_width(70'000, 0) == 70'000);
  CHECK(level_width(70'000, 1) == 273);
  CHECK(level_width(70'000, 2) == 1);
  CHECK(level_width(70'000, 3) == 0);
  CHECK(level_width(0, 0) == 0);
  CHECK(level_width(tree_size_max, 7) == 64);
  CHECK(level_width(tree_size_max, 8) == 0);
  CHECK(level_width(tree_size_max, 63) == 0);
}

TEST_CASE("trap: the tiles of a tree are those of tlog-tiles, at every edge", "[tile_path]") {
  CHECK(paths_since(0, 0).empty());
  CHECK(paths_since(0, 1) == std::vector<std::string>{"tile/entries/000.p/1", "tile/0/000.p/1"});
  CHECK(paths_since(0, 255) ==
        std::vector<std::string>{"tile/entries/000.p/255", "tile/0/000.p/255"});
  // A multiple of 256 has no partial tile at level 0, but one of width 1 above.
  CHECK(paths_since(0, 256) ==
        std::vector<std::string>{"tile/entries/000", "tile/0/000", "tile/1/000.p/1"});
  CHECK(paths_since(0, 257) == std::vector<std::string>{"tile/entries/000", "tile/entries/001.p/1",
                                                        "tile/0/000", "tile/0/001.p/1",
                                                        "tile/1/000.p/1"});
  const auto full = paths_since(0, 65'536);
  CHECK(full.size() == 256 + 256 + 1 + 1);
  CHECK(full[512] == "tile/1/000");
  CHECK(full[513] == "tile/2/000.p/1");
  const auto last = paths_since(0, 70'000);
  CHECK(last.size() == 2 * 274 + 2 + 1);
  CHECK(std::count(last.begin(), last.end(), "tile/0/273.p/112") == 1);
  CHECK(std::count(last.begin(), last.end(), "tile/entries/273.p/112") == 1);
  CHECK(std::count(last.begin(), last.end(), "tile/1/001.p/17") == 1);
  CHECK(last.back() == "tile/2/000.p/1");
}

TEST_CASE("the tiles a tree has since an earlier size are those the earlier one had not",
          "[tile_path]") {
  std::vector<std::int64_t> sizes{0,   1,   2,   255,    256,    257,    300,
                                  511, 512, 513, 65'535, 65'536, 65'537, 70'000};
  for (const std::int64_t from : sizes)
    for (const std::int64_t size : sizes) {
      if (size < from) continue;
      CAPTURE(from, size);
      const auto before = paths_since(0, from);
      const std::set<std::string> had(before.begin(), before.end());
      auto wanted = paths_since(0, size);
      wanted.erase(std::remove_if(wanted.begin(), wanted.end(),
                                  [&](const std::string& path) { return had.contains(path); }),
                   wanted.end());
      REQUIRE(paths_since(from, size) == wanted);
    }
}

TEST_CASE("listing tiles stops when it is told to", "[tile_path]") {
  int taken = 0;
  each_tile_since(0, 70'000, [&](const TilePath&) { return ++taken < 3; });
  CHECK(taken == 3);
}

TEST_CASE("trap: a tree has the tiles listed for it and no wider or narrower one", "[tile_path]") {
  for (const std::int64_t size : {0, 1, 2, 255, 256, 257, 700, 65'536, 65'793}) {
    CAPTURE(size);
    const auto listed = paths_since(0, size);
    const std::set<std::string> all(listed.begin(), listed.end());
    for (const TileKind kind : {TileKind::hashes, TileKind::entries})
      for (const std::int64_t level : {0, 1, 2, 3, 8, 63})
        for (const std::int64_t number : {0, 1, 2, 3, 255, 256, 257})
          for (const std::int64_t width : {1, 2, 3, 187, 188, 189, 254, 255, 256}) {
            const TilePath tile{kind, level, number, width};
            if (kind == TileKind::entries && level > 0)
              REQUIRE_FALSE(has_tile(tile, size));
            else
              REQUIRE(has_tile(tile, size) == all.contains(write_tile_path(tile)));
          }
    REQUIRE_FALSE(has_tile({TileKind::hashes, 0, -1, 256}, size));
    REQUIRE_FALSE(has_tile({TileKind::hashes, 0, INT64_MAX, 256}, size));
    REQUIRE_FALSE(has_tile({TileKind::hashes, 0, 0, 0}, size));
    REQUIRE_FALSE(has_tile({TileKind::hashes, 0, 0, -1}, size));
    REQUIRE_FALSE(has_tile({TileKind::hashes, 0, 0, 257}, size));
  }
}
