#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include "ledger/result.hpp"
#include "ledger/storage/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

std::vector<Opening> three() {
  Hash salt{};
  salt.fill(0xab);
  return {{4, "note", "a note nobody else should read", salt},
          {4, "vin", "MADEUPVIN00000001", salt},
          {9, "note", "", Hash{}}};
}

bool anywhere(const TempFolder& folder, const std::string& text) {
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (bytes.find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("openings come back as they were kept", "[openings]") {
  const TempFolder folder;
  Openings::open(folder / "openings.db").keep(three());
  const Openings again = Openings::open(folder / "openings.db");
  const auto found = again.of(4);
  REQUIRE(found.size() == 2);
  CHECK(found[0].member == "note");
  CHECK(found[0].text == three()[0].text);
  CHECK(found[0].salt == three()[0].salt);
  CHECK(found[1].text == "MADEUPVIN00000001");
  CHECK(again.of(9).at(0).text.empty());
  CHECK(again.of(5).empty());
  struct stat file {};
  REQUIRE(::stat((folder / "openings.db").c_str(), &file) == 0);
  CHECK((file.st_mode & 0777U) == 0600);
}

TEST_CASE("an opening that is kept again stands in place of the one before", "[openings]") {
  const TempFolder folder;
  Openings openings = Openings::open(folder / "openings.db");
  openings.keep(three());
  const std::vector<Opening> forged{{4, "note", "another text", Hash{}}};
  openings.keep(forged);
  CHECK(openings.of(4).at(0).text == "another text");
  openings.keep(three());
  CHECK(openings.of(4).at(0).text == three()[0].text);
  CHECK(openings.of(4).size() == 2);
}

TEST_CASE("an erased text is in no file afterwards", "[openings]") {
  const TempFolder folder;
  Openings openings = Openings::open(folder / "openings.db");
  openings.keep(three());
  REQUIRE(anywhere(folder, three()[0].text));
  openings.erase(4, "note");
  CHECK(openings.of(4).size() == 1);
  CHECK_FALSE(anywhere(folder, three()[0].text));
  CHECK(anywhere(folder, "MADEUPVIN00000001"));
  openings.erase(4, "note");
}

TEST_CASE("a large text is erased wherever it spread", "[openings]") {
  const TempFolder folder;
  Openings openings = Openings::open(folder / "openings.db");
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "secret-" + std::to_string(i) + ";";
  const std::vector<Opening> large{{1, "text", text, Hash{}}};
  openings.keep(large);
  openings.erase(1, "text");
  CHECK_FALSE(anywhere(folder, "secret-"));
}

TEST_CASE("a file that holds something else is not taken for openings", "[openings]") {
  const TempFolder folder;
  (void)Store::create(folder / "ledger.db");
  CHECK_THROWS_AS(Openings::open(folder / "ledger.db"), Failure);
  CHECK(Store::open(folder / "ledger.db", Mode::write).size() == 0);
}

TEST_CASE("entries with openings are found one after the other", "[openings]") {
  const TempFolder folder;
  CHECK_FALSE(Openings::read(folder / "openings.db"));
  CHECK_FALSE(std::filesystem::exists(folder / "openings.db"));
  Openings::open(folder / "openings.db").keep(three());
  const auto openings = Openings::read(folder / "openings.db");
  REQUIRE(openings);
  CHECK(openings->entry_from(0) == 4);
  CHECK(openings->entry_from(5) == 9);
  CHECK_FALSE(openings->entry_from(10));
}

TEST_CASE("a file of openings with a schema of its own is damage", "[openings]") {
  const TempFolder folder;
  Openings::open(folder / "openings.db").keep(three());
  run_raw(folder / "openings.db",
          "ALTER TABLE opening RENAME TO kept; CREATE VIEW opening AS SELECT * FROM kept");
  CHECK_THROWS_AS(Openings::open(folder / "openings.db"), Damage);
  CHECK_THROWS_AS(Openings::read(folder / "openings.db"), Damage);
}
