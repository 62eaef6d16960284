#include "ledger/encoding/base64.hpp"

#include "tests/support/catch.hpp"

using namespace ledger::encoding;

TEST_CASE("the vectors of RFC 4648 go both ways") {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
}

TEST_CASE("every byte survives base64") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  CHECK(from_base64(base64(bytes)) == bytes);
}

TEST_CASE("base64 that is not exactly the written form is refused") {
  for (const auto* text : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zg==Zg==", "Zg= =", "Z===",
                           "====", "Zm9v\n", "Zm-v", "Zm_v", "=Zg=", "Zm8=Zm8="}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text));
  }
}

TEST_CASE("a fixed size is held to") {
  CHECK(fixed_from_base64<3>("Zm9v"));
  CHECK_FALSE(fixed_from_base64<2>("Zm9v"));
  CHECK(base64(std::array<std::uint8_t, 3>{'f', 'o', 'o'}) == "Zm9v");
}

TEST_CASE("hex is lower case") {
  CHECK(hex(std::string_view("\x00\xab\xff", 3)) == "00abff");
}
