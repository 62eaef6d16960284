#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

// What a dismantling takes out of a unit was in it: origin, chemistry and date of retirement go
// with the parent, so no more mass than it had does.

using namespace ledger;
using namespace made_up;

namespace {

/// An imported pack of 300 kg and one of 10 kg out of a vehicle.
void collect_two(TempLedger& book) {
  book.accept({retire(recycler, "R-1").mass(300'000).text("origin", "imported"),
               retire(recycler, "R-2").unit(pack(2)).mass(10'000).text("chemistry", "LFP")});
}

Said open_both(std::string_view id, const std::vector<Thing>& units, std::int64_t steel_g) {
  return dismantle(recycler, id)
      .inputs({Thing(pack(1), 300'000), Thing(pack(2), 10'000)})
      .units(units)
      .lots({made(lot(recycler, "ST-1"), "steel", steel_g)});
}

Thing out_of(int parent, Thing unit) {
  return unit.text("parent", pack(parent));
}

/// The first pack itself, emptied.
Thing casing(std::int64_t mass_g) {
  return Thing(pack(1), mass_g).text("code_scheme", "gbt34014-24").text("level", "pack");
}

}  // namespace

TEST_CASE("no parent gives more mass than it was booked with and the tolerance allows") {
  TempLedger book;
  collect_two(book);
  book.refuse(Refusal::mass_not_balanced, "/units/0/mass_g",
              open_both("DM-1", {out_of(2, module_out(1, 250'000))}, 60'000));
  // 5,000 ppm of 10,000 g are 50 g.
  book.refuse(Refusal::mass_not_balanced, "/units/2/mass_g",
              open_both("DM-1",
                        {out_of(2, module_out(1, 10'000)), out_of(1, module_out(2, 240'000)),
                         out_of(2, module_out(3, 51))},
                        59'949));
  book.accept(open_both("DM-1",
                        {out_of(2, module_out(1, 10'000)), out_of(1, module_out(2, 240'000)),
                         out_of(2, module_out(3, 50))},
                        59'950));
  CHECK(book.unit(module(2)).origin == Origin::imported);
  CHECK(book.unit(module(3)).origin == Origin::vehicle);
  CHECK(book.unit(module(3)).chemistry == Chemistry::LFP);
  book.check();
}

TEST_CASE("beside battery lots too a unit is the parent of no more than it weighed") {
  TempLedger book;
  collect_two(book);
  book.accept(
      retire_lot(recycler, "R-3", lot(recycler, "C-1"), 200'000).text("origin", "imported"));
  const std::vector<Thing> inputs{Thing(pack(2), 10'000), Thing(lot(recycler, "C-1"), 200'000)};
  book.refuse(Refusal::mass_not_balanced, "/units/0/mass_g",
              dismantle(recycler, "DM-1").inputs(inputs).units({module_out(1, 210'000)}));
  book.accept(dismantle(recycler, "DM-1")
                  .inputs(inputs)
                  .units({module_out(1, 10'000)})
                  .lots({made(lot(recycler, "ST-1"), "steel", 200'000)}));
  book.check();
}

TEST_CASE("an input that lives on is its own parent") {
  TempLedger book;
  collect_two(book);
  book.refuse(Refusal::parent_required, "/units/0/parent",
              open_both("DM-1", {out_of(2, casing(9'000))}, 301'000));
  book.refuse(Refusal::mass_not_balanced, "/units/1/mass_g",
              open_both("DM-1", {out_of(1, module_out(1, 1'501)), casing(300'000)}, 8'499));
  book.accept(open_both("DM-1", {casing(9'000), out_of(2, module_out(1, 10'000))}, 291'000));
  CHECK(book.unit(pack(1)).origin == Origin::imported);
  CHECK(book.unit(pack(1)).mass_g == 9'000);
  book.check();
}

TEST_CASE("a listed part comes out of the whole that it was listed for") {
  TempLedger book;
  collect_two(book);
  book.accept(identify(recycler, "ID-1", pack(1)).raw("parts", "[\"" + module(1) + "\"]"));
  book.refuse(Refusal::parent_required, "/units/0/parent",
              open_both("DM-1", {out_of(2, module_out(1, 9'000))}, 301'000));
  book.accept(open_both("DM-1", {module_out(1, 200'000)}, 110'000));
  CHECK(book.unit(module(1)).origin == Origin::imported);
  book.check();
}
