#include "ledger/chain/tile_path.hpp"
#include "tests/support/catch.hpp"

using namespace ledger::chain;
using namespace std::string_literals;

namespace {

std::string bundle_of(const std::vector<std::string>& entries) {
  std::string bundle;
  for (const std::string& entry : entries) append_to_bundle(bundle, entry);
  return bundle;
}

}  // namespace

TEST_CASE("a bundle is each entry after its length in two bytes, big-endian", "[bundle]") {
  CHECK(bundle_of({"ab", "", "c"}) == "\0\2ab\0\0\0\1c"s);
  const std::string largest(65'535, 'x'), middle(258, 'y');
  const std::string bundle = bundle_of({largest, middle});
  CHECK(bundle.substr(0, 2) == "\xff\xff"s);
  CHECK(bundle.substr(2 + 65'535, 2) == "\1\2"s);
  CHECK(read_bundle(bundle, 2) == std::vector<std::string_view>{largest, middle});
}

TEST_CASE("a bundle holds exactly as many entries as its width says", "[bundle]") {
  const std::string bundle = bundle_of({"ab", "", "c"});
  CHECK(read_bundle(bundle, 3) == std::vector<std::string_view>{"ab", "", "c"});
  for (const std::int64_t width : {-1, 0, 1, 2, 4, 256, 257})
    CHECK_FALSE(read_bundle(bundle, width));
  CHECK(read_bundle("", 0)->empty());
  const std::string full = bundle_of(std::vector<std::string>(256, "e"));
  CHECK(read_bundle(full, 256)->size() == 256);
  CHECK_FALSE(read_bundle(full, 255));
  CHECK_FALSE(read_bundle(bundle_of(std::vector<std::string>(257, "e")), 257));
}

TEST_CASE("trap: a bundle cut anywhere or with a byte after it is none", "[bundle]") {
  const std::string bundle = bundle_of({"abc", "", "defg"});
  for (std::size_t size = 0; size < bundle.size(); ++size)
    CHECK_FALSE(read_bundle(bundle.substr(0, size), 3));
  CHECK_FALSE(read_bundle(bundle + '\0', 3));
  CHECK_FALSE(read_bundle("\xff\xff"s, 1));
}
