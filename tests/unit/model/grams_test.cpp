#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said crush(std::string_view by, std::string_view id, const std::vector<Thing>& inputs,
           std::int64_t mass_g) {
  return process(by, id).inputs(inputs).outputs(
      {made(lot(by, std::string("BM-") + std::string(id)), "black_mass", mass_g)});
}

Said take_apart(std::string_view id, const std::vector<Thing>& inputs) {
  return dismantle(recycler, id).inputs(inputs);
}

}  // namespace

TEST_CASE("what goes in comes out, to the gram") {
  TempLedger book;
  book.accept(retire(recycler, "R-1"));
  const std::vector<Thing> whole{Thing(pack(1), 400'000)};
  book.refuse(Refusal::mass_not_balanced, "", crush(recycler, "P-1", whole, 399'999));
  book.refuse(Refusal::mass_not_balanced, "", crush(recycler, "P-1", whole, 400'001));
  book.refuse(Refusal::mass_not_balanced, "", crush(recycler, "P-1", whole, 400'000).loss(1));
  book.refuse(Refusal::mass_not_balanced, "",
              crush(recycler, "P-1", whole, 400'000).list("added", {added("reagent", 1)}));
  book.accept(crush(recycler, "P-1", whole, 390'000)
                  .list("added", {added("reagent", 5'000)})
                  .loss(14'000)
                  .number("weighing_g", 1'000));
  CHECK(book.balance("loss") == 14'000);
  CHECK(book.balance("added") == -5'000);
  CHECK(book.balance("weighing_difference") == 1'000);
  book.check();
}

TEST_CASE("a weighing difference stays within the tolerance, either way") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2))});
  const std::vector<Thing> whole{Thing(pack(1), 400'000)};
  // 5,000 ppm of 400,000 g.
  book.refuse(Refusal::mass_out_of_tolerance, "/weighing_g",
              crush(recycler, "P-1", whole, 397'999).number("weighing_g", 2'001));
  book.refuse(Refusal::mass_out_of_tolerance, "/weighing_g",
              crush(recycler, "P-1", whole, 402'001).number("weighing_g", -2'001));
  book.accept(crush(recycler, "P-1", whole, 398'000).number("weighing_g", 2'000));
  book.accept(
      crush(recycler, "P-2", {Thing(pack(2), 400'000)}, 402'000).number("weighing_g", -2'000));
  CHECK(book.balance("weighing_difference") == 0);
  book.check();
}

TEST_CASE("a unit moves with the mass it is booked with, until it is weighed") {
  TempLedger book;
  book.accept(retire(recycler, "R-1"));
  const Said lighter = crush(recycler, "P-1", {Thing(pack(1), 390'000)}, 390'000);
  book.refuse(Refusal::mass_not_booked, "/inputs/0/mass_g", lighter);
  for (const std::string_view purpose : {"reuse", "second_life"})
    book.refuse(Refusal::mass_not_booked, "/items/0/mass_g",
                deliver(recycler, "DL-1", purpose).items({Thing(pack(1), 400'001)}));
  book.accept({weigh(recycler, "W-1").items({Thing(pack(1), 390'000)}), lighter});
  CHECK(book.balance("weighing_difference") == 10'000);
  book.check();
}

TEST_CASE("weighing again moves grams between a stock and the weighing difference") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({retire(recycler, "R-1"), retire_lot(recycler, "R-2", cells, 100'000),
               weigh(recycler, "W-1").items({Thing(pack(1), 401'000), Thing(cells, 90'000)})});
  CHECK(book.stock(recycler) == 491'000);
  CHECK(book.balance("weighing_difference") == 9'000);
  // Weighing ends no topping up; drawing does.
  book.accept(retire_lot(recycler, "R-3", cells, 10'000));
  CHECK(book.stock(recycler) == 501'000);
  book.check();
}

TEST_CASE("a receipt that refuses a lot does not wash counted grams out of it") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept(
      {bring_in(recycler, "B-1")
           .raw("counted", "true")
           .items({made(cells, "cells", 100'000)
                       .text("chemistry", "NCM")
                       .text("origin", "vehicle")
                       .text("source", "production")}),
       receive(collector, "I-1", recycler, "T-1").items({arrived(cells, 90'000, 0, 90'000)}),
       crush(recycler, "P-1", {Thing(cells, 10'000)}, 10'000),
       dispatch(recycler, "D-1", collector, "T-1").items({Thing(cells, 90'000)}),
       crush(recycler, "P-2", {Thing(cells, 90'000)}, 90'000)});
  CHECK(book.report().utilised_g == 0);
  CHECK(book.report(CountingRule::gross_1).utilised_g == 100'000);
  book.check();
}

TEST_CASE("a weighing beyond the tolerance is a finding, also when another takes it back") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"), weigh(recycler, "W-1").items({Thing(pack(1), 1)}),
               weigh(recycler, "W-2").items({Thing(pack(1), 400'000)})});
  CHECK(book.findings("weighed_mass_differs") == 2);
  book.check();
}

TEST_CASE("spent and seen grams grow with a mass, and stay when it falls") {
  TempLedger book;
  book.accept({bring_in(recycler, "B-1").raw("counted", "true").items({brought(pack(1), 400'000)}),
               weigh(recycler, "W-1").items({Thing(pack(1), 410'000)})});
  CHECK(book.unit(pack(1)).spent_g == 410'000);
  book.accept(weigh(recycler, "W-2").items({Thing(pack(1), 380'000)}));
  CHECK(book.unit(pack(1)).spent_g == 410'000);
  CHECK(book.unit(pack(1)).seen_g == 410'000);
  book.accept(crush(recycler, "P-1", {Thing(pack(1), 380'000)}, 380'000));
  CHECK(book.report().utilised_g == 0);
  book.check();
}

TEST_CASE("no stock goes below zero") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept(retire_lot(recycler, "R-1", cells, 100'000));
  book.refuse(Refusal::not_enough, "/inputs/0/mass_g",
              crush(recycler, "P-1", {Thing(cells, 100'001)}, 100'001));
  book.refuse(Refusal::not_enough, "/items/0/mass_g",
              dispose(recycler, "DP-1").items({Thing(cells, 100'001)}));
  book.accept(crush(recycler, "P-1", {Thing(cells, 60'000)}, 60'000));
  book.refuse(Refusal::not_enough, "/inputs/0/mass_g",
              crush(recycler, "P-2", {Thing(cells, 40'001)}, 40'001));
  book.accept(crush(recycler, "P-2", {Thing(cells, 40'000)}, 40'000));
  CHECK(book.lot(cells).holdings.empty());
  CHECK(book.report().utilised_g == 100'000);
  book.check();
}

TEST_CASE("only batteries are taken apart, and battery mass comes out of battery mass") {
  TempLedger book;
  book.accept(
      {retire(recycler, "R-1"), crush(recycler, "P-1", {Thing(pack(1), 400'000)}, 400'000)});
  const std::string black_mass = lot(recycler, "BM-P-1");
  book.refuse(Refusal::material_not_allowed, "/inputs/0/lot",
              take_apart("DM-1", {Thing(black_mass, 1'000)})
                  .lots({made(lot(recycler, "X-1"), "copper", 1'000)}));
  book.refuse(Refusal::material_not_allowed, "/outputs/0/lot",
              process(recycler, "P-2")
                  .inputs({Thing(black_mass, 1'000)})
                  .outputs({made(lot(recycler, "X-1"), "cells", 1'000)}));
  book.accept(process(recycler, "P-2")
                  .inputs({Thing(black_mass, 1'000)})
                  .outputs({made(lot(recycler, "X-1"), "copper", 1'000)}));
  book.check();
}

TEST_CASE("battery mass of several origins is treated in an event each") {
  TempLedger book;
  book.accept(
      {retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2)).text("origin", "imported")});
  const std::vector<Thing> both{Thing(pack(1), 400'000), Thing(pack(2), 400'000)};
  const auto sorted_cells = [](const std::string& number, std::int64_t mass_g) {
    return std::vector{made(lot(recycler, number), "cells", mass_g)};
  };
  book.refuse(Refusal::mixed_origin, "/lots/0/lot",
              take_apart("DM-1", both).lots(sorted_cells("C-1", 800'000)));
  book.accept({take_apart("DM-1", {both[0]}).lots(sorted_cells("C-1", 400'000)),
               take_apart("DM-2", {both[1]}).lots(sorted_cells("C-2", 400'000))});
  CHECK(book.lot(lot(recycler, "C-2")).origin == Origin::imported);
  book.check();
}

TEST_CASE("what is no battery any more may come of several origins") {
  TempLedger book;
  book.accept(
      {retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2)).text("origin", "imported"),
       crush(recycler, "P-1", {Thing(pack(1), 400'000), Thing(pack(2), 400'000)}, 800'000)});
  CHECK(book.report().utilised_g == 400'000);
  book.check();
}

TEST_CASE("a unit made of several chemistries says which one it has; a lot is MIXED") {
  TempLedger book;
  book.accept(
      {retire_lot(recycler, "R-1", lot(recycler, "C-1"), 100'000),
       retire_lot(recycler, "R-2", lot(recycler, "C-2"), 100'000).text("chemistry", "LFP")});
  const std::vector<Thing> both{Thing(lot(recycler, "C-1"), 50'000),
                                Thing(lot(recycler, "C-2"), 50'000)};
  book.refuse(Refusal::chemistry_required, "/units/0/chemistry",
              take_apart("DM-1", both).units({module_out(1, 100'000)}));
  book.accept({take_apart("DM-1", both).units({module_out(1, 100'000).text("chemistry", "NCM")}),
               take_apart("DM-2", both).lots({made(lot(recycler, "C-3"), "modules", 100'000)})});
  CHECK(book.unit(module(1)).chemistry == Chemistry::NCM);
  CHECK(book.lot(lot(recycler, "C-3")).chemistry == Chemistry::MIXED);
  book.check();
}

TEST_CASE("with several units taken apart each part names its parent") {
  TempLedger book;
  book.accept(
      {retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2)).text("chemistry", "NCA")});
  const std::vector<Thing> both{Thing(pack(1), 400'000), Thing(pack(2), 400'000)};
  const auto parts = [](std::string_view parent) {
    Thing part = module_out(1, 400'000);
    if (!parent.empty()) part.text("parent", parent);
    return std::vector{part};
  };
  const Said opened = take_apart("DM-1", both).loss(400'000);
  book.refuse(Refusal::parent_required, "/units/0/unit", Said(opened).units(parts("")));
  book.refuse(Refusal::parent_required, "/units/0/parent", Said(opened).units(parts(pack(3))));
  book.accept(Said(opened).units(parts(pack(2))));
  CHECK(book.unit(module(1)).chemistry == Chemistry::NCA);
  book.check();
}

TEST_CASE("a lot of material other says what it is") {
  TempLedger book;
  book.accept(retire(recycler, "R-1"));
  const Thing dust = made(lot(recycler, "X-1"), "other", 400'000);
  const Said treated = process(recycler, "P-1").inputs({Thing(pack(1), 400'000)}).outputs({dust});
  book.refuse(Refusal::name_required, "/outputs/0/name", treated);
  book.accept(Said(treated).outputs({Thing(dust).text("name", "filter-dust")}));
  CHECK(book.lot(lot(recycler, "X-1")).other_name == "filter-dust");
  book.check();
}

TEST_CASE("batteries and materials leave only for the purposes they can have") {
  TempLedger book;
  const auto of = [](std::string_view number) { return lot(recycler, number); };
  book.accept(
      {retire(recycler, "R-1"), retire_lot(recycler, "R-2", of("C-1"), 9'000),
       process(recycler, "P-1")
           .inputs({Thing(of("C-1"), 6'000)})
           .outputs({made(of("BM-1"), "black_mass", 3'000), made(of("CU-1"), "copper", 2'000),
                     made(of("RS-1"), "residue", 1'000)})});
  const auto sell = [&](std::string_view id, std::string_view purpose, std::string_view number) {
    return deliver(recycler, id, purpose).items({Thing(of(number), 1'000)});
  };
  for (const std::string_view purpose : {"product", "intermediate"}) {
    book.refuse(Refusal::purpose_not_allowed, "/items/0/lot", sell("S", purpose, "C-1"));
    book.refuse(Refusal::purpose_not_allowed, "/items/0/unit",
                deliver(recycler, "S", purpose).items({Thing(pack(1), 400'000)}));
  }
  for (const std::string_view purpose : {"second_life", "reuse", "treatment_elsewhere"})
    for (const std::string_view number : {"BM-1", "CU-1", "RS-1"})
      book.refuse(Refusal::purpose_not_allowed, "/items/0/lot", sell("S", purpose, number));
  book.refuse(Refusal::purpose_not_allowed, "/items/0/lot", sell("S", "product", "BM-1"));
  book.refuse(Refusal::purpose_not_allowed, "/items/0/lot", sell("S", "intermediate", "CU-1"));
  book.accept({sell("S-1", "intermediate", "BM-1"), sell("S-2", "product", "CU-1"),
               sell("S-3", "product", "RS-1"), sell("S-4", "second_life", "C-1"),
               sell("S-5", "reuse", "C-1"), sell("S-6", "treatment_elsewhere", "C-1")});
  CHECK(book.balance("delivered") == 3'000);
  CHECK(book.balance("second_life") == 1'000);
  CHECK(book.report().second_life_g == 1'000);
  CHECK(book.report().utilised_g == 7'000);
  book.check();
}
