#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/tiles/tile_directory.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> files_in(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.insert(fs::relative(entry, folder).string());
  return files;
}

/// A tree of made-up content: what stands in a tile depends on its path alone.
std::string content_of(const chain::TilePath& tile) {
  return "content of " + chain::write_tile_path(tile);
}

std::set<std::string> paths_of(std::int64_t size) {
  std::set<std::string> paths;
  chain::each_tile_since(0, size, [&](const chain::TilePath& tile) {
    paths.insert(chain::write_tile_path(tile));
    return true;
  });
  return paths;
}

std::size_t paths_in_both(const std::set<std::string>& some, const std::set<std::string>& others) {
  return static_cast<std::size_t>(std::count_if(
      some.begin(), some.end(), [&](const std::string& path) { return others.contains(path); }));
}

void grow(TempLedger& book, int from, int to) {
  std::vector<Said> events;
  for (int number = from; number < to; ++number)
    events.push_back(retire(collector, "R-" + std::to_string(number)).unit(pack(number)));
  REQUIRE(book.record(events));
}

std::string why(const TempLedger& book, const fs::path& directory) {
  try {
    (void)const_cast<TempLedger&>(book).ledger().export_tiles(directory, {});
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "exported";
}

}  // namespace

TEST_CASE("an export of tiles holds the files of its head and grows with the ledger") {
  TempLedger book;
  const TempFolder folder;
  const fs::path log = folder.path() / "log";
  const auto first = book.ledger().export_tiles(log, {});
  const std::int64_t size = book.ledger().info().size;
  CHECK(first.size == size);
  auto wanted = paths_of(size);
  wanted.insert("checkpoint");
  CHECK(files_in(log) == wanted);
  CHECK(static_cast<std::size_t>(first.files) == wanted.size());
  grow(book, 1, 300);
  const auto second = book.ledger().export_tiles(log, {});
  wanted.merge(paths_of(second.size));
  CHECK(files_in(log) == wanted);
  CHECK(content(log / "checkpoint") == book.ledger().info().checkpoint);
  CHECK(second.root == book.ledger().info().root);
  CHECK(book.ledger().export_tiles(log, {}).files == 0);
  book.check();
}

TEST_CASE("an export of tiles that was broken off is completed, and what it left is compared") {
  TempLedger book;
  grow(book, 1, 300);
  const TempFolder folder;
  const fs::path log = folder.path() / "log";
  book.ledger().export_tiles(log, {});
  const auto whole = files_in(log);
  fs::remove(log / "checkpoint");
  fs::remove(log / "tile/entries/000");
  fs::create_directories(log / ".parts");
  std::ofstream(log / ".parts/7") << "half";
  CHECK(book.ledger().export_tiles(log, {}).files == 2);
  CHECK(files_in(log) == whole);
  fs::remove(log / "checkpoint");
  std::ofstream(log / "tile/0/000", std::ios::binary | std::ios::app) << 'x';
  CHECK_THAT(why(book, log), ContainsSubstring("tile/0/000 is there already"));
  CHECK_FALSE(fs::exists(log / "checkpoint"));
  book.check();
}

TEST_CASE("trap: tiles are never exported over another ledger's or a larger tree's") {
  TempLedger book, other;
  const TempFolder folder;
  const auto at = [&](const char* name) { return folder.path() / name; };
  other.ledger().export_tiles(at("other"), {});
  grow(book, 1, 4);
  // Of the same origin and smaller: only its root says that it is another history.
  CHECK_THAT(why(book, at("other")), ContainsSubstring("with another root than this ledger has"));
  grow(other, 1, 9);
  other.ledger().export_tiles(at("other"), {});
  CHECK_THAT(why(book, at("other")), ContainsSubstring("and this ledger has only"));
  const Signer stranger = key_named("elsewhere.example/log");
  fs::create_directories(at("elsewhere") / "tile");
  std::ofstream(at("elsewhere") / "checkpoint")
      << chain::sign_checkpoint("elsewhere.example/log", 1, crypto::sha256("any"), stranger).note;
  CHECK_THAT(why(book, at("elsewhere")), ContainsSubstring("of elsewhere.example/log"));
  std::ofstream(at("elsewhere") / "checkpoint") << "something else";
  CHECK_THAT(why(book, at("elsewhere")), ContainsSubstring("not one that any program wrote"));
  book.ledger().export_jsonl(at("lines"), {});
  CHECK_THAT(why(book, at("lines")), ContainsSubstring("something else than tiles"));
  fs::create_directories(at("home"));
  std::ofstream(at("home") / "letter") << "dear";
  CHECK_THAT(why(book, at("home")), ContainsSubstring("something else than tiles"));
  CHECK(files_in(at("home")) == std::set<std::string>{"letter"});
  book.check();
  other.check();
}

