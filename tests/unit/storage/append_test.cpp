#include <limits>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

struct Begun {
  TempFolder folder;
  Store store = Store::create(folder / "ledger.db");
  std::string before;
  Begun() {
    store.append(sample_append(0));
    before = show_all(store);
  }

  /// Refused whole, and the next good append goes through.
  void check_refused(const Append& append) {
    CHECK_THROWS_AS(store.append(append), Failure);
    CHECK(show_all(store) == before);
    store.append(sample_append(1));
    CHECK(store.size() == 2 * entries_each);
  }
};

}  // namespace

TEST_CASE("an append that another writer has overtaken is refused", "[storage]") {
  Begun begun;
  Store other = Store::open(begun.folder / "ledger.db", Mode::write);
  other.append(sample_append(1));
  CHECK_THROWS_WITH(begun.store.append(sample_append(1)), ContainsSubstring("the ledger moved"));
  begun.store.append(sample_append(2));
  CHECK(other.size() == 3 * entries_each);
}

TEST_CASE("an append is refused whole when one row of it is", "[storage]") {
  Begun begun;
  Append append = sample_append(1);

  SECTION("an event id used before") {
    append.entries[3].operator_no = 1;
    append.entries[3].event_id = "E-999";
  }
  SECTION("entries with a gap") {
    append.entries.erase(append.entries.begin() + 2);
    append.batches[1].head.count -= 1;
  }
  SECTION("an entry out of turn") {
    append.entries[2].index = 40;
  }
  SECTION("batches that overlap") {
    append.batches[1].first -= 1;
  }
  SECTION("a tile out of turn") {
    append.tiles[0].number = 7;
  }
  SECTION("a tile that is too short") {
    append.tiles[0].hashes.pop_back();
  }
  SECTION("a public key under a second operator") {
    append.operators[1].keys[0].key = append.operators[0].keys[0].key;
  }
  SECTION("grams below zero") {
    append.units[0].mass_g = -1;
  }
  SECTION("a slip under two numbers") {
    append.transfers[1].slip = append.transfers[0].slip;
  }
  begun.check_refused(append);
}

TEST_CASE("a sum beyond 64 bits is refused, not rounded", "[storage]") {
  Begun begun;
  Append append = sample_append(1);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();

  SECTION("upwards") {
    append.tallies.accounts[{Place::stock, 1}] = most;
  }
  SECTION("downwards") {
    append.tallies.accounts[{Place::in_service, 0}] = std::numeric_limits<std::int64_t>::min();
  }
  SECTION("in a figure") {
    append.tallies.figures.begin()->second.unweighed_units = most;
  }
  SECTION("in a flow") {
    append.tallies.flows.begin()->second.out_g = most;
  }
  SECTION("in a material") {
    append.tallies.materials.begin()->second.disposed_g = most;
  }
  SECTION("in an element") {
    append.tallies.elements.begin()->second.fed_g = most;
  }
  SECTION("in a delay") {
    append.tallies.delays.begin()->second = most;
  }
  begun.check_refused(append);
}

TEST_CASE("a sum may reach the last number of 64 bits", "[storage]") {
  Begun begun;
  Append append = sample_append(1);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  append.tallies.accounts[{Place::stock, 1}] = most - 412'000;
  begun.store.append(append);
  CHECK(begun.store.tallies(0, 9999).accounts.at({Place::stock, 1}) == most);
}

TEST_CASE("a reader sees one snapshot until it ends", "[storage]") {
  Begun begun;
  Store reader = Store::open(begun.folder / "ledger.db", Mode::read);
  reader.begin_read();
  begun.store.append(sample_append(1));
  CHECK(show_all(reader) == begun.before);
  reader.end_read();
  CHECK(reader.size() == 2 * entries_each);
}

TEST_CASE("a store opened for reading writes nothing", "[storage]") {
  const Begun begun;
  Store reader = Store::open(begun.folder / "ledger.db", Mode::read);
  CHECK_THROWS_AS(reader.append(sample_append(1)), Failure);
  CHECK(reader.size() == entries_each);
}

TEST_CASE("the longest entry fits", "[storage]") {
  Begun begun;
  Append append = sample_append(1);
  append.entries[0].event = std::string(36'864, 'e');
  append.entries[0].trail = std::string(28'000, 't');
  append.checkpoint->note = std::string(65'536, 'n');
  begun.store.append(append);
  CHECK(show(begun.store.entry(entries_each).value()) == show(append.entries[0]));
}
