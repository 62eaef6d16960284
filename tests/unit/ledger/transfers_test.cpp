#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

TEST_CASE("who lists transfers reads of a lot its name, not where all its grams are") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  book.accept({retire_lot(collector, "R-1", cells, 1'000'000),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(cells, 600'000)})});
  book.check();
  // A lot in many transfers has as many holdings: reading them for each one would be quadratic.
  // They cannot be read now.
  tests::run_raw(book.directory() / "ledger.db", "UPDATE holding SET place = 99");
  CHECK_THROWS_AS(book.ledger().lot(cells), Damage);
  const bool open_only = GENERATE(true, false);
  std::vector<std::string> subjects;
  book.ledger().each_transfer(open_only, 0, [&](const TransferView& transfer) {
    subjects.insert(subjects.end(), transfer.subjects.begin(), transfer.subjects.end());
    return true;
  });
  CHECK(subjects == std::vector{cells});
  tests::run_raw(book.directory() / "ledger.db", "UPDATE transfer_item SET subject = 4711");
  CHECK_THROWS_AS(book.ledger().each_transfer(open_only, 0, [](const auto&) { return true; }),
                  Damage);
}