TEST_CASE("two exports into one directory at once: the second is refused") {
  TempLedger book;
  const TempFolder folder;
  const TileDirectory first(folder.path() / "log");
  CHECK_THAT(why(book, folder.path() / "log"), ContainsSubstring("another process writes to it"));
  book.check();
}

TEST_CASE("tiles stopped at any step leave the old checkpoint and no file half written") {
  constexpr std::int64_t size = 3'000;
  const auto wanted = paths_of(size);
  const auto steps = wanted.size() - paths_in_both(paths_of(300), wanted);
  for (std::size_t stop = 0; stop < steps; ++stop) {
    CAPTURE(stop);
    const TempFolder folder;
    const fs::path log = folder.path() / "log";
    const auto old = paths_of(300);
    {
      TileDirectory target(log, 8);
      target.write_tiles(0, 300, content_of, {});
      target.write_checkpoint("old");
      std::size_t made = 0;
      const auto stopping = [&](const chain::TilePath& tile) {
        if (made++ == stop) throw Failure("the disk is full");
        return content_of(tile);
      };
      CHECK_THROWS_AS(target.write_tiles(300, size, stopping, {}), Failure);
    }
    CHECK(content(log / "checkpoint") == "old");
    for (const std::string& path : files_in(log)) {
      if (path.starts_with(".parts/") || path == "checkpoint") continue;
      REQUIRE((wanted.contains(path) || old.contains(path)));
      REQUIRE(content(log / path) == "content of " + path);
    }
    TileDirectory again(log);
    again.write_tiles(300, size, content_of, {});
    again.write_checkpoint("new");
    auto now = wanted;
    now.insert(old.begin(), old.end());
    now.insert("checkpoint");
    CHECK(files_in(log) == now);
  }
}

TEST_CASE("every file of an export is what the ledger answers at its path, and nothing else is") {
  TempLedger book;
  grow(book, 1, 300);
  const TempFolder folder;
  const fs::path log = folder.path() / "log";
  book.ledger().export_tiles(log, {});
  const std::int64_t before = book.ledger().info().size;
  grow(book, 300, 350);
  book.ledger().export_tiles(log, {});
  // The partial tiles of the earlier head are still there, for whoever has only that.
  const auto files = files_in(log);
  CHECK(files.contains("tile/0/001.p/" + std::to_string(before - 256)));
  for (const std::string& path : files) {
    CAPTURE(path);
    CHECK(book.ledger().tile_file(path) == content(log / path));
  }
  const std::int64_t width = book.ledger().info().size - 256;
  for (const std::string path : {"",
                                 "tile",
                                 "tile/0/0",
                                 "tile/0/x000/000",
                                 "tile/00/000",
                                 "tile/0/000.p/256",
                                 "tile/0/000.p/255",
                                 "tile/0/001",
                                 "tile/entries/001",
                                 "tile/1/000",
                                 "tile/1/000.p/2",
                                 "tile/2/000.p/1",
                                 "tile/7/000.p/1",
                                 "tile/8/000.p/1",
                                 "tile/63/000",
                                 "tile/0/002",
                                 "tile/0/x018/x014/x398/x509/x481/984",
                                 "checkpoint/",
                                 "/checkpoint",
                                 "lock"}) {
    CAPTURE(path);
    CHECK_FALSE(book.ledger().tile_file(path));
  }
  // Neither wider than the head nor of a width that no head ever had.
  CHECK(book.ledger().tile_file("tile/0/001.p/" + std::to_string(width)));
  CHECK_FALSE(book.ledger().tile_file("tile/0/001.p/" + std::to_string(width + 1)));
  CHECK_FALSE(book.ledger().tile_file("tile/0/001.p/" + std::to_string(width - 1)));
  CHECK_FALSE(book.ledger().tile_file("tile/entries/001.p/" + std::to_string(width - 1)));
  book.check();
}

TEST_CASE("a receipt shows by itself which ledger it is of") {
  TempLedger book;
  for (int number = 1; number < 12; ++number) {
    const auto appended =
        book.record(retire(collector, "R-" + std::to_string(number)).unit(pack(number)));
    REQUIRE(appended);
    const auto info = book.ledger().info();
    const Receipt& receipt = appended->receipt;
    CHECK(receipt.identity == info.identity);
    CHECK(chain::root_of_inclusion(receipt.identity, 0, info.size, receipt.identity_path) ==
          info.root);
  }
  book.check();
}
