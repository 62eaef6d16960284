#include <map>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

/// The last word about each row, as the appends give them, in the order of the keys.
template <class Key, class Row>
std::string last_words(const std::vector<Append>& appends, std::vector<Row> Append::*rows,
                       Key Row::*key) {
  std::map<Key, std::string> words;
  for (const Append& append : appends)
    for (const Row& row : append.*rows) words[row.*key] = show(row);
  std::string text;
  for (const auto& [ignored, word] : words) text += word;
  return text;
}

struct Collected {
  std::string text;
  auto taker() {
    return [this](const auto& row) {
      text += show(row);
      return true;
    };
  }
};

struct Filled {
  TempFolder folder;
  std::vector<Append> appends{sample_append(0), sample_append(1), sample_append(2)};
  Store store = Store::create(folder / "ledger.db");
  Filled() {
    for (const Append& append : appends) store.append(append);
  }
};

constexpr Index all = 1000;

}  // namespace

TEST_CASE("an empty ledger file holds nothing", "[storage]") {
  const TempFolder folder;
  const Store store = Store::create(folder / "ledger.db");
  CHECK(store.size() == 0);
  CHECK_FALSE(store.last_checkpoint());
  CHECK_FALSE(store.entry(0));
  CHECK_FALSE(store.batch_with(0));
  CHECK_FALSE(store.constitution());
  CHECK(store.counts().units == 0);
  CHECK(show_all(store).empty());
}

TEST_CASE("the chain comes back as it was appended", "[storage]") {
  const Filled filled;
  const Store& store = filled.store;
  CHECK(store.size() == 18);
  for (const Append& append : filled.appends) {
    for (const EntryRow& row : append.entries) {
      CHECK(show(store.entry(row.index).value()) == show(row));
      CHECK(store.event_index(row.operator_no, row.event_id) == row.index);
    }
    for (const Batch& batch : append.batches) {
      CHECK(show(store.batch_with(batch.first).value()) == show(batch));
      CHECK(show(store.batch_with(batch.first + batch.head.count - 1).value()) == show(batch));
    }
    for (const Tile& tile : append.tiles) CHECK(store.tile(tile.level, tile.number) == tile.hashes);
    CHECK(show(store.checkpoint(append.checkpoint->size).value()) == show(*append.checkpoint));
  }
  CHECK(show(store.last_checkpoint().value()) == show(*filled.appends[2].checkpoint));
  CHECK_FALSE(store.batch_with(18));
  CHECK_FALSE(store.entry(18));
  CHECK_FALSE(store.tile(0, 9));
  CHECK_FALSE(store.checkpoint(7));
  CHECK_FALSE(store.event_index(1, "nobody's"));
}

TEST_CASE("the event id from a text on is the operator's next one, and only the operator's",
          "[storage]") {
  const Filled filled;
  std::map<std::pair<std::int64_t, std::string>, Index> ids;
  for (const auto& append : filled.appends)
    for (const EntryRow& row : append.entries)
      ids.emplace(std::pair(row.operator_no, row.event_id), row.index);
  for (const auto& [key, index] : ids)
    for (const std::string& from : {key.second, key.second + "-", std::string("A")}) {
      const auto next = ids.lower_bound({key.first, from});
      const bool is_there = next != ids.end() && next->first.first == key.first;
      const auto found = filled.store.event_id_from(key.first, from);
      REQUIRE(found.has_value() == is_there);
      if (!is_there) continue;
      CHECK(found->id == next->first.second);
      CHECK(found->entry == next->second);
    }
}

TEST_CASE("a range of entries, leaves or batches is exactly that range", "[storage]") {
  const Filled filled;
  std::vector<Index> seen;
  filled.store.each_entry(5, 8, [&seen](EntryRow&& row) {
    seen.push_back(row.index);
    return true;
  });
  CHECK(seen == std::vector<Index>{5, 6, 7});
  const std::vector<Hash> leaves = filled.store.leaves(5, 7);
  REQUIRE(leaves.size() == 2);
  CHECK(leaves[0] == filled.appends[0].entries[5].leaf);
  CHECK(leaves[1] == filled.appends[1].entries[0].leaf);
  // The batch that holds entry 3 begins at 1; 6 and 7 begin the two after it.
  std::vector<Index> batches;
  filled.store.each_batch(3, 7, [&batches](Batch&& batch) {
    batches.push_back(batch.first);
    return true;
  });
  CHECK(batches == std::vector<Index>{1, 6});
}

