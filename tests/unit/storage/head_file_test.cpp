#include "ledger/storage/head_file.hpp"

#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

Head head(std::int64_t size) {
  Head made{size, {}};
  made.root.fill(static_cast<std::uint8_t>(size));
  return made;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void write_heads(const std::filesystem::path& file, std::int64_t count) {
  HeadFile heads = HeadFile::create(file);
  for (std::int64_t size = 1; size <= count; ++size) heads.write(head(size));
}

std::int64_t last_size(const std::filesystem::path& file) {
  return HeadFile::open(file).last().value().size;
}

}  // namespace

TEST_CASE("a head file just made has no head", "[head]") {
  const TempFolder folder;
  CHECK_FALSE(HeadFile::create(folder / "head").last());
  CHECK_FALSE(HeadFile::open(folder / "head").last());
  struct stat found {};
  REQUIRE(::stat((folder / "head").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0600);
  CHECK_THROWS_AS(HeadFile::create(folder / "head"), Failure);
  CHECK_THROWS_AS(HeadFile::open(folder / "none"), Failure);
}

TEST_CASE("the newest head is the one that is found", "[head]") {
  const TempFolder folder;
  const auto count = GENERATE(1, 2, 3, 10);
  write_heads(folder / "head", count);
  HeadFile again = HeadFile::open(folder / "head");
  CHECK(again.last()->size == count);
  CHECK(again.last()->root == head(count).root);
  again.write(head(40));
  CHECK(last_size(folder / "head") == 40);
  CHECK(bytes_of(folder / "head").size() == 1024);
}

TEST_CASE("a slot reads as docs/format.md says", "[head]") {
  const TempFolder folder;
  HeadFile::create(folder / "head").write(Head{7, {}});
  const std::string slot = bytes_of(folder / "head").substr(512);
  // The digest was computed once with sha256sum over the text before it.
  CHECK(slot ==
        "celltrail-head/1 1 7 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= "
        "1625a05e03e5404a5555a473ba0a1504bd48a8a303c1b854e02d280642b2c1da\n" +
            std::string(511 - 131, ' ') + "\n");
}

TEST_CASE("a head torn at any byte leaves the one before it", "[head]") {
  const TempFolder folder;
  write_heads(folder / "before", 4);
  write_heads(folder / "after", 5);
  const std::string before = bytes_of(folder / "before"), after = bytes_of(folder / "after");
  for (std::size_t cut = 0; cut <= 512; ++cut) {
    // Head 5 lies in the second slot.
    put(folder / "torn", before.substr(0, 512) + after.substr(512, cut) + before.substr(512 + cut));
    const std::int64_t found = last_size(folder / "torn");
    const bool whole = bytes_of(folder / "torn") == after;
    CHECK(found == (whole ? 5 : 4));
  }
}

TEST_CASE("a slot with any byte changed does not count", "[head]") {
  const TempFolder folder;
  write_heads(folder / "head", 5);
  const std::string good = bytes_of(folder / "head");
  for (std::size_t at = 512; at < 1024; ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    put(folder / "bad", bad);
    CHECK(last_size(folder / "bad") == 4);
  }
}

TEST_CASE("a head file without a good slot is damage", "[head]") {
  const TempFolder folder;
  write_heads(folder / "head", 5);
  std::string bytes = bytes_of(folder / "head");
  SECTION("both slots damaged") {
    bytes[30] ^= 1, bytes[542] ^= 1;
  }
  SECTION("cut short") {
    bytes.resize(700);
  }
  SECTION("longer than two slots") {
    bytes += ' ';
  }
  SECTION("all zero") {
    bytes.assign(1024, '\0');
  }
  put(folder / "bad", bytes);
  CHECK_THROWS_AS(HeadFile::open(folder / "bad"), Damage);
}

TEST_CASE("a head whose making was interrupted has no head", "[head]") {
  const TempFolder folder;
  const auto size = GENERATE(0U, 1U, 511U, 1024U);
  put(folder / "head", std::string(size, ' '));
  HeadFile heads = HeadFile::open(folder / "head");
  CHECK_FALSE(heads.last());
  heads.write(head(3));
  heads.write(head(4));
  CHECK(last_size(folder / "head") == 4);
}
