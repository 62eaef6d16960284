#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "ledger/ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// A year of a collector and a recycler: batches of one to five events, some recorded at the same
/// moment, trails of one entry and of many.
struct Story {
  TempLedger book;
  std::vector<Entry> all;
  std::vector<std::string> things{std::string(collector), std::string(recycler), pack(1), pack(2)};

  Story() {
    book.accept(retire(collector, "U-1").unit(pack(1)).mass(400'000));
    book.accept(retire(collector, "U-2").unit(pack(2)).mass(400'000));
    std::mt19937 dice(7);
    int number = 0;
    for (int round = 0; round < 60; ++round) {
      if (dice() % 3 != 0) book.clock.add_days(1);
      std::vector<Said> events;
      for (std::size_t i = dice() % 5 + 1; i > 0; --i) events.push_back(event(dice, ++number));
      REQUIRE(book.record(events));
    }
    const std::int64_t size = book.ledger().info().size;
    for (Index i = 0; i < size; ++i) all.push_back(book.ledger().entry(i).value());
    for (const TrailLink& link : all[all.size() / 2].trail) things.push_back(link.id);
  }

  static Said event(std::mt19937& dice, int number) {
    const std::string id = fmt::format("E-{}", number);
    if (dice() % 2 == 0)
      return retire_lot(collector, id, lot(collector, std::to_string(number)), 5000);
    return inspect(collector, id, dice() % 8 == 0 ? pack(2) : pack(1));
  }

  EntryQuery query(std::mt19937& dice) const {
    EntryQuery query;
    const auto maybe = [&](int part) { return dice() % static_cast<unsigned>(part) == 0; };
    if (maybe(2)) query.about = things[dice() % things.size()];
    if (maybe(3)) query.operator_id = maybe(2) ? collector : authority;
    if (maybe(3)) query.type = maybe(2) ? EventType::inspect : EventType::retire;
    const auto moment = [&] {
      return all[dice() % all.size()].batch.recorded_at_ms + (maybe(2) ? 1 : 0);
    };
    if (maybe(4)) query.recorded_from_ms = moment();
    if (maybe(4)) query.recorded_before_ms = moment();
    if (maybe(3)) query.from = static_cast<Index>(dice() % (all.size() + 4)) - 2;
    query.newest_first = maybe(2);
    query.entries_max = dice() % 9 + 1;
    return query;
  }

  /// The slow way: every entry is asked everything.
  [[nodiscard]] std::vector<Index> expected(const EntryQuery& query) const {
    std::vector<Index> found;
    for (const Entry& entry : all) {
      const auto event = read_canonical_event(entry.event);
      const std::int64_t at = entry.batch.recorded_at_ms;
      const bool is_about =
          query.about.empty() ||
          std::any_of(entry.trail.begin(), entry.trail.end(),
                      [&](const TrailLink& link) { return link.id == query.about; });
      const bool is_in = !query.from || (query.newest_first ? entry.index <= *query.from
                                                            : entry.index >= *query.from);
      if (is_about && is_in && (!query.type || event->type == *query.type) &&
          (query.operator_id.empty() || entry.batch.head.operator_id == query.operator_id) &&
          at >= query.recorded_from_ms.value_or(at) &&
          (!query.recorded_before_ms || at < *query.recorded_before_ms))
        found.push_back(entry.index);
    }
    if (query.newest_first) std::reverse(found.begin(), found.end());
    return found;
  }
};

}  // namespace

TEST_CASE("pages followed to the end give what a look at every entry gives", "[entries]") {
  Story story;
  std::mt19937 dice(11);
  std::size_t pages = 0;
  for (int round = 0; round < 400; ++round) {
    EntryQuery query = story.query(dice);
    CAPTURE(round, query.about, query.operator_id, query.newest_first, query.entries_max,
            query.from.value_or(-99), query.recorded_from_ms.value_or(-1),
            query.recorded_before_ms.value_or(-1));
    const std::vector<Index> expected = story.expected(query);
    std::vector<Index> found;
    while (true) {
      const auto page = story.book.ledger().entries(query);
      REQUIRE(page);
      CHECK(page->size == static_cast<std::int64_t>(story.all.size()));
      REQUIRE(page->entries.size() <= query.entries_max);
      for (const Entry& entry : page->entries) {
        found.push_back(entry.index);
        CHECK(entry.bytes == story.all[static_cast<std::size_t>(entry.index)].bytes);
      }
      ++pages;
      if (!page->next) break;
      // So small a ledger is looked through whole: there is a next page only when it has an entry.
      REQUIRE(page->entries.size() == query.entries_max);
      query.from = page->next;
    }
    REQUIRE(found == expected);
  }
  CHECK(pages > 800);
  story.book.check();
}

TEST_CASE("pages of any of a unit's codes are of its one trail", "[entries]") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), identify(collector, "N-1", pack(1))
                                             .text("code", pack(5))
                                             .text("code_scheme", "gbt34014-24")});
  EntryQuery query;
  query.about = pack(5);
  const auto page = book.ledger().entries(query);
  REQUIRE(page);
  CHECK(page->entries.size() == 2);
  book.check();
}

