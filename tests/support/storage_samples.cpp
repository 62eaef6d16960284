#include "tests/support/storage_samples.hpp"

#include <cstdlib>

#include "ledger/result.hpp"

namespace tests {

using namespace ledger;
using namespace ledger::storage;

namespace {

const std::string authority = "DUNSMADEUP1";
const std::string origin = "celltrail.example/made-up";

template <std::size_t N>
std::array<std::uint8_t, N> filled(std::int64_t with) {
  std::array<std::uint8_t, N> bytes{};
  for (std::size_t i = 0; i < N; ++i)
    bytes[i] = static_cast<std::uint8_t>(with * 7 + std::int64_t(i));
  return bytes;
}

Batch sample_batch(Index first, std::int64_t count) {
  Batch batch;
  batch.first = first;
  batch.standing = first == 0 ? -1 : 0;
  batch.recorded_at_ms = 1'710'000'000'000 + first;
  batch.head = {origin,
                authority,
                count,
                filled<32>(first),
                first - 1,
                first == 0 ? Hash{} : filled<32>(first + 1),
                authority + "/desk",
                filled<68>(first)};
  return batch;
}

void add_entries(Append& append, std::int64_t nth) {
  const Index first = nth * entries_each;
  append.batches = {sample_batch(first, 1), sample_batch(first + 1, entries_each - 1)};
  for (Index index = first; index < first + entries_each; ++index) {
    const std::string number = std::to_string(index);
    append.entries.push_back({index, "{\"id\":\"电池-" + number + "\"}",
                              "[{\"id\":\"X\",\"prev\":" + std::to_string(index - 1) + "}]",
                              filled<32>(index), index % 2 + 1,
                              // The ids run against the indexes: they are sorted on the way in.
                              "E-" + std::to_string(999 - index)});
  }
  append.tiles = {{0, nth, std::string(8192, static_cast<char>('a' + nth))}};
  if (nth == 0) append.tiles.push_back({1, 0, std::string(8192, 'z')});
  append.checkpoint = Checkpoint{first + entries_each, filled<32>(first + 100),
                                 origin + "\n" + std::to_string(first + entries_each) + "\n"};
}

OperatorState sample_operator(std::int64_t no, std::int64_t nth) {
  OperatorState state;
  state.no = no;
  state.id = no == 1 ? authority : "DUNSMADEUP" + std::to_string(no);
  state.enrolled = true;
  state.suspended = no == 2;
  state.roles = 1U << no;
  state.name = "Made-up Works " + std::to_string(no);
  state.region = "CN-FJ";
  state.listing = "batch 1";
  state.capacity_t = 1000 * no;
  state.standing = no;
  state.last = nth * entries_each;
  state.last_at_s = 1'710'000'000 + nth;
  state.sites = {{"north", "North yard", "CN-FJ", -1}, {"alpha", "Alpha hall", "CN-HB", 500}};
  state.keys = {{state.id + "/desk", filled<32>(no), 0, -1, -1, 0, "", -1},
                {state.id + "/night", filled<32>(no + 50), 3, nth, 99, 1ULL << 63, authority, 2}};
  if (nth > 0) state.sites.pop_back();
  return state;
}

UnitState sample_unit(std::int64_t no, std::int64_t nth) {
  UnitState unit;
  unit.no = no;
  unit.code = "PACK" + std::to_string(no);
  unit.code_scheme = CodeScheme::other;
  unit.level = Level::pack;
  unit.chemistry = Chemistry::LFP;
  unit.origin = Origin::vehicle;
  unit.mass_basis = MassBasis::weighed;
  unit.place = no % 2 == 0 ? Place::stock : Place::transit;
  unit.ref = 1;
  unit.claim = nth;
  unit.mass_g = 412'000 + no;
  unit.spent_g = 1;
  unit.seen_g = 2;
  unit.energy_wh = 52'000;
  unit.retired_at_s = 1'709'000'000;
  unit.counted = no % 3 == 0;
  unit.received = no % 2 == 0;
  unit.last = nth * entries_each;
  unit.last_at_s = 1'710'000'000;
  return unit;
}

LotState sample_lot(std::int64_t no, std::int64_t nth) {
  LotState lot;
  lot.no = no;
  lot.name = authority + "/L-" + std::to_string(no);
  lot.material = no == 1 ? Material::black_mass : Material::other;
  lot.other_name = no == 1 ? "" : "foil";
  lot.chemistry = Chemistry::NCM;
  lot.origin = Origin::vehicle;
  lot.drawn = nth > 0;
  lot.moisture_permille = 4;
  lot.assay = {{Element::Ni, 236'000}, {Element::Co, 88'000}};
  lot.holdings = {{Place::stock, 1, 142'000, 5, 6, 7}, {Place::transit, 1, 100 + nth, 0, 0, 0}};
  if (nth > 0) lot.holdings.erase(lot.holdings.begin());
  lot.last = nth * entries_each + 2;
  lot.last_at_s = 1'710'000'001;
  return lot;
}

TransferState sample_transfer(std::int64_t no, std::int64_t nth) {
  TransferState transfer;
  transfer.no = no;
  transfer.from = 1;
  transfer.to = 2;
  transfer.slip = "WB-" + std::to_string(no);
  transfer.dispatched = 3;
  transfer.received = nth > 0 ? nth * entries_each + 4 : -1;
  transfer.dispatched_at_s = 1'710'000'100;
  transfer.received_at_s = nth > 0 ? 1'710'000'200 : -1;
  const std::int64_t received = nth > 0 ? 400'000 : -1;
  transfer.items = {{false, 1, 412'000, received, received, nth > 0 ? 0 : -1, 0, false},
                    {true, 1, 100, -1, -1, -1, 9, true}};
  return transfer;
}

Tallies sample_tallies(std::int64_t nth) {
  Tallies tallies;
  const FigureKey figure{202403, 1, "CN-FJ", Chemistry::LFP, Origin::vehicle, Route::dismantling};
  tallies.figures[figure] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
  FigureKey later = figure;
  later.month = 202500 + nth;
  tallies.figures[later] = {-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, nth};
  tallies.flows[{202403, Place::stock}] = {412'000, 100};
  tallies.materials[{2024, Material::black_mass}] = {1, 2, 3, 4};
  tallies.elements[{2024, Element::Li}] = {10, 20};
  tallies.delays[{2024, 18}] = 2;
  tallies.accounts[{Place::stock, 1}] = 412'000;
  tallies.accounts[{Place::in_service, 0}] = -412'000;
  return tallies;
}

}  // namespace

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "celltrail-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw Failure("making a folder for a test failed");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Append sample_append(std::int64_t nth) {
  Append append;
  add_entries(append, nth);
  append.constitution =
      Constitution{origin,  authority, "ledger+1+key", nth > 0 ? "recovery" : "", 480, 5000,
                   604'800, 1 + nth,   1'700'000'000};
  for (std::int64_t i = 1; i <= nth; ++i)
    append.constitution->former_ledger_keys.push_back({"ledger+0+key" + std::to_string(i), i});
  append.operators = {sample_operator(1, nth), sample_operator(2 + nth, nth)};
  append.units = {sample_unit(1, nth), sample_unit(2 + 2 * nth, nth),
                  sample_unit(3 + 2 * nth, nth)};
  append.codes = {{append.units[2].code, append.units[2].no, CodeKind::own},
                  {append.units[1].code, append.units[1].no, CodeKind::own},
                  {"ALIAS" + std::to_string(nth), 1, CodeKind::alias},
                  {"CELL" + std::to_string(nth), 1, CodeKind::part}};
  if (nth == 0) append.codes.push_back({"PACK1", 1, CodeKind::own});
  append.lots = {sample_lot(1, nth), sample_lot(2 + nth, nth)};
  append.transfers = {sample_transfer(1, nth), sample_transfer(2 + nth, 0)};
  append.targets = {{2024, 260'000 + nth, Bound::at_least, "made up", nth * entries_each}};
  append.findings = {{nth * entries_each + 1, "late", "PACK2", 2024},
                     {nth * entries_each + 1, "heavy", "PACK2", 2024},
                     {nth * entries_each, "late", "PACK1", 2025}};
  append.tallies = sample_tallies(nth);
  return append;
}

void put_sample_ledger(const std::filesystem::path& file) {
  static const TempFolder folder;
  static const bool made = [] {
    Store::create(folder / "ledger.db").append(sample_append(0));
    return true;
  }();
  require(made && std::filesystem::copy_file(folder / "ledger.db", file),
          "the sample ledger is copied");
}

}  // namespace tests
