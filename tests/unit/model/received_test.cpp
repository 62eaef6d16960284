#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"
#include "tests/unit/model/shredding.hpp"

// received/1: battery mass the first time it is in the stock of who treats, and its units.

using namespace ledger;
using namespace made_up;

namespace {

void expect_received(TempLedger& book, std::int64_t grams, std::int64_t units) {
  const Report report = book.report(CountingRule::received_1);
  CHECK(report.utilised_g == grams);
  CHECK(report.units == units);
}

}  // namespace

TEST_CASE("modules of a pack that its vehicle dismantler opened are received as units") {
  TempLedger book;
  book.accept({retire(vehicle_dismantler, "R-1"),
               dismantle(vehicle_dismantler, "DM-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .units({module_out(1, 150'000), module_out(2, 150'000)})
                   .lots({made(lot(vehicle_dismantler, "ST-1"), "steel", 100'000)})});
  expect_received(book, 0, 0);
  book.accept({dispatch(vehicle_dismantler, "D-1", recycler, "T-1")
                   .items({Thing(module(1), 150'000), Thing(module(2), 150'000)}),
               receive(recycler, "I-1", vehicle_dismantler, "T-1")
                   .items({accepted(module(1), 150'000), accepted(module(2), 150'000)})});
  expect_received(book, 300'000, 2);
  book.accept(shred(recycler, "P-1", module(1), 150'000));
  expect_received(book, 300'000, 2);
  book.check();
}

TEST_CASE("modules of a pack that was received are not received again") {
  TempLedger book;
  book.accept(
      {retire(recycler, "R-1"),
       dispatch(recycler, "D-1", vehicle_dismantler, "T-1").items({Thing(pack(1), 400'000)}),
       receive(vehicle_dismantler, "I-1", recycler, "T-1").items({accepted(pack(1), 400'000)}),
       dismantle(vehicle_dismantler, "DM-1")
           .inputs({Thing(pack(1), 400'000)})
           .units({module_out(1, 400'000)}),
       dispatch(vehicle_dismantler, "D-2", recycler, "T-2").items({Thing(module(1), 400'000)}),
       receive(recycler, "I-2", vehicle_dismantler, "T-2").items({accepted(module(1), 400'000)})});
  expect_received(book, 400'000, 1);
  book.check();
}

TEST_CASE("what an operator held before it became one who treats is received when it treats it") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire(collector, "R-2").unit(pack(2)),
               retire_lot(collector, "R-3", cells, 50'000)});
  expect_received(book, 0, 0);
  book.accept({enroll(collector, "E-1", "repurposer"),
               dismantle(collector, "DM-1")
                   .inputs({Thing(pack(1), 400'000), Thing(cells, 20'000)})
                   .units({module_out(1, 390'000)})
                   .lots({made(lot(collector, "ST-1"), "steel", 30'000)})});
  expect_received(book, 420'000, 1);
  book.accept(
      deliver(collector, "DL-1", "second_life")
          .items({Thing(pack(2), 400'000), Thing(cells, 30'000), Thing(module(1), 390'000)}));
  expect_received(book, 850'000, 2);
  book.accept({retire(recycler, "R-4").unit(pack(2)), shred(recycler, "P-1", pack(2), 400'000)});
  expect_received(book, 850'000, 2);
  book.check();
}

TEST_CASE("grams that a step's scale finds are not received by who has them") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"),
               dismantle(recycler, "DM-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .units({module_out(1, 401'000)})
                   .number("weighing_g", -1'000),
               shred(recycler, "P-1", module(1), 401'000)});
  expect_received(book, 400'000, 1);
  book.check();
}