TEST_CASE("a query about what nothing is about is refused", "[entries]") {
  TempLedger book;
  EntryQuery query;
  query.about = pack(77);
  CHECK(book.ledger().entries(query).error().refusal == Refusal::unknown_unit);
  query.about.clear();
  query.operator_id = stranger;
  CHECK(book.ledger().entries(query).error().refusal == Refusal::unknown_operator);
}

namespace {

/// Of the entries on so many pages.
std::vector<Index> indexes(TempLedger& book, EntryQuery query, int pages) {
  std::vector<Index> found;
  for (; pages > 0; --pages) {
    const auto page = book.ledger().entries(query);
    REQUIRE(page);
    for (const Entry& entry : page->entries) found.push_back(entry.index);
    if (!page->next) break;
    query.from = page->next;
  }
  return found;
}

}  // namespace

TEST_CASE("a page looks at a bounded number of entries and says where to go on", "[entries]") {
  TempLedger book;
  book.accept(retire(collector, "U-1").unit(pack(1)).mass(9000));
  // More than one page looks at, none of them asked for.
  for (int batch = 0; batch < 3; ++batch) {
    std::vector<Said> events;
    for (int i = 0; i < 4000; ++i) {
      const std::string id = fmt::format("{}-{}", batch, i);
      events.push_back(retire_lot(collector, "L-" + id, lot(collector, id), 1));
    }
    REQUIRE(book.record(events));
  }
  book.accept(inspect(collector, "I-1", pack(1)));
  const Index last = book.ledger().info().size - 1;
  EntryQuery query;
  query.type = EventType::inspect;
  query.entries_max = 5;
  const auto first = book.ledger().entries(query);
  REQUIRE(first);
  CHECK(first->entries.empty());
  REQUIRE(first->next);
  CHECK(*first->next == 10'000);
  query.from = first->next;
  const auto second = book.ledger().entries(query);
  REQUIRE(second);
  REQUIRE(second->entries.size() == 1);
  CHECK(second->entries[0].index == last);
  CHECK_FALSE(second->next);
  // A trail leads over all of them.
  query = {};
  query.about = pack(1);
  for (const bool newest_first : {false, true}) {
    query.newest_first = newest_first;
    const auto trail = book.ledger().entries(query);
    REQUIRE(trail);
    CHECK(trail->entries.size() == 2);
    CHECK_FALSE(trail->next);
  }
  // And one that all but the first few belong to is longer than a page looks at.
  query.about = collector;
  query.from = 5;
  query.newest_first = false;
  query.entries_max = 3;
  CHECK(indexes(book, query, 1) == std::vector<Index>{8, 9, 10});
  query.type = EventType::inspect;
  CHECK(indexes(book, query, 9) == std::vector<Index>{last});
  query.newest_first = true;
  query.from.reset();
  CHECK(indexes(book, query, 9) == std::vector<Index>{last});
  query.from = last - 1;
  CHECK(indexes(book, query, 9).empty());
  book.check();
}
