#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"
#include "tests/unit/model/shredding.hpp"

// Counted grams outlive the scale (docs/decisions/0013): no weighing, receipt or step makes them
// fresh again.

using namespace ledger;
using namespace made_up;

namespace {

Said weigh_to(std::string_view by, std::string_view id, std::string_view thing,
              std::int64_t mass_g) {
  return weigh(by, id).items({Thing(thing, mass_g)});
}

Said bring_counted(const Thing& thing) {
  return bring_in(recycler, "B-1").raw("counted", "true").items({thing});
}

Thing cells(std::string_view name, std::int64_t mass_g) {
  return made(name, "cells", mass_g)
      .text("chemistry", "NCM")
      .text("origin", "vehicle")
      .text("source", "production");
}

std::int64_t net(TempLedger& book) {
  return book.report().utilised_g;
}
std::int64_t received(TempLedger& book) {
  return book.report(CountingRule::received_1).utilised_g;
}

}  // namespace

TEST_CASE("a battery that had its second life counts no gram again, however it is weighed since") {
  TempLedger book;
  book.accept({retire(collector, "R-1"),
               deliver(collector, "DL-1", "second_life").items({Thing(pack(1), 400'000)}),
               retire(recycler, "R-2").text("source", "second_life_ended"),
               weigh_to(recycler, "W-1", pack(1), 1)});
  CHECK(book.unit(pack(1)).spent_g == 400'000);
  book.accept(
      {weigh_to(recycler, "W-2", pack(1), 400'000), shred(recycler, "P-1", pack(1), 400'000)});
  CHECK(net(book) == 400'000);
  CHECK(book.report(CountingRule::gross_1).utilised_g == 800'000);
  CHECK(received(book) == 400'000);
  book.check();
}

TEST_CASE("a lighter receipt forgets no counted gram of a unit") {
  TempLedger book;
  book.accept({bring_counted(brought(pack(1), 400'000)),
               dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(second_recycler, "I-1", recycler, "T-1").items({accepted(pack(1), 1'000)}),
               weigh_to(second_recycler, "W-1", pack(1), 400'000),
               dispatch(second_recycler, "D-2", recycler, "T-2").items({Thing(pack(1), 400'000)}),
               receive(recycler, "I-2", second_recycler, "T-2").items({accepted(pack(1), 400'000)}),
               shred(recycler, "P-1", pack(1), 400'000)});
  CHECK(net(book) == 0);
  CHECK(received(book) == 0);
  book.check();
}

TEST_CASE("counted grams that a lot no longer weighs stay with what is left of it") {
  TempLedger book;
  const std::string name = lot(recycler, "C-1");
  book.accept({bring_counted(cells(name, 100'000)), weigh_to(recycler, "W-1", name, 1'000),
               shred(recycler, "P-1", name, 400)});
  CHECK(book.lot(name).holdings.at(0).spent_g == 99'600);
  book.accept({weigh_to(recycler, "W-2", name, 109'600), shred(recycler, "P-2", name, 109'600)});
  CHECK(net(book) == 0);  // nor are the 10,000 g that were never there before
  book.check();
}

TEST_CASE("a lighter receipt of a lot forgets none of its counted grams") {
  TempLedger book;
  const std::string name = lot(recycler, "C-1");
  book.accept(
      {bring_counted(cells(name, 100'000)),
       dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(name, 100'000)}),
       receive(second_recycler, "I-1", recycler, "T-1").items({arrived(name, 1'000, 250, 750)}),
       weigh_to(recycler, "W-2", name, 99'750), shred(second_recycler, "P-1", name, 250),
       shred(recycler, "P-2", name, 99'750)});
  CHECK(net(book) == 0);
  CHECK(received(book) == 0);
  book.check();
}

TEST_CASE("a dispatch that comes late forgets none of a lot's counted grams") {
  TempLedger book;
  const std::string name = lot(recycler, "C-1");
  book.accept({bring_counted(cells(name, 100'000)),
               receive(second_recycler, "I-1", recycler, "T-1").items({accepted(name, 50'000)}),
               dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(name, 99'000)}),
               weigh_to(recycler, "W-1", name, 50'000), shred(recycler, "P-1", name, 50'000)});
  CHECK(net(book) == 0);
  book.check();
}

TEST_CASE("a step hands counted grams that its inputs no longer weigh to what stays battery") {
  TempLedger book;
  book.accept({bring_counted(brought(pack(1), 400'000)), weigh_to(recycler, "W-1", pack(1), 1'000),
               dismantle(recycler, "DM-1")
                   .inputs({Thing(pack(1), 1'000)})
                   .units({module_out(1, 100), module_out(2, 50)})
                   .lots({made(lot(recycler, "ST-1"), "steel", 850)})});
  // 100 and 50 g on the scale, and the 399,000 g that left it by 2 to 1.
  CHECK(book.unit(module(1)).spent_g == 100 + 266'000);
  CHECK(book.unit(module(2)).spent_g == 50 + 133'000);
  book.accept(
      {weigh_to(recycler, "W-2", module(1), 266'100), shred(recycler, "P-1", module(1), 266'100)});
  CHECK(net(book) == 0);
  book.check();
}

TEST_CASE("counted grams off the scale take nothing from what a step counts of fresh ones") {
  TempLedger book;
  book.accept({bring_counted(brought(pack(1), 400'000)), weigh_to(recycler, "W-1", pack(1), 1'000),
               retire(recycler, "R-1").unit(pack(2)),
               dismantle(recycler, "DM-1")
                   .inputs({Thing(pack(1), 1'000), Thing(pack(2), 400'000)})
                   .lots({made(lot(recycler, "C-1"), "cells", 401'000)})});
  CHECK(net(book) == 0);
  book.accept({weigh_to(recycler, "W-2", lot(recycler, "C-1"), 800'000),
               shred(recycler, "P-1", lot(recycler, "C-1"), 800'000)});
  CHECK(net(book) == 1'000);  // what a scale finds is never fresh: the owed came off the fresh pack
  book.check();
}

TEST_CASE("what a step's scale finds more are counted grams that had left it, first of all") {
  TempLedger book;
  book.accept({bring_counted(brought(pack(1), 400'000)),
               weigh_to(recycler, "W-1", pack(1), 399'000),
               dismantle(recycler, "DM-1")
                   .inputs({Thing(pack(1), 399'000)})
                   .units({module_out(1, 400'500)})
                   .number("weighing_g", -1'500)});
  CHECK(net(book) == 0);
  CHECK(book.unit(module(1)).spent_g == 400'500);
  book.accept(shred(recycler, "P-1", module(1), 400'500));
  CHECK(net(book) == 0);
  book.check();
}

TEST_CASE("what a step's scale no longer finds of counted grams stays counted") {
  TempLedger book;
  book.accept({bring_counted(brought(pack(1), 400'000)), dismantle(recycler, "DM-1")
                                                             .inputs({Thing(pack(1), 400'000)})
                                                             .units({module_out(1, 398'000)})
                                                             .number("weighing_g", 2'000)});
  CHECK(book.unit(module(1)).spent_g == 400'000);
  book.accept(
      {weigh_to(recycler, "W-1", module(1), 400'000), shred(recycler, "P-1", module(1), 400'000)});
  CHECK(net(book) == 0);
  book.check();
}
