#include <map>
#include <random>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/support/catch.hpp"
#include "tests/unit/api/client_scene.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using nlohmann::json;

namespace {

/// A hand-over to the recycler of one pack, that arrives lighter, and what is in the repurposer's
/// stock after it: another pack and a lot.
std::vector<Said> hand_over(int number, std::string_view by) {
  const std::string slip = fmt::format("T-{}", number), code = pack(number);
  return {retire(by, "R" + slip).unit(code),
          dispatch(by, "D" + slip, recycler, slip).items({Thing(code, 400'000)}),
          receive(recycler, fmt::format("E{}-{}", slip, by), by, slip)
              .items({accepted(code, 390'000)})};
}

/// The odd ones stay on their way.
void record_work(TempLedger& book, int from, int to) {
  for (int i = from; i < to; ++i) {
    auto events = hand_over(i, i % 3 == 0 ? collector : repurposer);
    if (i % 2 == 1) events.pop_back();
    book.accept(events);
    book.accept({retire(repurposer, fmt::format("K-{}", i)).unit(pack(500 + i)),
                 retire_lot(repurposer, fmt::format("L-{}", i),
                            lot(repurposer, fmt::format("C-{}", i)), 9'000)});
  }
}

/// What an item is, whatever has become of it between two pages.
std::string key_of(const json& item) {
  for (const char* name : {"transfer", "unit", "lot", "id"})
    if (item.contains(name)) return item.at(name);
  if (item.contains("root")) return item.at("size").dump();
  if (item.contains("leaf")) return item.at("leaf");
  return fmt::format("{} {} {}", item.at("entry").dump(), item.at("name").dump(),
                     item.at("subject").dump());
}

std::string with(const std::string& list, const std::string& parameter) {
  return list + (list.find('?') == std::string::npos ? '?' : '&') + parameter;
}

/// Every list that has pages.
std::vector<std::string> lists() {
  return {"/v1/entries",
          "/v1/entries?order=newest",
          fmt::format("/v1/entries?type=retire&operator={}", repurposer),
          fmt::format("/v1/entries?about={}", repurposer),
          fmt::format("/v1/operators/{}/trail", repurposer),
          fmt::format("/v1/operators/{}/stock", repurposer),
          "/v1/operators",
          "/v1/transfers",
          "/v1/transfers?open=true",
          "/v1/findings",
          "/v1/findings?year=2024&name=received_mass_differs",
          fmt::format("/v1/findings?operator={}", recycler),
          "/v1/checkpoints"};
}

}  // namespace

TEST_CASE("pages together are the whole list, whoever asks", "[pages]") {
  Served served([](TempLedger& book) { record_work(book, 1, 13); }, true);
  for (const std::string_view whose : {std::string_view("regulator"), repurposer})
    for (const std::string& list : lists()) {
      CAPTURE(whose, list);
      const std::string& token = served.token(whose);
      const auto whole = served.all(with(list, "limit=500"), token);
      if (list.find(recycler) == std::string::npos) CHECK_FALSE(whole.empty());
      for (const int limit : {1, 2, 7})
        CHECK(served.all(with(list, fmt::format("limit={}", limit)), token) == whole);
    }
  const auto count = [&](const std::string& list, std::string_view whose) {
    return served.all(list, served.token(whose)).size();
  };
  CHECK(count("/v1/transfers", "regulator") == 12);
  CHECK(count("/v1/transfers", repurposer) == 8);
  CHECK(count("/v1/transfers?open=true", "regulator") == 6);
  CHECK(count(fmt::format("/v1/operators/{}/stock", repurposer), repurposer) == 24);
  CHECK(count("/v1/findings", "regulator") == 6);
  CHECK(count("/v1/findings", repurposer) == 4);
  CHECK(count("/v1/entries", "regulator") ==
        served.get("/v1/ledger").json().at("size").get<std::size_t>());
  served.stop_and_check();
}

TEST_CASE("a list that grows while it is read shows what was there, and nothing twice", "[pages]") {
  constexpr unsigned seed = 20'240'305;
  std::mt19937 dice(seed);
  Served served([](TempLedger& book) { record_work(book, 1, 13); }, true);
  int next_number = 100;
  const auto grow = [&] {
    const int i = next_number++;
    for (const Said& event : hand_over(i, repurposer))
      REQUIRE(served.post("/v1/batches", served.batch({event}).dump()).status == 201);
  };
  for (const std::string_view whose : {std::string_view("regulator"), repurposer})
    for (const std::string& list : lists()) {
      CAPTURE(whose, list, seed);
      const std::string& token = served.token(whose);
      std::set<std::string> expected, seen;
      for (const json& item : served.all(with(list, "limit=500"), token))
        expected.insert(key_of(item));
      std::int64_t size = 0;
      std::string next = with(list, fmt::format("limit={}", 1 + dice() % 9));
      for (bool has_grown = false; !next.empty();) {
        const json page = served.get(next, token).json();
        CHECK(page.at("size") >= size);
        size = page.at("size");
        for (const json& item : page.at("items")) CHECK(seen.insert(key_of(item)).second);
        next = page.value("next", "");
        if (has_grown || next.empty() || dice() % 3 == 0) continue;
        grow();
        has_grown = true;
      }
      for (const std::string& key : expected) CHECK(seen.count(key) == 1);
    }
  served.stop_and_check();
}

TEST_CASE("a page looks at so much, and the next one goes on", "[pages]") {
  Served served(
      [](TempLedger& book) {
        std::vector<Said> lots, scraps;
        std::vector<Thing> items;
        for (int i = 0; i < 250; ++i) {
          lots.push_back(retire_lot(repurposer, fmt::format("L-{}", i),
                                    lot(repurposer, fmt::format("C-{}", i)), 30'000));
          items.emplace_back(lot(repurposer, fmt::format("C-{}", i)), 1'000);
        }
        REQUIRE(book.record(lots));
        for (int i = 0; i < 21; ++i)
          book.accept(dispatch(repurposer, fmt::format("D-{}", i), recycler, fmt::format("T-{}", i))
                          .items(items));
        book.accept(hand_over(1, collector));
        for (int i = 0; i < 2'100; ++i)
          scraps.push_back(
              scrap_vehicle(vehicle_dismantler, fmt::format("S-{}", i)).text("battery", "absent"));
        REQUIRE(book.record(scraps));
        book.accept(hand_over(2, collector));
      },
      true);
  const std::string& mine = served.token(collector);
  for (const std::string list : {"/v1/transfers", "/v1/findings"}) {
    CAPTURE(list);
    const json page = served.get(with(list, "limit=500"), mine).json();
    CHECK(page.at("items").size() < 2);
    CHECK(page.contains("next"));
    CHECK(served.all(list, mine).size() == 2);
  }
  served.stop_and_check();
}

TEST_CASE("a page of large entries ends early and goes on", "[pages]") {
  Served served([](TempLedger& book) {
    std::vector<Said> many;
    for (int i = 0; i < 90; ++i) {
      std::vector<std::string> codes;
      for (int k = 1; k <= 250; ++k) codes.push_back(in_quotes(pack(i * 250 + k)));
      many.push_back(scrap_vehicle(vehicle_dismantler, fmt::format("S-{}", i))
                         .raw("units", fmt::format("[{}]", fmt::join(codes, ","))));
    }
    REQUIRE(book.record(many));
  });
  const json page = served.get("/v1/entries?limit=500").json();
  const auto size = page.at("size").get<std::size_t>();
  CHECK(page.at("items").size() < size);
  const auto all = served.all("/v1/entries?limit=500");
  REQUIRE(all.size() == size);
  for (std::size_t i = 0; i < size; ++i) CHECK(all[i].at("entry").at("index") == i);
  served.stop_and_check();
}

namespace {

/// What every list gives from its parts' keys on.
std::vector<std::string> lists_from(const ledger::LedgerReader& ledger, std::int64_t from) {
  std::vector<std::string> all;
  const auto add = [&all](const std::string& what) {
    all.push_back(what);
    return true;
  };
  for (const bool open_only : {false, true})
    ledger.each_transfer(open_only, from, [&](const auto& one) { return add(one.state.slip); });
  ledger.each_finding(from, [&](const ledger::Finding& one) {
    return add(fmt::format("{} {} {}", one.entry, one.name, one.subject));
  });
  ledger.each_checkpoint(from, [&](const auto& one) { return add(std::to_string(one.size)); });
  for (const ledger::StockKey& key : {ledger::StockKey{false, from}, ledger::StockKey{true, from}})
    ledger.each_stock_line(repurposer, key, [&](const auto& one) { return add(one.id); });
  return all;
}

}  // namespace

TEST_CASE("lists begin anywhere, beside the ledger and behind a service", "[pages]") {
  Served served([](TempLedger& book) { record_work(book, 1, 7); });
  Waits waits;
  const api::client::RemoteLedger remote(client_of(served), waits.patience());
  const auto beside = ledger::Ledger::open(served.temp.directory(), ledger::Ledger::Access::read,
                                           served.temp.clock);
  std::size_t before = lists_from(beside, 0).size();
  for (const std::int64_t from : {0, 1, 2, 3, 5, 9, 30, 1000}) {
    CAPTURE(from);
    const auto here = lists_from(beside, from);
    CHECK(here == lists_from(remote, from));
    CHECK(here.size() <= before);
    before = here.size();
    if (from == 0 || from > 6) continue;
    std::vector<std::int64_t> numbers;
    beside.each_transfer(false, from, [&](const ledger::TransferView& transfer) {
      numbers.push_back(transfer.state.no);
      return true;
    });
    CHECK(numbers.size() == static_cast<std::size_t>(7 - from));
    CHECK(numbers.front() == from);
  }
  // After every unit stands every lot.
  CHECK(before == 6);
  served.stop_and_check();
}
