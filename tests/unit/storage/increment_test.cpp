#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

Append part(std::int64_t nth) {
  Append append = sample_append(nth);
  append.checkpoint.reset();
  return append;
}

}  // namespace

TEST_CASE("an increment is seen by its own store at once, by others when it is committed",
          "[storage]") {
  const TempFolder folder;
  Store store = Store::create(folder / "ledger.db");
  store.append(sample_append(0));
  const Store other = Store::open(folder / "ledger.db", Mode::read);
  const std::string before = show_all(other);
  {
    Increment increment(store);
    increment.add(part(1));
    increment.add(part(2));
    CHECK(store.size() == 3 * entries_each);
    CHECK(show_all(other) == before);
    increment.add(*sample_append(2).checkpoint);
    increment.commit();
  }
  CHECK(other.size() == 3 * entries_each);
  CHECK(other.last_checkpoint()->size == 3 * entries_each);
  CHECK_FALSE(other.checkpoint(2 * entries_each));
}

TEST_CASE("an increment that is not committed leaves nothing", "[storage]") {
  const TempFolder folder;
  Store store = Store::create(folder / "ledger.db");
  store.append(sample_append(0));
  const std::string before = show_all(store);
  {
    Increment increment(store);
    increment.add(part(1));
    CHECK_THROWS_AS(increment.add(part(1)), Failure);
    CHECK_THROWS_AS(increment.add(*sample_append(0).checkpoint), Failure);
  }
  CHECK(show_all(store) == before);
  store.append(sample_append(1));
  CHECK(store.size() == 2 * entries_each);
}
