#include "ledger/model/spread.hpp"

#include "ledger/model/holdings.hpp"
#include "tests/support/catch.hpp"

using namespace ledger::model;
using Grams = std::vector<std::int64_t>;

TEST_CASE("grams spread in proportion, and what rounding leaves goes to the heaviest") {
  CHECK(spread(100, {300, 100}) == Grams{75, 25});
  CHECK(spread(10, {3, 3, 4}) == Grams{3, 3, 4});
  CHECK(spread(9, {3, 3, 4}) == Grams{2, 2, 4});  // 2.7, 2.7, 3.6 and one gram left
  CHECK(spread(1, {5, 7, 6}) == Grams{0, 1, 0});
}

TEST_CASE("of several heaviest the first takes what rounding leaves") {
  CHECK(spread(1, {5, 5, 5}) == Grams{1, 0, 0});
  CHECK(spread(2, {5, 5, 5}) == Grams{2, 0, 0});
}

TEST_CASE("no share exceeds its mass") {
  CHECK(spread(120, {60, 40}) == Grams{60, 40});
  CHECK(spread(100, {60, 40}) == Grams{60, 40});
}

TEST_CASE("nothing spreads to nothing") {
  CHECK(spread(0, {5, 7}) == Grams{0, 0});
  CHECK(spread(5, {0, 0}) == Grams{0, 0});
  CHECK(spread(5, {}).empty());
}

TEST_CASE("a proportion of very large masses does not leave 64 bits on the way") {
  const std::int64_t large = 4'000'000'000'000'000'000;
  CHECK(proportion(large, large, large) == large);
  CHECK(proportion(large, 1, 3) == 1'333'333'333'333'333'333);
  CHECK(proportion(7, 2, 3) == 4);
  CHECK(spread(large, {large, 0}) == Grams{large, 0});
}
