#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

std::int64_t open_transfers(TempLedger& book) {
  std::int64_t open = 0;
  book.ledger().each_transfer(true, 0, [&](const TransferView&) { return ++open > 0; });
  return open;
}

Said sent(std::int64_t mass_g, std::string_view slip = "T-1") {
  return dispatch(collector, std::string("D-") + std::string(slip), recycler, slip)
      .items({Thing(pack(1), mass_g)});
}
Said got(const Thing& thing, std::string_view slip = "T-1") {
  return receive(recycler, std::string("I-") + std::string(slip), collector, slip).items({thing});
}

}  // namespace

TEST_CASE("a unit goes from stock through transit into the other's stock") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), sent(400'000)});
  CHECK(book.stock(collector) == 0);
  CHECK(book.balance("transit") == 400'000);
  CHECK(open_transfers(book) == 1);
  book.accept(got(accepted(pack(1), 399'500)));
  CHECK(book.stock(recycler) == 399'500);
  CHECK(book.balance("transit") == 0);
  CHECK(book.balance("weighing_difference") == 500);
  CHECK(open_transfers(book) == 0);
  CHECK(book.findings("received_mass_differs") == 0);
  book.check();
}

TEST_CASE("a unit that is refused is back with its sender, at the mass the receiver found") {
  TempLedger book;
  book.accept(
      {retire(collector, "R-1"), sent(400'000), got(arrived(pack(1), 390'000, 0, 390'000))});
  CHECK(book.stock(collector) == 390'000);
  CHECK(book.stock(recycler) == 0);
  CHECK(book.unit(pack(1)).mass_g == 390'000);
  CHECK(book.findings("received_mass_differs") == 1);
  CHECK(book.report(CountingRule::received_1).utilised_g == 0);
  book.refuse(Refusal::mass_not_booked, "/items/0/mass_g", sent(400'000, "T-2"));
  book.accept({sent(390'000, "T-2"), got(accepted(pack(1), 390'000), "T-2")});
  book.check();
}

TEST_CASE("a unit received before it was dispatched is owed by transit until then") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), got(accepted(pack(1), 401'000))});
  CHECK(book.stock(collector) == 400'000);
  CHECK(book.stock(recycler) == 401'000);
  CHECK(book.balance("transit") == -401'000);
  CHECK(open_transfers(book) == 1);
  // The receiver's work goes on meanwhile; only then comes the sender's paper.
  book.accept(dismantle(recycler, "DM-1")
                  .inputs({Thing(pack(1), 401'000)})
                  .lots({made(lot(recycler, "ST-1"), "steel", 401'000)}));
  book.refuse(Refusal::mass_not_booked, "/items/0/mass_g", sent(401'000));
  book.accept(sent(400'000));
  CHECK(book.stock(collector) == 0);
  CHECK(book.balance("transit") == 0);
  CHECK(book.balance("weighing_difference") == -1'000);
  CHECK(open_transfers(book) == 0);
  CHECK(book.report().utilised_g == 400'000);  // the gram found more is no fresh one
  book.check();
}

TEST_CASE("a unit refused before it was dispatched stays claimed until the dispatch") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), got(arrived(pack(1), 395'000, 0, 395'000))});
  CHECK(book.stock(recycler) == 0);
  book.refuse(Refusal::claimed, "/items/0/unit", sent(400'000, "T-2"));
  book.accept(sent(400'000));
  CHECK(book.stock(collector) == 395'000);
  CHECK(book.balance("weighing_difference") == 5'000);
  book.accept(dispatch(collector, "D-9", second_recycler, "T-1").items({Thing(pack(1), 395'000)}));
  book.check();
}

TEST_CASE("what its addressee has received already can only be dispatched to it") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 100'000),
               got(arrived(pack(1), 400'000, 0, 400'000)), got(accepted(cells, 30'000), "T-2")});
  book.refuse(Refusal::claimed, "/items/0/unit",
              weigh(collector, "W-1").items({Thing(pack(1), 399'000)}));
  book.refuse(
      Refusal::claimed, "/items/0/unit",
      receive(second_recycler, "I-9", collector, "T-9").items({accepted(pack(1), 400'000)}));
  book.refuse(Refusal::claimed, "/items/0/lot",
              weigh(collector, "W-2").items({Thing(cells, 99'000)}));
  book.accept({sent(400'000),
               dispatch(collector, "D-2", recycler, "T-2").items({Thing(cells, 30'000)}),
               weigh(collector, "W-1").items({Thing(pack(1), 399'000)}),
               weigh(collector, "W-2").items({Thing(cells, 69'900)})});
  CHECK(book.stock(collector) == 399'000 + 69'900);
  book.check();
}

TEST_CASE("a lot is sent in parts and each part is received, refused or found lighter") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-1", cells, 1'000'000),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 600'000)}),
               receive(recycler, "I-1", collector, "T-1")
                   .items({arrived(cells, 590'000, 500'000, 90'000)})});
  CHECK(book.stock(collector) == 490'000);
  CHECK(book.stock(recycler) == 500'000);
  CHECK(book.balance("transit") == 0);
  CHECK(book.balance("weighing_difference") == 10'000);
  CHECK(book.report(CountingRule::received_1).utilised_g == 500'000);
  CHECK(book.findings("received_mass_differs") == 1);
  book.check();
}

TEST_CASE("a lot received first is claimed in the sender's stock and settled by the dispatch") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-1", cells, 1'000'000),
               receive(recycler, "I-1", collector, "T-1")
                   .items({arrived(cells, 600'000, 500'000, 100'000)})});
  CHECK(book.stock(collector) == 1'000'000);
  CHECK(book.stock(recycler) == 500'000);
  CHECK(book.balance("transit") == -500'000);
  book.refuse(Refusal::not_enough, "/items/0/mass_g",
              dispatch(collector, "D-2", recycler, "T-2").items({Thing(cells, 500'001)}));
  // More was put on the lorry than was found on arrival.
  book.accept(dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 602'000)}));
  CHECK(book.stock(collector) == 1'000'000 - 602'000 + 100'000);
  CHECK(book.balance("transit") == 0);
  CHECK(book.balance("weighing_difference") == 2'000);
  book.refuse(Refusal::not_enough, "/items/0/mass_g",
              dispatch(collector, "D-2", recycler, "T-2").items({Thing(cells, 498'001)}));
  book.accept(dispatch(collector, "D-2", recycler, "T-2").items({Thing(cells, 498'000)}));
  book.check();
}

TEST_CASE("a lot is received first at most as heavy as the sender's free grams and tolerance") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept(retire_lot(collector, "R-1", cells, 100'000));
  book.refuse(Refusal::not_enough, "/items/0/received_g",
              receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 100'501)}));
  book.accept({receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 100'500)}),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 100'000)})});
  CHECK(book.stock(collector) == 0);
  CHECK(book.stock(recycler) == 100'500);
  CHECK(book.balance("weighing_difference") == -500);
  book.check();
}

TEST_CASE("a lot of which nothing arrived is a weighing difference as a whole") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-1", cells, 100'000),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 60'000)}),
               receive(recycler, "I-1", collector, "T-1").items({arrived(cells, 0, 0, 0)})});
  CHECK(book.balance("weighing_difference") == 60'000);
  CHECK(book.stock(collector) == 40'000);
  book.check();
}

TEST_CASE("a receipt of nothing that comes before its dispatch is refused and closes no lot") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept(retire_lot(collector, "R-1", cells, 100'000));
  book.refuse(Refusal::out_of_range, "/items/0/received_g",
              receive(recycler, "I-1", collector, "T-1").items({arrived(cells, 0, 0, 0)}));
  book.accept(retire_lot(collector, "R-2", cells, 100'000));
  book.check();
}

TEST_CASE("a late dispatch names all that was received, less the tolerance at most") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  const auto late = [&](std::int64_t mass_g) {
    return dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, mass_g)});
  };
  book.accept(
      {retire_lot(collector, "R-1", cells, 100'000),
       receive(recycler, "I-1", collector, "T-1").items({arrived(cells, 60'000, 10'000, 50'000)})});
  book.refuse(Refusal::mass_not_balanced, "/items/0/mass_g", late(1));
  book.refuse(Refusal::mass_not_balanced, "/items/0/mass_g", late(59'701));
  book.accept(late(59'702));
  CHECK(book.stock(collector) == 90'298);
  book.check();
}

TEST_CASE("what was received beyond the late dispatch is no fresh gram with either side") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-1", cells, 100'000),
               receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 50'000)}),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 49'800)})});
  const auto holdings = book.lot(cells).holdings;
  REQUIRE(holdings.size() == 2);
  CHECK(holdings[0].mass_g + holdings[1].mass_g == 100'200);
  CHECK(holdings[0].spent_g + holdings[1].spent_g == 200);
  book.check();
}

TEST_CASE("each side names an item once under a transfer number") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 100'000)});
  const Said first = dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 10'000)});
  const Said receipt = receive(recycler, "I-1", collector, "T-1").items({accepted(cells, 10'000)});
  const Said again = dispatch(collector, "D-2", recycler, "T-1").items({Thing(cells, 20'000)});
  book.accept({first, receipt});
  book.refuse(Refusal::already_dispatched, "/items/0/lot", again);
  book.refuse(Refusal::already_received, "/items/0/lot",
              receive(recycler, "I-2", collector, "T-1").items({accepted(cells, 10'000)}));
  // Another item under the same number is no repeat; nor is the same number to somebody else.
  book.accept({sent(400'000), got(arrived(pack(1), 400'000, 0, 400'000)),
               dispatch(collector, "D-3", second_recycler, "T-1").items({Thing(cells, 20'000)})});
  book.refuse(Refusal::already_dispatched, "/items/0/unit",
              dispatch(collector, "D-4", recycler, "T-1").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::already_received, "/items/0/unit",
              receive(recycler, "I-4", collector, "T-1").items({accepted(pack(1), 400'000)}));
  book.accept({sent(400'000, "T-2"), got(accepted(pack(1), 400'000), "T-2")});
  book.check();
}

TEST_CASE("a transfer goes to another enrolled operator that may hold batteries") {
  TempLedger book;
  book.accept(retire(collector, "R-1"));
  for (const std::string_view to : {stranger, collector, regulator, authority})
    book.refuse(Refusal::receiver_not_allowed, "/to",
                dispatch(collector, "D-1", to, "T-1").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::unknown_operator, "/from",
              receive(recycler, "I-1", stranger, "T-1").items({accepted(pack(1), 400'000)}));
  book.accept({sent(400'000), got(accepted(pack(1), 400'000))});
  book.check();
}

TEST_CASE("a receipt adds up, and a unit is accepted or refused whole") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire(collector, "R-1"), retire_lot(collector, "R-2", cells, 100'000),
               sent(400'000),
               dispatch(collector, "D-2", recycler, "T-2").items({Thing(cells, 100'000)})});
  book.refuse(Refusal::mass_not_balanced, "/items/0/received_g",
              got(arrived(pack(1), 400'000, 399'999, 0)));
  book.refuse(Refusal::mass_not_balanced, "/items/0/accepted_g",
              got(arrived(pack(1), 400'000, 300'000, 100'000)));
  book.refuse(Refusal::out_of_range, "/items/0/received_g", got(arrived(pack(1), 0, 0, 0)));
  book.refuse(Refusal::mass_not_balanced, "/items/0/received_g",
              got(arrived(cells, 100'000, 60'000, 30'000), "T-2"));
  book.accept(
      {got(accepted(pack(1), 400'000)), got(arrived(cells, 90'000, 60'000, 30'000), "T-2")});
  book.check();
}

TEST_CASE("spent and seen grams travel with a lot in proportion") {
  TempLedger book;
  const std::string cells = lot(recycler, "C-1");
  book.accept({bring_in(recycler, "B-1")
                   .raw("counted", "true")
                   .items({Thing(cells, 90'000)
                               .text("material", "cells")
                               .text("chemistry", "NCM")
                               .text("origin", "vehicle")
                               .text("source", "other")}),
               retire_lot(recycler, "R-1", cells, 10'000),
               dispatch(recycler, "D-1", second_recycler, "T-1").items({Thing(cells, 33'333)})});
  // 33,333 of 100,000 g take 29,999.7 of the 90,000 spent grams: rounded down.
  const auto holdings = book.lot(cells).holdings;
  REQUIRE(holdings.size() == 2);
  CHECK(holdings[0].place == Place::stock);
  CHECK(holdings[0].spent_g == 60'001);
  CHECK(holdings[1].place == Place::transit);
  CHECK(holdings[1].spent_g == 29'999);
  book.accept({receive(second_recycler, "I-1", recycler, "T-1").items({accepted(cells, 33'333)}),
               process(second_recycler, "P-1")
                   .inputs({Thing(cells, 33'333)})
                   .outputs({made(lot(second_recycler, "BM-1"), "black_mass", 33'333)})});
  CHECK(book.report().utilised_g == 33'333 - 29'999);
  CHECK(book.report(CountingRule::received_1).utilised_g == 10'000);
  book.check();
}
