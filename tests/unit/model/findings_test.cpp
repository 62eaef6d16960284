#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

TEST_CASE("an ordinary life gives no findings") {
  TempLedger book;
  book.accept({retire(collector, "R-1"),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(recycler, "I-1", collector, "T-1").items({accepted(pack(1), 400'000)})});
  CHECK(book.report().findings.empty());
  book.check();
}

TEST_CASE("an event that lies a day before the last of its trail is found; the same day is not") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept(
      {retire(collector, "R-1").at("2024-03-05T09:00:00+08:00"),
       retire_lot(collector, "R-2", cells, 1'000).at("2024-03-05"),
       weigh(collector, "W-1").items({Thing(pack(1), 400'000)}).at("2024-03-05T00:00:00+08:00")});
  CHECK(book.findings("earlier_than_the_trail") == 0);
  // Half past four in the afternoon UTC is the next day at the ledger's offset.
  book.accept(
      {weigh(collector, "W-2").items({Thing(pack(1), 400'000)}).at("2024-03-04T16:30:00+00:00"),
       weigh(collector, "W-3")
           .items({Thing(pack(1), 400'000), Thing(cells, 1'000)})
           .at("2024-03-04T15:30:00+00:00")});
  CHECK(book.findings("earlier_than_the_trail") == 2);
  book.check();
}

TEST_CASE("an operator's own trail may go back: papers come in any order") {
  TempLedger book;
  book.accept({retire(collector, "R-1").at("2024-03-05"),
               retire(collector, "R-2").unit(pack(2)).at("2024-01-05")});
  CHECK(book.findings("earlier_than_the_trail") == 0);
  book.check();
}

TEST_CASE("a code at odds with what is said of the battery is found") {
  TempLedger book;
  book.accept(
      {retire(collector, "R-1"), retire(collector, "R-2").unit(pack(2)).text("chemistry", "NCA")});
  CHECK(book.report().findings.empty());
  book.accept({retire(collector, "R-3").unit(pack(3)).text("chemistry", "LFP"),
               identify(collector, "N-1", pack(3))
                   .text("code", pack(4))
                   .text("code_scheme", "gbt34014-24")});
  CHECK(book.findings("code_chemistry_at_odds") == 2);
  // No 31 April, and no year of the letter I; both stand in codes that keep to the structure.
  book.accept({retire(collector, "R-5").unit("000PE000000000C400000005"),
               retire(collector, "R-6").unit("000PE000000000I110000006")});
  CHECK(book.findings("code_date_odd") == 2);
  book.check();
}

TEST_CASE("a battery made after the event about it is found") {
  TempLedger book;
  // D, 3, 5: 5 March 2023. E, 3, 6: 6 March 2024.
  book.accept({retire(collector, "R-1").unit("000PE000000000E350000001").at("2024-03-05")});
  CHECK(book.findings("code_date_after_event") == 0);
  book.accept({retire(collector, "R-2").unit("000PE000000000E360000002").at("2024-03-05")});
  CHECK(book.findings("code_date_after_event") == 1);
  book.check();
}

TEST_CASE("a received mass outside the tolerance is found, whichever side was first") {
  TempLedger book;
  for (const int first : {1, 2}) {
    const std::string unit = pack(first);
    const std::string slip = fmt::format("T-{}", first);
    const Said sent = dispatch(collector, fmt::format("D-{}", first), recycler, slip)
                          .items({Thing(unit, 400'000)});
    const Said got = receive(recycler, fmt::format("I-{}", first), collector, slip)
                         .items({accepted(unit, first == 1 ? 402'001 : 397'999)});
    book.accept(retire(collector, fmt::format("R-{}", first)).unit(unit));
    book.accept(first == 1 ? std::vector{sent, got} : std::vector{got, sent});
  }
  CHECK(book.findings("received_mass_differs") == 2);
  book.accept({retire(collector, "R-3").unit(pack(3)),
               dispatch(collector, "D-3", recycler, "T-3").items({Thing(pack(3), 400'000)}),
               receive(recycler, "I-3", collector, "T-3").items({accepted(pack(3), 402'000)})});
  CHECK(book.findings("received_mass_differs") == 2);
  book.check();
}

TEST_CASE("a vehicle scrapped without its battery, or with one that had left it, is found") {
  TempLedger book;
  const std::string units = "[" + in_quotes(pack(1)) + "]";
  book.accept({scrap_vehicle(vehicle_dismantler, "V-1").raw("units", units)});
  CHECK(book.report().findings.empty());
  book.accept({scrap_vehicle(vehicle_dismantler, "V-2").text("battery", "absent"),
               retire(vehicle_dismantler, "R-1"),
               scrap_vehicle(vehicle_dismantler, "V-3").raw("units", units)});
  CHECK(book.findings("scrapped_without_battery") == 1);
  CHECK(book.findings("scrapped_with_a_battery_out_of_service") == 1);
  book.check();
}
