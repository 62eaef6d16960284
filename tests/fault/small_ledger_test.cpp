#include "tests/fault/small_ledger.hpp"

#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"

using namespace fault;

TEST_CASE("the small ledger is whole and has rows in every table") {
  CHECK_FALSE(damage_in(small_ledger()));
  const fs::path database = small_ledger() / "ledger.db";
  std::istringstream tables(tests::raw_text(
      database, "SELECT group_concat(name, ' ') FROM sqlite_schema WHERE type = 'table'"));
  std::string table;
  while (tables >> table) {
    CAPTURE(table);
    CHECK(tests::raw_text(database, "SELECT count(*) FROM " + table) != "0");
  }
}
