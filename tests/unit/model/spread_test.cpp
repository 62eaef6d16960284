#include "ledger/model/spread.hpp"

#include "ledger/model/holdings.hpp"
#include "tests/support/catch.hpp"

using namespace ledger::model;
using Grams = std::vector<std::int64_t>;

TEST_CASE("grams spread in proportion, and what rounding leaves goes to the heaviest") {
  CHECK(spread(100, {300, 100}) == Grams{75, 25});
  CHECK(spread(10, {3, 3, 4}) == Grams{3, 3, 4});
  CHECK(spread(9, {3, 3, 4}) == Grams{2, 2, 5});  // 2.7, 2.7, 3.6 and two grams left
  CHECK(spread(1, {5, 7, 6}) == Grams{0, 1, 0});
}

TEST_CASE("of several heaviest the first takes what rounding leaves") {
  CHECK(spread(1, {5, 5, 5}) == Grams{1, 0, 0});
  CHECK(spread(2, {5, 5, 5}) == Grams{2, 0, 0});
}

TEST_CASE(
    "a share of what the scale shows is at most its mass, the rest is owed by what stays battery") {
  const auto inherited = inherit({120, 30}, {{60, true}, {20, true}, {20, false}});
  CHECK(inherited[0].held_g == 60);
  CHECK(inherited[1].held_g == 20);
  CHECK(inherited[2].held_g == 20);
  // 20 that found no room and 30 that no scale showed before, by 3 to 1; 37.5 and the gram left.
  CHECK(inherited[0].owed_g == 38);
  CHECK(inherited[1].owed_g == 12);
  CHECK(inherited[2].owed_g == 0);
}

TEST_CASE("owed grams end where nothing stays battery") {
  const auto inherited = inherit({40, 60}, {{40, false}, {10, false}});
  CHECK(inherited[0].held_g + inherited[1].held_g == 40);
  CHECK(inherited[0].owed_g + inherited[1].owed_g == 0);
}

TEST_CASE("grams beyond the mass are owed, and whatever a scale finds more is counted") {
  CountedGrams counted;
  counted.add(100, 80);
  counted.add(100, 130);
  CHECK(counted.held_g == 180);
  CHECK(counted.owed_g == 30);
  counted.find(20);
  CHECK(counted.held_g == 200);
  counted.find(20);
  CHECK(counted.held_g == 220);
  CHECK(counted.owed_g == 0);
}

TEST_CASE("a part takes its share of the counted grams, at most its mass, the last part the rest") {
  const auto third = part_of({30, 10, 100}, 10);
  CHECK(third.spent_g == 3);
  CHECK(third.seen_g == 10);
  CHECK(part_of({30, 10, 100}, 30).seen_g == 100);
  CHECK(part_of({30, 10, 100}, 0).seen_g == 0);
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
