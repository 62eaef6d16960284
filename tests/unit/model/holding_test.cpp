#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said crush(std::string_view by, std::string_view id, const std::string& thing,
           std::int64_t mass_g) {
  return process(by, id)
      .inputs({Thing(thing, mass_g)})
      .outputs({made(lot(by, std::string("BM-") + std::string(id)), "black_mass", mass_g)});
}

}  // namespace

TEST_CASE("nothing is known of a unit or lot that no entry brought") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.refuse(Refusal::unknown_unit, "/inputs/0/unit", crush(recycler, "P-1", pack(1), 400'000));
  book.refuse(Refusal::unknown_unit, "/items/0/unit",
              receive(recycler, "I-1", collector, "T-1").items({accepted(pack(1), 1)}));
  book.refuse(Refusal::unknown_unit, "/unit", inspect(recycler, "N-1", pack(1)));
  book.refuse(Refusal::unknown_unit, "/unit",
              identify(battery_maker, "N-2", pack(1)).text("main", pack(2)));
  book.refuse(Refusal::unknown_lot, "/inputs/0/lot", crush(recycler, "P-1", cells, 5));
  book.refuse(Refusal::unknown_lot, "/items/0/lot",
              deliver(recycler, "DL-1", "product").items({Thing(cells, 5)}));
  book.refuse(Refusal::unknown_lot, "/lot", inspect(recycler, "N-1", cells));
  book.accept({retire(recycler, "R-1"), retire_lot(recycler, "R-2", cells, 5),
               crush(recycler, "P-1", pack(1), 400'000), inspect(recycler, "N-1", cells),
               crush(recycler, "P-2", cells, 5)});
  book.check();
}

TEST_CASE("an operator uses only what is in its own stock") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 1'000)});
  book.refuse(Refusal::not_holder, "/inputs/0/unit", crush(recycler, "P-1", pack(1), 400'000));
  book.refuse(Refusal::not_holder, "/items/0/unit",
              deliver(recycler, "DL-1", "reuse").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::not_holder, "/unit", inspect(recycler, "N-1", pack(1)));
  book.refuse(Refusal::not_holder, "/unit",
              identify(recycler, "N-1", pack(1)).text("main", pack(2)));
  book.refuse(Refusal::not_holder, "/inputs/0/lot", crush(recycler, "P-1", cells, 1'000));
  book.refuse(Refusal::not_holder, "/items/0/lot",
              weigh(recycler, "W-1").items({Thing(cells, 900)}));
  book.refuse(Refusal::not_holder, "/lot", inspect(recycler, "N-1", cells));
  book.accept(dispatch(collector, "D-1", recycler, "T-1")
                  .items({Thing(pack(1), 400'000), Thing(cells, 1'000)}));
  book.refuse(Refusal::not_holder, "/items/0/unit",
              deliver(collector, "DL-1", "reuse").items({Thing(pack(1), 400'000)}));
  book.accept({receive(recycler, "I-1", collector, "T-1")
                   .items({accepted(pack(1), 400'000), accepted(cells, 1'000)}),
               inspect(recycler, "N-1", pack(1)), inspect(recycler, "N-2", cells),
               crush(recycler, "P-1", pack(1), 400'000), crush(recycler, "P-2", cells, 1'000)});
  book.check();
}

TEST_CASE("what is in a stock, on its way or missing does not come in a second time") {
  TempLedger book;
  book.accept(retire(collector, "R-1"));
  const Said again = retire(recycler, "R-2");
  const Said brought_in = bring_in(recycler, "B-1").items({brought(pack(1), 400'000)});
  book.refuse(Refusal::already_held, "/unit", again);
  book.refuse(Refusal::already_held, "/items/0/unit", brought_in);
  book.accept(dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::already_held, "/unit", again);
  book.accept(missing(collector, "M-1", "stolen").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::already_held, "/unit", again);
  book.accept({missing(collector, "M-2", "recovered").items({Thing(pack(1), 400'000)}),
               deliver(collector, "DL-1", "second_life").items({Thing(pack(1), 400'000)})});
  book.refuse(Refusal::already_held, "/items/0/unit", brought_in);
  book.refuse(Refusal::mass_not_booked, "/mass_g", retire(recycler, "R-2").mass(399'000));
  book.accept(again);
  book.check();
}

TEST_CASE("what was treated elsewhere comes back from outside, by either word") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), retire(collector, "R-2").unit(pack(2)),
               deliver(collector, "DL-1", "treatment_elsewhere")
                   .items({Thing(pack(1), 400'000), Thing(pack(2), 400'000)}),
               bring_in(recycler, "B-1").items({brought(pack(1), 400'000)}),
               retire(recycler, "R-3").unit(pack(2))});
  CHECK(book.balance("outside") == 0);
  CHECK(book.report().retired_g == 800'000);  // the third retirement came from outside
  book.check();
}

TEST_CASE("a battery in second life may be brought in there, and is retired from there") {
  TempLedger book;
  book.accept(bring_in(repurposer, "B-1")
                  .text("place", "second_life")
                  .raw("counted", "true")
                  .items({brought(pack(1), 400'000)}));
  CHECK(book.balance("second_life") == 400'000);
  CHECK(book.stock(repurposer) == 0);
  book.refuse(Refusal::material_not_allowed, "/items/0/lot",
              bring_in(repurposer, "B-2")
                  .text("place", "second_life")
                  .items({Thing(lot(repurposer, "C-1"), 10)
                              .text("material", "cells")
                              .text("chemistry", "NCM")
                              .text("origin", "vehicle")
                              .text("source", "other")}));
  book.accept({retire(recycler, "R-1"), crush(recycler, "P-1", pack(1), 400'000)});
  CHECK(book.report().utilised_g == 0);
  book.check();
}

TEST_CASE("what came to its end stays there") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2)),
               crush(recycler, "P-1", pack(1), 400'000),
               dispose(recycler, "DP-1").items({Thing(pack(2), 400'000)})});
  for (const int number : {1, 2}) {
    book.refuse(Refusal::already_consumed, "/inputs/0/unit",
                crush(recycler, "P-2", pack(number), 400'000));
    book.refuse(Refusal::already_consumed, "/unit", retire(recycler, "R-9").unit(pack(number)));
    book.refuse(
        Refusal::already_consumed, "/items/0/unit",
        receive(collector, "I-1", recycler, "T-1").items({accepted(pack(number), 400'000)}));
  }
  CHECK(book.balance("disposed") == 400'000);
  book.accept({retire(recycler, "R-9").unit(pack(3)), crush(recycler, "P-2", pack(3), 400'000)});
  book.check();
}

TEST_CASE("what its reporter reported missing, and nothing else, is recovered by it") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  const Said found = missing(collector, "M-9", "recovered").items({Thing(pack(1), 400'000)});
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 1'000)});
  book.refuse(Refusal::not_missing, "/items/0/unit", found);
  book.accept(
      missing(collector, "M-1", "lost").items({Thing(pack(1), 400'000), Thing(cells, 600)}));
  CHECK(book.stock(collector) == 400);
  CHECK(book.balance("missing") == 400'600);
  book.refuse(Refusal::not_missing, "/items/0/unit",
              missing(recycler, "M-2", "recovered").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::mass_not_booked, "/items/0/mass_g",
              missing(collector, "M-2", "recovered").items({Thing(pack(1), 399'000)}));
  book.refuse(Refusal::not_missing, "/items/0/lot",
              missing(collector, "M-2", "recovered").items({Thing(cells, 601)}));
  book.accept({found, missing(collector, "M-2", "recovered").items({Thing(cells, 500)})});
  CHECK(book.stock(collector) == 400'900);
  CHECK(book.balance("missing") == 100);
  book.check();
}

TEST_CASE("what is lost on the way is the sender's to report") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 1'000),
               dispatch(collector, "D-1", recycler, "T-1")
                   .items({Thing(pack(1), 400'000), Thing(cells, 1'000)})});
  const Said lost =
      missing(collector, "M-1", "burnt").items({Thing(pack(1), 400'000), Thing(cells, 400)});
  book.refuse(Refusal::not_holder, "/items/0/unit",
              missing(recycler, "M-1", "burnt").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::mass_not_booked, "/items/0/mass_g",
              missing(collector, "M-1", "burnt").items({Thing(pack(1), 399'999)}));
  book.accept(lost);
  CHECK(book.balance("transit") == 600);
  CHECK(book.balance("missing") == 400'400);
  book.refuse(Refusal::not_holder, "/items/0/unit",
              receive(recycler, "I-1", collector, "T-1").items({accepted(pack(1), 400'000)}));
  book.accept({receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 600)}),
               missing(collector, "M-2", "recovered").items({Thing(pack(1), 400'000)})});
  CHECK(book.stock(collector) == 400'000);
  CHECK(book.stock(recycler) == 600);
  CHECK(book.balance("transit") == 0);
  book.check();
}

TEST_CASE("a lot lost on the way as a whole cannot arrive any more") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-2", cells, 1'000),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 1'000)}),
               missing(collector, "M-1", "stolen").items({Thing(cells, 1'000)})});
  book.refuse(Refusal::not_holder, "/items/0/lot",
              receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 1'000)}));
  book.accept({missing(collector, "M-2", "recovered").items({Thing(cells, 1'000)}),
               dispatch(collector, "D-2", recycler, "T-2").items({Thing(cells, 1'000)}),
               receive(recycler, "I-1", collector, "T-2").items({accepted(cells, 1'000)})});
  book.check();
}
