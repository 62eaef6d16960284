#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"
#include "tests/unit/model/shredding.hpp"

// What a scale finds more is no fresh gram (docs/decisions/0014): the headline never grows by it.

using namespace ledger;
using namespace made_up;

namespace {

Said weigh_to(std::string_view id, std::string_view thing, std::int64_t mass_g) {
  return weigh(recycler, id).items({Thing(thing, mass_g)});
}

Said bring_counted(const std::string& name) {
  return bring_in(recycler, "B-1")
      .raw("counted", "true")
      .items({made(name, "cells", 100'000)
                  .text("chemistry", "NCM")
                  .text("origin", "vehicle")
                  .text("source", "production")});
}

}  // namespace

TEST_CASE("weighing up in steps within the tolerance makes no gram to be counted") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({retire(recycler, "R-1"), retire_lot(recycler, "R-2", cells, 100'000)});
  std::int64_t unit_g = 400'000, lot_g = 100'000;
  for (int i = 0; i < 20; ++i) {
    unit_g += unit_g / 200;
    lot_g += lot_g / 200;
    book.accept({weigh_to(fmt::format("W-{}", i), pack(1), unit_g),
                 weigh_to(fmt::format("V-{}", i), cells, lot_g)});
  }
  book.accept({shred(recycler, "P-1", pack(1), unit_g), shred(recycler, "P-2", cells, lot_g)});
  CHECK(book.report().utilised_g == 500'000);
  CHECK(book.report(CountingRule::received_1).utilised_g == 500'000);
  book.check();
}

TEST_CASE("dismantling in steps whose scales find more makes no gram to be counted") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"),
               dismantle(recycler, "DM-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .units({module_out(1, 402'000)})
                   .number("weighing_g", -2'000),
               dismantle(recycler, "DM-2")
                   .inputs({Thing(module(1), 402'000)})
                   .units({module_out(1, 404'000)})
                   .number("weighing_g", -2'000),
               shred(recycler, "P-1", module(1), 404'000)});
  CHECK(book.report().utilised_g == 400'000);
  book.check();
}

TEST_CASE("the first weighing after an estimate says what there was, and no later one does") {
  TempLedger book;
  book.accept({retire(recycler, "R-1").text("mass_basis", "estimated"),
               weigh_to("W-1", pack(1), 401'000).text("reason", "estimated_before"),
               weigh_to("W-2", pack(1), 403'000).text("reason", "estimated_before"),
               shred(recycler, "P-1", pack(1), 403'000)});
  CHECK(book.report().utilised_g == 401'000);
  book.check();
}

TEST_CASE("a weighed receipt is the first weighing of what was only estimated") {
  TempLedger book;
  book.accept({retire(collector, "R-1").text("mass_basis", "estimated"),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(recycler, "I-1", collector, "T-1").items({accepted(pack(1), 410'000)}),
               shred(recycler, "P-1", pack(1), 410'000)});
  CHECK(book.report().utilised_g == 410'000);
  CHECK(book.findings("received_mass_differs") == 1);
  book.check();
}

TEST_CASE("a heavier receipt of what was weighed finds no fresh gram") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 100'000),
               dispatch(collector, "D-1", recycler, "T-1")
                   .items({Thing(pack(1), 400'000), Thing(cells, 100'000)}),
               receive(recycler, "I-1", collector, "T-1")
                   .items({accepted(pack(1), 402'000), accepted(cells, 100'500)}),
               shred(recycler, "P-1", pack(1), 402'000), shred(recycler, "P-2", cells, 100'500)});
  CHECK(book.report().utilised_g == 500'000);
  CHECK(book.report(CountingRule::received_1).utilised_g == 500'000);
  book.check();
}

TEST_CASE("a receipt first, a late dispatch of all and a weighing up count no gram twice") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({bring_counted(cells),
               receive(second_recycler, "I-1", recycler, "T-1").items({accepted(cells, 1)}),
               dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(cells, 100'000)}),
               weigh(second_recycler, "W-1").items({Thing(cells, 100'000)}),
               process(second_recycler, "P-1")
                   .inputs({Thing(cells, 100'000)})
                   .outputs({made(lot(second_recycler, "BM-1"), "black_mass", 100'000)})});
  CHECK(book.report().utilised_g == 0);
  book.check();
}

TEST_CASE("a receipt of nothing and a weighing up count no gram twice") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({bring_counted(cells),
               dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(cells, 99'999)}),
               receive(second_recycler, "I-1", recycler, "T-1").items({arrived(cells, 0, 0, 0)}),
               weigh_to("W-1", cells, 100'000), shred(recycler, "P-1", cells, 100'000)});
  CHECK(book.report().utilised_g == 0);
  book.check();
}

TEST_CASE("what is found again of a lot that had lost weight counts no gram twice") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({bring_counted(cells), weigh_to("W-1", cells, 2),
               missing(recycler, "M-1", "lost").items({Thing(cells, 2)}),
               missing(recycler, "M-2", "recovered").items({Thing(cells, 1)}),
               weigh_to("W-2", cells, 100'000), shred(recycler, "P-1", cells, 100'000)});
  CHECK(book.report().utilised_g == 0);
  book.check();
}
