#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// The pack of events.md with ids that belong to nobody.
const std::string whole = "04QPE76836300JBC40000903";
const std::string taken_out = "04QME76836300JBC40000904";

std::vector<Said> one_packs_life() {
  return {retire(collector, "R-0017")
              .unit(whole)
              .mass(412'000)
              .number("energy_wh", 52'000)
              .at("2024-03-05"),
          dispatch(collector, "D-0004", recycler, "WB-88120")
              .items({Thing(whole, 412'000)})
              .text("un_number", "UN3480")
              .at("2024-03-11"),
          receive(recycler, "IN-221", collector, "WB-88120")
              .items({accepted(whole, 411'600)})
              .at("2024-03-13"),
          dismantle(recycler, "DM-90")
              .inputs({Thing(whole, 411'600)})
              .units({Thing(taken_out, 268'000)
                          .text("code_scheme", "gbt34014-24")
                          .text("level", "module")})
              .lots({made(lot(recycler, "AL-7"), "aluminium", 96'000),
                     made(lot(recycler, "ST-7"), "steel", 41'600),
                     made(lot(recycler, "CB-7"), "cables", 5'800)})
              .loss(200)
              .at("2024-03-20"),
          process(recycler, "P-31")
              .inputs({Thing(taken_out, 268'000)})
              .outputs({made(lot(recycler, "BM-12"), "black_mass", 142'000)
                            .text("chemistry", "NCM")
                            .number("moisture_permille", 4)
                            .json_member("assay_ppm",
                                         R"({"Co":88000,"Li":52000,"Mn":84000,"Ni":236000})"),
                        made(lot(recycler, "CU-12"), "copper", 31'000),
                        made(lot(recycler, "AL-12"), "aluminium", 22'000),
                        made(lot(recycler, "RS-12"), "residue", 61'000)})
              .loss(12'000)
              .at("2024-03-22")};
}

std::int64_t utilised(const std::vector<Share>& split, std::string_view key) {
  for (const Share& share : split)
    if (share.key == key) return share.utilised_g;
  return 0;
}

/// A pack of 400 kg in the stock of the repurposer.
void collect(TempLedger& book) {
  book.accept({retire(collector, "R-1").number("energy_wh", 52'000).at("2024-02-01"),
               dispatch(collector, "D-1", repurposer, "T-1")
                   .items({Thing(pack(1), 400'000)})
                   .at("2024-02-02"),
               receive(repurposer, "I-1", collector, "T-1")
                   .items({accepted(pack(1), 400'000)})
                   .at("2024-02-03")});
}

/// Made out of it with 10 kg of new parts, delivered, retired again and carried to the recycler.
void give_a_second_life(TempLedger& book) {
  book.accept({repurpose(repurposer, "RP-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .list("added", {added("part", 10'000)})
                   .mass(350'000)
                   .lots({made(lot(repurposer, "AL-1"), "aluminium", 60'000)})
                   .at("2024-02-10"),
               deliver(repurposer, "DL-1", "second_life")
                   .items({Thing(second_life_pack(1), 350'000)})
                   .at("2024-02-20"),
               retire(collector, "R-2")
                   .unit(second_life_pack(1))
                   .text("code_scheme", "gbt34014-19")
                   .text("source", "second_life_ended")
                   .mass(350'000)
                   .at("2024-11-01"),
               dispatch(collector, "D-2", recycler, "T-2")
                   .items({Thing(second_life_pack(1), 350'000)})
                   .at("2024-11-02"),
               receive(recycler, "I-2", collector, "T-2")
                   .items({accepted(second_life_pack(1), 350'000)})
                   .at("2024-11-03")});
}

Said shred(std::string_view by, std::string_view id, const std::string& unit, std::int64_t mass_g) {
  return process(by, id)
      .inputs({Thing(unit, mass_g)})
      .outputs({made(made_up::lot(by, "BM-1"), "black_mass", mass_g)})
      .at("2024-11-10");
}

}  // namespace

TEST_CASE("one pack's life counts each of its grams once") {
  TempLedger book;
  const auto life = one_packs_life();
  book.accept(std::vector(life.begin(), life.begin() + 4));
  CHECK(book.report().utilised_g == 143'600);
  book.accept(life[4]);

  const Report report = book.report();
  CHECK(report.utilised_g == 411'600);
  CHECK(report.gross_g == 411'600);
  CHECK(report.counted_before_g == 0);
  CHECK(utilised(report.by_route, "dismantling") == 143'600);
  CHECK(utilised(report.by_route, "mechanical") == 268'000);
  CHECK(utilised(report.by_chemistry, "NCM") == 411'600);
  CHECK(utilised(report.by_month, "03") == 411'600);
  CHECK(utilised(report.by_operator, recycler) == 411'600);
  CHECK(report.units == 1);
  CHECK(report.energy_wh == 52'000);
  CHECK(report.retired_g == 412'000);
  CHECK(report.weighing_difference_g == 400);
  CHECK(report.lost_g == 12'200);
  CHECK(report.stock_g == 411'600 - 12'200);
  CHECK(report.days_median == 15);
  CHECK(book.report(CountingRule::received_1).utilised_g == 411'600);
  CHECK(book.unit(whole).place == Place::consumed);
  book.check();
}

TEST_CASE("the figures are the same after the program was started again between all events") {
  TempLedger book;
  for (const Said& event : one_packs_life()) {
    book.reopen();
    book.accept(event);
  }
  CHECK(book.report().utilised_g == 411'600);
  CHECK(book.unit(taken_out).place == Place::consumed);
  book.check();
}

TEST_CASE("a year's report shows only what happened in it, at the ledger's offset") {
  TempLedger book;
  collect(book);
  book.accept(dismantle(repurposer, "DM-1")
                  .inputs({Thing(pack(1), 400'000)})
                  .lots({made(lot(repurposer, "ST-1"), "steel", 400'000)})
                  .at("2023-12-31T17:00:00+00:00"));
  CHECK(book.report().utilised_g == 400'000);
  CHECK(book.report(CountingRule::net_1, 2023).utilised_g == 0);
  book.check();
}

TEST_CASE("what had a second life and is recycled then counts once net and twice gross") {
  TempLedger book;
  collect(book);
  give_a_second_life(book);
  // 400,000 consumed of which 350,000 live on, 340,000 of them not new; then delivered whole.
  CHECK(book.report().second_life_g == 350'000);
  CHECK(book.report().utilised_g == 400'000);
  book.accept(shred(recycler, "P-1", second_life_pack(1), 350'000));

  const Report report = book.report();
  CHECK(report.utilised_g == 400'000);
  CHECK(report.treated_g == 50'000 + 350'000);
  CHECK(report.gross_g == 750'000);
  CHECK(report.counted_before_g == 350'000);
  CHECK(report.added_g == 10'000);
  CHECK(report.units == 1);
  CHECK(report.days_median == 9);  // the pack's; the product of it was counted as the pack
  CHECK(book.report(CountingRule::gross_1).utilised_g == 750'000);
  CHECK(book.report(CountingRule::received_1).utilised_g == 400'000);
  book.check();
}

TEST_CASE("a product that has not been delivered is not yet second life") {
  TempLedger book;
  collect(book);
  book.accept(repurpose(repurposer, "RP-1").inputs({Thing(pack(1), 400'000)}).mass(400'000));
  CHECK(book.report().utilised_g == 0);
  CHECK(book.report().units == 1);
  CHECK(book.unit(second_life_pack(1)).seen_g == 400'000);
  book.check();
}

TEST_CASE("a repaired input keeps its trail and its own code") {
  TempLedger book;
  collect(book);
  book.accept({repurpose(repurposer, "RP-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .unit(pack(1))
                   .text("code_scheme", "gbt34014-24")
                   .list("added", {added("part", 5'000)})
                   .mass(405'000),
               deliver(repurposer, "DL-1", "reuse").items({Thing(pack(1), 405'000)}),
               retire(collector, "R-2").mass(405'000)});
  CHECK(book.unit(pack(1)).spent_g == 5'000);
  CHECK(book.report().utilised_g == 0);  // reuse is no second life
  CHECK(book.report().retired_g == 805'000);
  book.check();
}

TEST_CASE("mass that two recyclers have in stock one after the other is received once") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"),
               dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(second_recycler, "I-1", recycler, "T-1").items({accepted(pack(1), 400'000)}),
               shred(second_recycler, "P-1", pack(1), 400'000)});
  const Report report = book.report(CountingRule::received_1);
  CHECK(report.utilised_g == 400'000);
  CHECK(report.units == 1);
  CHECK(utilised(report.by_operator, recycler) == 400'000);
  CHECK(utilised(report.by_operator, second_recycler) == 0);
  book.check();
}

TEST_CASE("opening stock that was counted before the ledger is never counted again") {
  TempLedger book;
  book.accept({bring_in(recycler, "B-1")
                   .raw("counted", "true")
                   .items({brought(pack(1), 300'000)})
                   .at("2024-01-03"),
               bring_in(recycler, "B-2").items({brought(pack(2), 200'000)}).at("2024-01-03"),
               shred(recycler, "P-1", pack(1), 300'000),
               shred(recycler, "P-2", pack(2), 200'000)
                   .outputs({made(lot(recycler, "BM-2"), "black_mass", 200'000)})});
  const Report report = book.report();
  CHECK(report.brought_in_g == 500'000);
  CHECK(report.utilised_g == 200'000);
  CHECK(report.gross_g == 500'000);
  CHECK(report.units == 1);
  CHECK(book.report(CountingRule::received_1).utilised_g == 200'000);
  book.check();
}

TEST_CASE("a unit that lives on after a dismantling counts by what was taken off it") {
  TempLedger book;
  book.accept(
      {retire(recycler, "R-1"),
       dismantle(recycler, "DM-1")
           .inputs({Thing(pack(1), 400'000)})
           .units(
               {Thing(pack(1), 340'000).text("code_scheme", "gbt34014-24").text("level", "pack")})
           .lots({made(lot(recycler, "ST-1"), "steel", 60'000)})});
  CHECK(book.report().utilised_g == 60'000);
  CHECK(book.report().units == 1);
  CHECK(book.unit(pack(1)).place == Place::stock);
  book.accept(shred(recycler, "P-1", pack(1), 340'000));
  CHECK(book.report().utilised_g == 400'000);
  CHECK(book.report().units == 1);
  book.check();
}

TEST_CASE("production scrap and other origins stay out of the headline") {
  TempLedger book;
  book.accept({retire(recycler, "R-1").text("origin", "production_scrap"),
               shred(recycler, "P-1", pack(1), 400'000)});
  CHECK(book.report().utilised_g == 0);
  CHECK(utilised(book.report().by_origin, "production_scrap") == 400'000);
  book.check();
}
