#include <algorithm>
#include <string>

#include "ledger/crypto/note_name.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/key.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/crypto/test_bytes.hpp"

using namespace ledger;

namespace {

// The worked example of C2SP signed-note.
const std::string example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

std::array<std::uint8_t, 32> seed_of(std::uint8_t first) {
  return {first};
}

/// A vkey whose id fits, whatever the name, type byte and key.
std::string vkey_of(const std::string& name, std::uint8_t type, const std::string& key) {
  return VerifierKey{name, {}}.text().substr(0, name.size() + 1) + "00000000+" +
         encoding::base64(std::string(1, static_cast<char>(type)) + key);
}

}  // namespace

TEST_CASE("the worked example of signed-note reads and writes back", "[keys]") {
  const auto key = read_vkey(example);
  REQUIRE(key);
  CHECK(key->name == "example.com/foo");
  CHECK(key->id() == std::array<std::uint8_t, 4>{0x53, 0x0d, 0x90, 0x3a});
  CHECK(key->text() == example);
}

TEST_CASE("a vkey whose base64 holds a plus is parted at the first two only", "[keys]") {
  bool some_has_more = false;
  for (std::uint8_t i = 0; i < 20; ++i) {
    const VerifierKey key = Signer("example.org/log", seed_of(i)).verifier();
    const std::string text = key.text();
    some_has_more = some_has_more || std::count(text.begin(), text.end(), '+') > 2;
    const auto again = read_vkey(text);
    REQUIRE(again);
    REQUIRE(again->key == key.key);
  }
  CHECK(some_has_more);
}

TEST_CASE("a vkey with a flaw is refused, saying which", "[keys]") {
  const auto [text, detail] = GENERATE(table<std::string, std::string>(
      {{"", "fewer than two plus signs"},
       {"example.com/foo+530d903a", "fewer than two plus signs"},
       {"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "a name of"},
       {"example com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "a name of"},
       {"example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key id"},
       {"example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key id"},
       {"example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key id"},
       {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2", "base64"},
       {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=", "base64"},
       {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n", "base64"},
       {"example.com/foo+530d903a+", "type byte"},
       {vkey_of("w", 0x04, std::string(32, 'k')), "type byte"},
       {vkey_of("w", 0x01, std::string(31, 'k')), "found 31"},
       {vkey_of("w", 0x01, std::string(33, 'k')), "found 33"}}));
  CAPTURE(text);
  const auto key = read_vkey(text);
  REQUIRE_FALSE(key);
  CHECK(key.error().refusal == Refusal::unknown_key);
  CHECK_THAT(key.error().detail, ContainsSubstring(detail));
}

TEST_CASE("a vkey of an unsound point is refused though its id fits", "[keys]") {
  const VerifierKey small{"example.org/log", {0x01}};
  const auto key = read_vkey(small.text());
  REQUIRE_FALSE(key);
  CHECK_THAT(key.error().detail, ContainsSubstring("main subgroup"));
}

TEST_CASE("names hold no space of Unicode, no plus and no control character", "[keys]") {
  CHECK(crypto::is_note_name("example.com/foo"));
  CHECK(crypto::is_note_name("\xe7\x94\xb5\xe6\xb1\xa0"));
  CHECK(crypto::is_note_name(std::string(200, 'n')));
  const std::string bad =
      GENERATE(std::string(), std::string(201, 'n'), "a+b", "a b", "a\tb", "a\nb", "a\x7f",
               "a\xc2\x85", "a\xc2\xa0", "a\xe1\x9a\x80", "a\xe2\x80\x80", "a\xe2\x80\x8a",
               "a\xe2\x80\xa8", "a\xe2\x80\xa9", "a\xe2\x80\xaf", "a\xe2\x81\x9f", "a\xe3\x80\x80",
               "a\xff", std::string("a\0b", 3));
  CAPTURE(bad);
  CHECK_FALSE(crypto::is_note_name(bad));
}

TEST_CASE("UTF-8 is taken only in its one well-formed spelling", "[keys]") {
  CHECK(crypto::is_utf8(""));
  CHECK(crypto::is_utf8("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\x8b\xf4\x8f\xbf\xbf\xed\x9f\xbf"));
  const char* const bad =
      GENERATE("\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80",
               "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xe2\x28\xa1", "\xff");
  CHECK_FALSE(crypto::is_utf8(bad));
}

TEST_CASE("derived bytes depend on the key and the label, and repeat", "[keys]") {
  const Signer one("example.org/log", seed_of(1)), other("example.org/log", seed_of(2));
  CHECK(one.derive("R-0017/note") == one.derive("R-0017/note"));
  CHECK(one.derive("R-0017/note") != one.derive("R-0017/vin"));
  CHECK(one.derive("R-0017/note") != other.derive("R-0017/note"));
  CHECK(one.derive("") != Hash{});
  // Fixed for good: openings already recorded would no longer be found again.
  CHECK(encoding::hex(one.derive("R-0017/note")) ==
        "1e4b5d7e58626cfa5966f85ebe5e08c2997ecc0d9582c0ce0ae1150a21ed0a68");
}

TEST_CASE("new keys differ, and take only the names a ledger knows", "[keys]") {
  CHECK(new_signer("example.org/log").verifier().key !=
        new_signer("example.org/log").verifier().key);
  CHECK(new_signer("DUNS000000000/desk-1").verifier().name == "DUNS000000000/desk-1");
  CHECK_THROWS_AS(new_signer("No Name"), Failure);
  CHECK_THROWS_AS(new_signer(""), Failure);
}

TEST_CASE("a signer that moves keeps its key", "[keys]") {
  Signer first("example.org/log", seed_of(3));
  const LineSignature before = first.sign("text\n");
  Signer second(std::move(first));
  CHECK(second.sign("text\n") == before);
  Signer third("example.org/other", seed_of(4));
  third = std::move(second);
  CHECK(third.sign("text\n") == before);
}
