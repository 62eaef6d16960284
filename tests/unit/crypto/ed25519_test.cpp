#include "ledger/crypto/ed25519.hpp"

#include <string>

#include "ledger/key.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/crypto/test_bytes.hpp"

using namespace ledger;

namespace {

struct Vector {
  const char *seed, *key, *message, *signature;
};

// RFC 8032 section 7.1: tests 1 to 3 and SHA(abc).
constexpr Vector rfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "b"
     "bd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
     "0"
     "303dca179c138ac17ad9bef1177331a704"},
};

bool verify_hex(const std::string& key, const std::string& message, const std::string& signature) {
  const auto bytes = fixed_from_hex<64>(signature);
  return crypto::verify(fixed_from_hex<32>(key), message, bytes.data());
}

}  // namespace

TEST_CASE("signing gives what RFC 8032 prints, and it verifies", "[ed25519]") {
  for (const Vector& v : rfc8032) {
    CAPTURE(v.seed);
    const Signer signer("vector", fixed_from_hex<32>(v.seed));
    const std::string message = from_hex(v.message);
    const LineSignature line = signer.sign(message);
    CHECK(signer.verifier().key == fixed_from_hex<32>(v.key));
    CHECK(std::string(line.begin() + 4, line.end()) == from_hex(v.signature));
    CHECK(verify_hex(v.key, message, v.signature));
    CHECK(crypto::is_sound_key(fixed_from_hex<32>(v.key)));
  }
}

TEST_CASE("a signature with any bit changed is refused", "[ed25519]") {
  const Vector& v = rfc8032[2];
  for (std::size_t bit = 0; bit < 512; ++bit) {
    auto signature = fixed_from_hex<64>(v.signature);
    signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    REQUIRE_FALSE(crypto::verify(fixed_from_hex<32>(v.key), from_hex(v.message), signature.data()));
  }
  CHECK_FALSE(verify_hex(v.key, from_hex("af83"), v.signature));
  CHECK_FALSE(verify_hex(rfc8032[1].key, from_hex(v.message), v.signature));
}

TEST_CASE("a signature whose S is not reduced is refused", "[ed25519]") {
  // Test 1 with the group order added to S: the same equation holds, but there would be two
  // signatures where one was made.
  CHECK_FALSE(verify_hex(rfc8032[0].key, "",
                         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901554c8c7872a"
                         "a064e049dbb3013fbf293"
                         "80d25bf5f0595bbe24655141438e7a101b"));
}

TEST_CASE("a key of small order verifies nothing and is not sound", "[ed25519]") {
  // The eight points whose order divides 8, and the other spellings some libraries take for them.
  const char* const key =
      GENERATE("0100000000000000000000000000000000000000000000000000000000000000",
               "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
               "0000000000000000000000000000000000000000000000000000000000000080",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
               "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
               "0000000000000000000000000000000000000000000000000000000000000000",
               "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
               "0100000000000000000000000000000000000000000000000000000000000080",
               "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
               "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
               "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
               "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
               "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  CAPTURE(key);
  CHECK_FALSE(crypto::is_sound_key(fixed_from_hex<32>(key)));
  // R the neutral element and S zero satisfy the equation for a key of order one.
  CHECK_FALSE(verify_hex(key, "anything", std::string("01") + std::string(126, '0')));
}

TEST_CASE("a key outside the main subgroup is not sound", "[ed25519]") {
  // Seven times the base point, then with each other point of order 2, 4 or 8 added. The one with
  // the point of order 2 passed libsodium before its repair (CVE-2025-69277).
  CHECK(crypto::is_sound_key(
      fixed_from_hex<32>("b862409fb5c4c4123df2abf7462b88f041ad36dd6864ce872fd5472be363c5b1")));
  const char* const key =
      GENERATE("359dbf604a3b3bedc20d5408b9d4770fbe52c922979b3178d02ab8d41c9c3a4e",
               "e9b2fe981587efae6478f48ba1fa60cec6126d0e26dde72a0a24f640dcd783e5",
               "d7fcf1f00e29dd947529006e74d779973e3c1a1bad96b7807ab8644b5604ee50",
               "16b981d0b88cdf3ab9fa87190822fe4905b475efda3aec7c34abfa92c19320f4",
               "044d0167ea7810519b870b745e059f3139ed92f1d92218d5f5db09bf23287c1a",
               "16030e0ff1d6226b8ad6ff918b288668c1c3e5e45269487f85479bb4a9fb11af",
               "d7467e2f477320c5460578e6f7dd01b6fa4b8a1025c51383cb54056d3e6cdf0b");
  CAPTURE(key);
  CHECK_FALSE(crypto::is_sound_key(fixed_from_hex<32>(key)));
}

TEST_CASE("a key that is no point, or no canonical one, is not sound", "[ed25519]") {
  const char* const key =
      GENERATE("0200000000000000000000000000000000000000000000000000000000000000",
               "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
               "f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
               "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  CHECK_FALSE(crypto::is_sound_key(fixed_from_hex<32>(key)));
}
