#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said parts_of(std::string_view by, std::string_view id, int whole, int part) {
  return identify(by, id, pack(whole)).raw("parts", "[" + in_quotes(module(part)) + "]");
}
Said new_code(std::string_view by, std::string_view id, const std::string& unit,
              const std::string& code) {
  return identify(by, id, unit).text("code", code).text("code_scheme", "gbt34014-24");
}

}  // namespace

TEST_CASE("another code of a unit leads to the same trail") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), new_code(collector, "N-1", pack(1), pack(2)),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(2), 400'000)})});
  CHECK(book.unit(pack(2)).code == pack(1));
  const auto by_first = book.ledger().trail(pack(1), 10);
  const auto by_other = book.ledger().trail(pack(2), 10);
  REQUIRE((by_first && by_other));
  CHECK(by_first->size() == 3);
  CHECK(by_other->size() == 3);
  book.refuse(Refusal::already_held, "/unit", retire(recycler, "R-2").unit(pack(2)));
  book.accept(retire(recycler, "R-2").unit(pack(3)));
  book.check();
}

TEST_CASE("a code means one thing for ever") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), retire(collector, "R-2").unit(pack(2))});
  book.refuse(Refusal::code_taken, "/code", new_code(collector, "N-1", pack(1), pack(2)));
  book.refuse(Refusal::code_taken, "/main",
              identify(collector, "N-1", pack(1)).text("main", pack(2)));
  book.accept(parts_of(collector, "N-2", 2, 7));
  book.refuse(Refusal::code_taken, "/parts/0", parts_of(collector, "N-1", 1, 7));
  book.accept({new_code(collector, "N-1", pack(1), pack(3)), parts_of(collector, "N-3", 1, 8)});
  book.check();
}

TEST_CASE("a dismantling makes no code of another thing, nor of a unit that is elsewhere") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"), retire(recycler, "R-2").unit(pack(2)),
               parts_of(recycler, "N-1", 2, 7)});
  const auto take_out = [](int part) {
    return dismantle(recycler, "DM-1")
        .inputs({Thing(pack(1), 400'000)})
        .units({module_out(part, 400'000)});
  };
  book.refuse(Refusal::code_taken, "/units/0/unit", take_out(7));
  book.refuse(
      Refusal::code_taken, "/units/0/unit",
      take_out(7).units(
          {Thing(pack(2), 400'000).text("code_scheme", "gbt34014-24").text("level", "pack")}));
  book.accept(take_out(8));
  book.check();
}

TEST_CASE("one event does not make one thing twice, under two of its codes") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"), new_code(recycler, "N-1", pack(1), pack(2))});
  const auto out = [](const std::string& code, std::int64_t mass_g) {
    return Thing(code, mass_g).text("code_scheme", "gbt34014-24").text("level", "pack");
  };
  book.refuse(Refusal::duplicate_item, "/units/1/unit",
              dismantle(recycler, "DM-1")
                  .inputs({Thing(pack(1), 400'000)})
                  .units({out(pack(1), 200'000), out(pack(2), 200'000)}));
  book.refuse(Refusal::already_consumed, "/inputs/1/unit",
              dismantle(recycler, "DM-1")
                  .inputs({Thing(pack(1), 400'000), Thing(pack(2), 400'000)})
                  .lots({made(lot(recycler, "ST-1"), "steel", 800'000)}));
  book.accept(dismantle(recycler, "DM-1")
                  .inputs({Thing(pack(2), 400'000)})
                  .units({out(pack(2), 200'000)})
                  .lots({made(lot(recycler, "ST-1"), "steel", 200'000)}));
  CHECK(book.unit(pack(1)).mass_g == 200'000);
  book.check();
}

TEST_CASE("a part belongs to its whole until a dismantling takes it out") {
  TempLedger book;
  book.accept({retire(recycler, "R-1"), parts_of(recycler, "N-1", 1, 7)});
  book.refuse(Refusal::part_of_whole, "/unit",
              retire(recycler, "R-2").unit(module(7)).text("level", "module"));
  book.refuse(Refusal::part_of_whole, "/inputs/0/unit",
              dismantle(recycler, "DM-1")
                  .inputs({Thing(module(7), 100'000)})
                  .lots({made(lot(recycler, "C-1"), "cells", 100'000)}));
  book.refuse(
      Refusal::part_of_whole, "/units/0",
      scrap_vehicle(vehicle_dismantler, "V-1").raw("units", "[" + in_quotes(module(7)) + "]"));
  book.accept({dismantle(recycler, "DM-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .units({module_out(7, 300'000)})
                   .lots({made(lot(recycler, "ST-1"), "steel", 100'000)}),
               weigh(recycler, "W-1").items({Thing(module(7), 299'000)})});
  CHECK(book.unit(module(7)).code == module(7));
  CHECK(book.unit(pack(1)).place == Place::consumed);
  book.check();
}

TEST_CASE("a battery maker identifies what it does not hold") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), parts_of(battery_maker, "N-1", 1, 7),
               new_code(battery_maker, "N-2", pack(1), pack(2))});
  book.refuse(Refusal::not_holder, "/unit", new_code(recycler, "N-3", pack(1), pack(3)));
  book.accept(new_code(collector, "N-3", pack(1), pack(3)));
  book.check();
}

TEST_CASE("a battery comes from a vehicle whose scrapping is recorded") {
  TempLedger book;
  const Said from_car =
      retire(vehicle_dismantler, "R-1").text("scrap", std::string(vehicle_dismantler) + "/V-1");
  book.refuse(Refusal::unknown_scrap, "/scrap", from_car);
  book.accept(
      scrap_vehicle(vehicle_dismantler, "V-1").raw("units", "[" + in_quotes(pack(1)) + "]"));
  book.refuse(Refusal::unknown_scrap, "/scrap",
              Said(from_car).text("scrap", std::string(collector) + "/V-1"));
  book.reopen();
  book.accept(from_car);
  CHECK(book.ledger().trail(pack(1), 10)->size() == 2);
  book.refuse(Refusal::unknown_scrap, "/scrap",
              retire(collector, "R-2")
                  .unit(pack(2))
                  .text("scrap", std::string(vehicle_dismantler) + "/R-1"));
  book.accept(retire(collector, "R-2").unit(pack(2)));
  book.check();
}

TEST_CASE("a module that a scrapped vehicle listed may come out of its pack") {
  TempLedger book;
  book.accept({scrap_vehicle(vehicle_dismantler, "V-1")
                   .raw("units", "[" + in_quotes(pack(1)) + "," + in_quotes(module(7)) + "]"),
               retire(vehicle_dismantler, "R-1"),
               dismantle(vehicle_dismantler, "DM-1")
                   .inputs({Thing(pack(1), 400'000)})
                   .units({module_out(7, 300'000)})
                   .lots({made(lot(vehicle_dismantler, "ST-1"), "steel", 100'000)})});
  CHECK(book.unit(module(7)).mass_g == 300'000);
  CHECK(book.report().utilised_g == 100'000);
  CHECK(book.report().units == 1);
  book.refuse(Refusal::already_held, "/unit",
              retire(collector, "R-2").unit(module(7)).text("level", "module"));
  book.accept(retire(collector, "R-2").unit(pack(2)));
  book.check();
}