TEST_CASE("a reading stops when it is told to", "[storage]") {
  const Filled filled;
  int seen = 0;
  filled.store.each_entry(0, all, [&seen](EntryRow&&) { return ++seen < 4; });
  CHECK(seen == 4);
}

TEST_CASE("a row taken away leaves the next one whole", "[storage]") {
  const Filled filled;
  std::vector<EntryRow> taken;
  filled.store.each_entry(0, all, [&taken](EntryRow&& row) {
    taken.push_back(std::move(row));
    return true;
  });
  REQUIRE(taken.size() == 18);
  CHECK(show(taken[17]) == show(filled.appends[2].entries[5]));
}

TEST_CASE("the last word about a state holds", "[storage]") {
  const Filled filled;
  const auto& appends = filled.appends;
  Collected operators, units, lots, transfers, codes;
  filled.store.each_operator(operators.taker());
  CHECK(operators.text == last_words(appends, &Append::operators, &OperatorState::no));
  filled.store.each_unit(units.taker());
  CHECK(units.text == last_words(appends, &Append::units, &UnitState::no));
  filled.store.each_lot(lots.taker());
  CHECK(lots.text == last_words(appends, &Append::lots, &LotState::no));
  filled.store.each_transfer(transfers.taker());
  CHECK(transfers.text == last_words(appends, &Append::transfers, &TransferState::no));
  filled.store.each_code(codes.taker());
  CHECK(codes.text == last_words(appends, &Append::codes, &CodeState::code));
  CHECK(show(filled.store.constitution().value()) == show(*appends[2].constitution));
  CHECK(show(filled.store.targets().at(0)) == show(appends[2].targets[0]));
}

TEST_CASE("a state is found by each of its names", "[storage]") {
  const Filled filled;
  const Store& store = filled.store;
  const Append& last = filled.appends[2];
  const OperatorState& state = last.operators[1];
  CHECK(show(store.operator_by_no(state.no).value()) == show(state));
  CHECK(show(store.operator_by_id(state.id).value()) == show(state));
  CHECK(store.owner_of_key(state.keys[0].key) == state.keys[0].name);
  CHECK_FALSE(store.owner_of_key(PublicKey{}));
  CHECK_FALSE(store.operator_by_id("NOBODY"));
  const LotState& lot = last.lots[0];
  CHECK(show(store.lot_by_name(lot.name).value()) == show(lot));
  CHECK(show(store.lot_by_no(lot.no).value()) == show(lot));
  const TransferState& transfer = last.transfers[0];
  CHECK(show(store.transfer(transfer.from, transfer.to, transfer.slip).value()) == show(transfer));
  CHECK(show(store.transfer_by_no(transfer.no).value()) == show(transfer));
  CHECK_FALSE(store.transfer(transfer.to, transfer.from, transfer.slip));
  CHECK(show(store.unit(1).value()) == show(last.units[0]));
  CHECK(show(store.code("ALIAS1").value()) == show(CodeState{"ALIAS1", 1, CodeKind::alias}));
  CHECK_FALSE(store.code("ALIAS9"));
}

TEST_CASE("a unit's codes are its own first, then the others", "[storage]") {
  const Filled filled;
  std::string codes;
  for (const CodeState& code : filled.store.codes_of(1)) codes += code.code + " ";
  CHECK(codes == "PACK1 ALIAS0 ALIAS1 ALIAS2 CELL0 CELL1 CELL2 ");
  CHECK(filled.store.codes_of(99).empty());
}

