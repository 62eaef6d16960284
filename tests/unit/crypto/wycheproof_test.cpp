#include <string>
#include <string_view>

#include "ledger/crypto/ed25519.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/crypto/test_bytes.hpp"

// Values of Wycheproof's Ed25519 verification tests (C2SP/wycheproof, ed25519_test.json, tests 1 to
// 29 and 42 to 70): one key, and the signatures on which libraries are known to disagree.

using namespace ledger;

namespace {

constexpr std::string_view key_hex =
    "7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa";

bool verifies(std::string_view message, const std::string& signature) {
  const auto bytes = fixed_from_hex<64>(signature);
  return crypto::verify(fixed_from_hex<32>(std::string(key_hex)), from_hex(std::string(message)),
                        bytes.data());
}

}  // namespace

TEST_CASE("Wycheproof: valid signatures verify", "[ed25519]") {
  const auto [message, signature] = GENERATE(table<std::string, std::string>(
      {{"",
        "d4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc1429ab72cafc41ab56af02ff8f"
        "cc43b99bfe4c7ae940f60f38ebaa9d311c4007"},
       {"78",
        "d80737358ede548acb173ef7e0399f83392fe8125b2ce877de7975d8b726ef5b1e76632280ee38afad12125ea4"
        "4b961bf92f1178c9fa819d020869975bcbe109"},
       {"54657374",
        "7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0"
        "c6ae7e39d4eef676573336a5c51eb6f946b30d"},
       {"48656c6c6f",
        "1c1ad976cbaae3b31dee07971cf92c928ce2091a85f5899f5e11ecec90fc9f8e93df18c5037ec9b29c07195ad2"
        "84e63d548cd0a6fe358cc775bd6c1608d2c905"},
       {"313233343030",
        "657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bf0cf5b3a289976458a1be6277a"
        "5055545253b45b07dcc1abd96c8b989c00f301"},
       {"000000000000000000000000",
        "d46543bfb892f84ec124dcdfc847034c19363bf3fc2fa89b1267833a14856e52e60736918783f950b6f1dd8d40"
        "dc343247cd43ce054c2d68ef974f7ed0f3c60f"},
       {"ffffffffffffffffffffffffffffffff",
        "5dbd7360e55aa38e855d6ad48c34bd35b7871628508906861a7c4776765ed7d1e13d910faabd689ec8618b7829"
        "5c8ab8f0e19c8b4b43eb8685778499e943ae04"}}));
  CAPTURE(message);
  CHECK(verifies(message, signature));
}

TEST_CASE("Wycheproof: special values of R and S never verify", "[ed25519]") {
  // 0, 1, the group order, the field's prime; of S also the order less one.
  const std::string order =
                        "edd3f55c1a631258d69cf7a2def9de14"
                        "00000000000000000000000000000010",
                    prime = "ed" + std::string(60, 'f') + "7f", zero(64, '0'),
                    one = "01" + std::string(62, '0'),
                    below =
                        "ecd3f55c1a631258d69cf7a2def9de14"
                        "00000000000000000000000000000010";
  for (const std::string& r : {zero, one, order, prime})
    for (const std::string& s : {zero, one, below, order, prime}) {
      CAPTURE(r, s);
      CHECK_FALSE(verifies("3f", r + s));
    }
}

TEST_CASE("Wycheproof: another encoding of R never verifies, though S was made to fit it",
          "[ed25519]") {
  const std::string signature =
      GENERATE(as<std::string>{},
               "647c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2b1d125e5538f38afbcc1"
               "c84e489521083041d24bc6240767029da063271a1ff0c",
               "677c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bc108ca4b87a49c9ed2c"
               "f383aecad8f54a962b2899da891e12004d7993a627e01",
               "e57c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bbb3eb51cd98dddb235a"
               "5f46f2bded6af184a58d09cce928bda43f41d69118a03",
               "657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c0b543bd3da0a56a8c9c15"
               "2f59c9fec12f31fa66434d48b817b30d90cb4efa8b501",
               "657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c6b8da07efd07a6dafb015"
               "ed6a32fe136319a972ffbc341f3a0beae97ccf8136505",
               "657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281cab227aedf259f910f0f3a"
               "759a335062665217925d019173b88917eae294f75d40f",
               "0000000000000000000000000000000000000000000000000000000000000000e0b8e7770d51c7a3637"
               "5d006c5bffd6af43ff54aaf47e4330dc118c71d61ec02",
               "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff463a1908382e7eb7693"
               "acef9884f7cf931a215e0791876be22c631a59881fd0e",
               "9a83eb6dbfd54a31fc1d3c580fc7b2fae4630ca8f0edf803873e433673d7e3d40e94254586cb6188c53"
               "86c3febed477cb9a6cb29e3979adc4cb27cf5278fb70a");
  CHECK_FALSE(verifies("313233343030", signature));
}

TEST_CASE("Wycheproof: S that is not reduced, or has high bits, never verifies", "[ed25519]") {
  const std::string r = "7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0";
  CHECK(
      verifies("54657374", r + "7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d"));
  const std::string s = GENERATE(
      as<std::string>{}, "67654bce3832c2d76f8f6f5dafc08d9339d4eef676573336a5c51eb6f946b31d",
      "5439412b5395d42f462c67008eba6ca839d4eef676573336a5c51eb6f946b32d",
      "2ee12ce5875bf9dff26556464bae2ad239d4eef676573336a5c51eb6f946b34d",
      "e2300459f1e742404cd934d2c595a6253ad4eef676573336a5c51eb6f946b38d",
      "7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b32d",
      "7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b34d",
      "7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b38d",
      "679155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b38d");
  CHECK_FALSE(verifies("54657374", r + s));
}
