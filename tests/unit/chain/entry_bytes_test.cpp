#include "ledger/chain/entry_bytes.hpp"

#include <nlohmann/json.hpp>

#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

const std::string ones = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const std::string twos = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
const std::string threes = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=";
const std::string fives =
    "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=";

std::string entry_of(const Batch& batch, std::int64_t position, const std::string& trail) {
  std::string out;
  EntryWriter(batch).write(out, position, hash_of_bytes(3), R"({"type":"made up","v":1})", trail);
  return out;
}

}  // namespace

TEST_CASE("an entry has exactly these bytes", "[entry]") {
  const std::string trail = trail_text({{"04QPE76836300JBC40000903", 7}, {"DUNS000000000", -1}});
  CHECK(entry_of(batch_of_three(), 2, trail) ==
        R"({"batch":{"after":{"hash":")" + twos + R"(","index":41},"count":3,"index":2,)" +
            R"("key":"DUNS000000000/desk","root":")" + ones + R"(","signature":")" + fives +
            R"(","standing":12},"event":{"type":"made up","v":1},"index":72,"prev":")" + threes +
            R"(","recorded_at":"2024-03-05T01:30:00.123Z",)" +
            R"("trail":[{"id":"04QPE76836300JBC40000903","prev":7},)" +
            R"({"id":"DUNS000000000","prev":-1}],"v":1})");
}

TEST_CASE("the founding entry names no entry before its batch", "[entry]") {
  Batch batch = batch_of_three();
  batch.first = 0;
  batch.head.count = 1;
  batch.head.after_index = -1;
  batch.standing = -1;
  const std::string entry = entry_of(batch, 0, trail_text({}));
  CHECK(entry.starts_with(R"({"batch":{"count":1,"index":0,"key":)"));
  CHECK(entry.find(R"("standing":-1})") != std::string::npos);
  CHECK(entry.ends_with(R"("trail":[],"v":1})"));
}

TEST_CASE("a batch that follows entry 0 names it", "[entry]") {
  Batch batch = batch_of_three();
  batch.head.after_index = 0;
  CHECK(entry_of(batch, 0, "[]")
            .starts_with(R"({"batch":{"after":{"hash":")" + twos + R"(","index":0},"count":3)"));
}

TEST_CASE("an entry is canonical: a sorting writer gives the same bytes", "[entry]") {
  const std::int64_t position = GENERATE(0, 1, 2);
  const std::string trail = trail_text({{"CAR-MAKER:a\"b\\c", 0}, {"DUNS000000000/BM-1", 9}});
  const std::string entry = entry_of(batch_of_three(), position, trail);
  const auto document = nlohmann::json::parse(entry);
  CHECK(document.dump() == entry);
  CHECK(document["index"] == 70 + position);
  CHECK(document["batch"]["index"] == position);
  CHECK(document["trail"][0]["id"] == "CAR-MAKER:a\"b\\c");
}

TEST_CASE("entries are appended to what is there", "[entry]") {
  const EntryWriter writer(batch_of_three());
  std::string out = "before";
  writer.write(out, 0, hash_of_bytes(3), "{}", "[]");
  const std::size_t first = out.size();
  writer.write(out, 1, hash_of_bytes(3), "{}", "[]");
  CHECK(out.starts_with("before{\"batch\""));
  CHECK(out.substr(first).starts_with("{\"batch\""));
}

TEST_CASE("the longest event and trail fit a tile's entry", "[entry]") {
  std::vector<TrailLink> links;
  for (int i = 0; i < 256; ++i)
    links.push_back(
        {"ISSUER:" + std::to_string(1000 + i) + std::string(53, 'x'), 4'611'686'018'427'387'903});
  Batch batch = batch_of_three();
  batch.first = 4'611'686'018'427'387'000;
  batch.head.after_index = batch.standing = batch.first - 1;
  batch.head.count = 4'096;
  batch.head.key = std::string(32, 'P') + "/" + std::string(31, 'k');
  std::string out;
  EntryWriter(batch).write(out, 4'095, Hash{}, std::string(36'864, 'e'), trail_text(links));
  CHECK(out.size() <= entry_bytes_max);
}

TEST_CASE("entry 0 follows the hash of the origin", "[entry]") {
  CHECK(encoding::base64(before_the_first(test_origin)) ==
        "5igs9tV3fl9PdWi79gzDTyyqGdtUKJU2x2ndUwRX52o=");
}

TEST_CASE("a seal depends on salt and text, and has these bytes", "[entry]") {
  const std::string note = "\xe5\xa4\x87\xe6\xb3\xa8";
  CHECK(encoding::base64(seal(hash_of_bytes(3), note)) ==
        "3I4OHkHkJgr9hmoY2JgGNOJ5rM2oosyEye/guq8Uflg=");
  CHECK(seal(hash_of_bytes(4), note) != seal(hash_of_bytes(3), note));
  CHECK(seal(hash_of_bytes(3), "") != seal(hash_of_bytes(3), note));
}

TEST_CASE("a receipt has exactly these bytes", "[receipt]") {
  const Receipt receipt{"head\n\n\xe2\x80\x94 k c2ln\n",
                        70,
                        {hash_of_bytes(1), hash_of_bytes(2)},
                        {hash_of_bytes(3)},
                        hash_of_bytes(2),
                        {hash_of_bytes(1), hash_of_bytes(3)},
                        "check\"\\point\n"};
  const std::string text = write_receipt(receipt);
  CHECK(text ==
        "{\"batch\":\"head\\n\\n\xe2\x80\x94 k c2ln\\n\",\"checkpoint\":\"check\\\"\\\\point\\n\","
        "\"first\":70,\"identity\":\"" +
            twos + "\",\"identity_path\":[\"" + ones + "\",\"" + threes + "\"],\"leaves\":[\"" +
            ones + "\",\"" + twos + "\"],\"proof\":[\"" + threes + "\"],\"v\":1}");
  CHECK(nlohmann::json::parse(text).dump() == text);
}

TEST_CASE("a receipt may need no hashes, and escapes every control character", "[receipt]") {
  CHECK(write_receipt({"", 0, {hash_of_bytes(1)}, {}, {}, {}, ""}).find("\"proof\":[]") !=
        std::string::npos);
  std::string controls;
  for (char c = 1; c < 0x20; ++c) controls.push_back(c);
  const std::string text = write_receipt({controls, 0, {}, {}, {}, {}, ""});
  CHECK(nlohmann::json::parse(text).dump() == text);
}