TEST_CASE("a part's code becomes a unit's own", "[storage]") {
  Filled filled;
  Append append = sample_append(3);
  append.units.resize(1);
  append.units[0].no = 50;
  append.units[0].code = "CELL0";
  append.codes = {{"CELL0", 50, CodeKind::own}};
  filled.store.append(append);
  REQUIRE(filled.store.codes_of(50).size() == 1);
  CHECK(filled.store.codes_of(1).size() == 6);
}

TEST_CASE("units and lots are found by where they are", "[storage]") {
  const Filled filled;
  const auto units_in = [&filled](Place place, std::int64_t ref) {
    std::string text;
    filled.store.each_unit_in(place, ref, [&text](UnitState&& unit) {
      text += unit.code + " ";
      return true;
    });
    return text;
  };
  CHECK(units_in(Place::stock, 1) == "PACK2 PACK4 PACK6 ");
  CHECK(units_in(Place::transit, 1) == "PACK1 PACK3 PACK5 PACK7 ");
  CHECK(units_in(Place::stock, 2).empty());
  Collected lots;
  filled.store.each_lot_in(Place::stock, 1, lots.taker());
  CHECK(lots.text == show(filled.appends[0].lots[1]));
}

TEST_CASE("a transfer is open while one side has not reported an item", "[storage]") {
  const Filled filled;
  std::string slips;
  filled.store.each_open_transfer([&slips](TransferState&& transfer) {
    slips += transfer.slip + " ";
    return true;
  });
  // WB-1 was received by the second append; its other item is missing.
  CHECK(slips == "WB-2 WB-3 WB-4 ");
}

TEST_CASE("an item that left a transfer is gone", "[storage]") {
  Filled filled;
  Append append = sample_append(3);
  append.transfers.resize(1);
  append.transfers[0].items.erase(append.transfers[0].items.begin());
  filled.store.append(append);
  CHECK(show(filled.store.transfer_by_no(1).value()) == show(append.transfers[0]));
}

TEST_CASE("findings come in the order of entry and name", "[storage]") {
  const Filled filled;
  std::vector<Finding> findings, expected;
  filled.store.each_finding([&findings](Finding&& finding) {
    findings.push_back(std::move(finding));
    return true;
  });
  for (const Append& append : filled.appends)
    expected.insert(expected.end(), append.findings.begin(), append.findings.end());
  std::sort(expected.begin(), expected.end());
  CHECK(findings == expected);
  CHECK(filled.store.finding_counts(2024) ==
        std::map<std::string, std::int64_t>{{"heavy", 3}, {"late", 3}});
  CHECK(filled.store.finding_counts(2023).empty());
}

TEST_CASE("tallies add up", "[storage]") {
  const Filled filled;
  const Tallies sums = filled.store.tallies(2024, 2024);
  REQUIRE(sums.figures.size() == 1);
  CHECK(sums.figures.begin()->second == Figure{3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39});
  CHECK(sums.flows.at({202403, Place::stock}) == Flow{1'236'000, 300});
  CHECK(sums.materials.at({2024, Material::black_mass}) == MaterialSum{3, 6, 9, 12});
  CHECK(sums.elements.at({2024, Element::Li}) == ElementSum{30, 60});
  CHECK(sums.delays.at({2024, 18}) == 6);
  CHECK(sums.accounts.at({Place::in_service, 0}) == -1'236'000);
}

TEST_CASE("tallies are cut to the years asked for, flows and accounts at their end", "[storage]") {
  const Filled filled;
  const Tallies next = filled.store.tallies(2025, 2025);
  CHECK(next.figures.size() == 3);
  CHECK(next.materials.empty());
  CHECK(next.delays.empty());
  CHECK(next.flows.size() == 1);
  CHECK(next.accounts.size() == 2);
  CHECK(filled.store.tallies(2023, 2023).flows.empty());
}

TEST_CASE("numbers given so far are counted, not rows", "[storage]") {
  const Counts counts = Filled().store.counts();
  CHECK(counts.entries == 18);
  CHECK(counts.operators == 4);
  CHECK(counts.units == 7);
  CHECK(counts.lots == 4);
  CHECK(counts.transfers == 4);
}
