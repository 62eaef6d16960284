#include "ledger/crypto/sha256.hpp"

#include <string>
#include <thread>

#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"

using namespace ledger;
using encoding::hex;

TEST_CASE("SHA-256 gives the values FIPS 180-4 prints", "[sha256]") {
  CHECK(hex(crypto::sha256("")) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(crypto::sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(crypto::sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("two parts hash like the two joined, wherever they are parted", "[sha256]") {
  const std::string whole(150, 'x');
  for (std::size_t at = 0; at <= whole.size(); ++at)
    REQUIRE(crypto::sha256(whole.substr(0, at), whole.substr(at)) == crypto::sha256(whole));
}

TEST_CASE("a leaf and a node carry their prefixes", "[sha256]") {
  const Hash left = crypto::sha256("left"), right = crypto::sha256("right");
  const std::string joined =
      std::string(left.begin(), left.end()).append(right.begin(), right.end());
  CHECK(crypto::leaf_hash("event") == crypto::sha256(std::string("\0event", 6)));
  CHECK(crypto::leaf_hash("") == crypto::sha256(std::string(1, '\0')));
  CHECK(crypto::node_hash(left, right) == crypto::sha256("\x01" + joined));
  CHECK(crypto::node_hash(left, right) != crypto::leaf_hash(joined));
}

TEST_CASE("threads hash apart from each other", "[sha256]") {
  const Hash expected = crypto::sha256("the same bytes");
  std::array<bool, 4> right{};
  std::array<std::thread, 4> threads;
  for (std::size_t i = 0; i < threads.size(); ++i)
    threads[i] = std::thread([&right, &expected, i] {
      bool all = true;
      for (int round = 0; round < 200; ++round)
        all = all && crypto::sha256("the same", " bytes") == expected;
      right[i] = all;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == std::array<bool, 4>{true, true, true, true});
}
