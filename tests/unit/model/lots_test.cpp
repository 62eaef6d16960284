#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said crush(std::string_view id, const std::string& input, std::int64_t mass_g,
           std::string_view number) {
  return process(recycler, id)
      .inputs({Thing(input, mass_g)})
      .outputs({made(lot(recycler, number), "black_mass", mass_g)});
}

}  // namespace

TEST_CASE("only the operator a lot is named after makes it") {
  TempLedger book;
  book.accept(retire(recycler, "R-1"));
  book.refuse(Refusal::not_yours, "/lot",
              retire_lot(collector, "R-2", lot(recycler, "C-1"), 100'000));
  book.refuse(Refusal::not_yours, "/outputs/0/lot",
              process(recycler, "P-1")
                  .inputs({Thing(pack(1), 400'000)})
                  .outputs({made(lot(collector, "BM-1"), "black_mass", 400'000)}));
  book.accept({retire_lot(recycler, "R-2", lot(recycler, "C-1"), 100'000),
               crush("P-1", pack(1), 400'000, "BM-1")});
  book.check();
}

TEST_CASE("a lot grows until some of it is used") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({retire_lot(recycler, "R-1", cells, 100'000),
               retire_lot(recycler, "R-2", cells, 50'000), inspect(recycler, "N-1", cells)});
  CHECK(book.stock(recycler) == 150'000);
  book.accept(crush("P-1", cells, 1, "BM-1"));
  book.refuse(Refusal::lot_closed, "/lot", retire_lot(recycler, "R-3", cells, 1));
  book.accept(retire_lot(recycler, "R-3", lot(recycler, "C-2"), 1));
  book.check();
}

TEST_CASE("a receipt that comes first ends topping up as the dispatch would have") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-1", cells, 100'000),
               receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 1'000)})});
  book.refuse(Refusal::lot_closed, "/lot", retire_lot(collector, "R-2", cells, 1));
  book.accept(dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 1'000)}));
  book.check();
}

TEST_CASE("a lot holds one material, chemistry and origin") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  const Said more = retire_lot(recycler, "R-2", cells, 1'000);
  book.accept(retire_lot(recycler, "R-1", cells, 1'000));
  book.refuse(Refusal::lot_mismatch, "/material", Said(more).text("material", "modules"));
  book.refuse(Refusal::lot_mismatch, "/lot", Said(more).text("chemistry", "LFP"));
  book.refuse(Refusal::lot_mismatch, "/lot", Said(more).text("origin", "imported"));
  book.accept(more);
  book.check();
}

TEST_CASE("intermediates differ by chemistry, products and wastes by nothing but the material") {
  TempLedger book;
  const std::string ncm = lot(recycler, "C-1");
  const std::string lfp = lot(recycler, "C-2");
  book.accept({retire_lot(recycler, "R-1", ncm, 9'000),
               retire_lot(recycler, "R-2", lfp, 9'000).text("chemistry", "LFP"),
               crush("P-1", ncm, 1'000, "BM-1")});
  book.refuse(Refusal::lot_mismatch, "/outputs/0/lot", crush("P-2", lfp, 1'000, "BM-1"));
  const auto melt = [&](std::string_view id, const std::string& input, std::string_view material) {
    return process(recycler, id)
        .inputs({Thing(input, 1'000)})
        .outputs({made(lot(recycler, "CU-1"), material, 1'000)});
  };
  book.accept(
      {crush("P-2", ncm, 1'000, "BM-1"), melt("P-3", ncm, "copper"), melt("P-4", lfp, "copper")});
  book.refuse(Refusal::lot_mismatch, "/outputs/0/material", melt("P-5", lfp, "aluminium"));
  CHECK(book.lot(lot(recycler, "CU-1")).holdings.at(0).mass_g == 2'000);
  CHECK(book.lot(lot(recycler, "BM-1")).chemistry == Chemistry::NCM);
  book.check();
}

TEST_CASE("two lots of other things are one only when they have one name") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept(retire_lot(recycler, "R-1", cells, 9'000));
  const auto sieve = [&](std::string_view id, std::string_view name) {
    return process(recycler, id)
        .inputs({Thing(cells, 1'000)})
        .outputs({made(lot(recycler, "X-1"), "other", 1'000).text("name", name)});
  };
  book.accept(sieve("P-1", "dust"));
  book.refuse(Refusal::lot_mismatch, "/outputs/0/material", sieve("P-2", "foil"));
  book.accept(sieve("P-2", "dust"));
  book.check();
}

TEST_CASE("drying a product does not recover its elements again") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  const auto step = [](std::string_view id, std::string_view in, std::string_view out) {
    return process(recycler, id)
        .text("step", "drying")
        .text("route", "hydrometallurgy")
        .inputs({Thing(lot(recycler, std::string(in)), 20'000)})
        .outputs({made(lot(recycler, std::string(out)), "lithium_carbonate", 20'000)
                      .json_member("assay_ppm", R"({"Li":187000})")});
  };
  book.accept({retire_lot(recycler, "R-1", cells, 20'000), crush("P-1", cells, 20'000, "BM-1"),
               step("P-2", "BM-1", "LC-1"), step("P-3", "LC-1", "LC-2"),
               step("P-4", "LC-2", "LC-3")});
  const Report report = book.report();
  REQUIRE(report.elements.size() == 1);
  CHECK(report.elements.front().recovered_g == 3'740);
  book.check();
}

TEST_CASE("an assay between two steps does not recover elements again") {
  TempLedger book;
  const auto name = [](int i) { return lot(recycler, "LC-" + std::to_string(i)); };
  const auto step = [](std::string_view id, const std::string& in, const std::string& out) {
    return process(recycler, id)
        .text("step", "drying")
        .text("route", "hydrometallurgy")
        .inputs({Thing(in, 20'000)})
        .outputs(
            {made(out, "lithium_carbonate", 20'000).json_member("assay_ppm", R"({"Li":187000})")});
  };
  book.accept(
      {retire_lot(recycler, "R-1", lot(recycler, "C-1"), 20'000),
       crush("P-1", lot(recycler, "C-1"), 20'000, "BM-1"),
       step("P-2", lot(recycler, "BM-1"), name(0)),
       inspect(recycler, "N-1", name(0)).raw("assay_ppm", R"({"Li":1})"),
       step("P-3", name(0), name(1)),
       weigh(recycler, "W-1").items({Thing(name(1), 20'000).number("moisture_permille", 999)}),
       step("P-4", name(1), name(2))});
  const Report report = book.report();
  REQUIRE(report.elements.size() == 1);
  CHECK(report.elements.front().recovered_g == 3'738);  // 3,740 g, and a rounding each time
  book.check();
}

TEST_CASE("the elements a lot holds are those of its dry mass") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  const std::string black_mass = lot(recycler, "BM-1");
  book.accept({retire_lot(recycler, "R-1", cells, 100'000), crush("P-1", cells, 100'000, "BM-1"),
               inspect(recycler, "N-1", black_mass)
                   .raw("assay_ppm", R"({"Li":50000})")
                   .number("moisture_permille", 100),
               process(recycler, "P-2")
                   .text("step", "leaching")
                   .text("route", "hydrometallurgy")
                   .inputs({Thing(black_mass, 100'000)})
                   .outputs({made(lot(recycler, "LC-1"), "lithium_carbonate", 20'000)
                                 .json_member("assay_ppm", R"({"Li":187000})")})
                   .loss(80'000)});
  const Report report = book.report();
  REQUIRE(report.elements.size() >= 1);
  for (const ElementLine& line : report.elements)
    if (line.element == "Li") {
      CHECK(line.fed_g == 4'500);  // 100,000 g less a tenth of water, 5 % of the rest
      CHECK(line.recovered_g == 3'740);
    }
  book.check();
}
