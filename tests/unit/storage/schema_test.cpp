#include <cstdlib>
#include <fstream>
#include <iterator>

#include "ledger/storage/connection.hpp"
#include "ledger/storage/database.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger::storage;
using namespace tests;

namespace {

std::string schema_of(const std::filesystem::path& file) {
  Database database(file, Use::read_ledger);
  // The order in which the migrations made them.
  Statement statement(database,
                      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
  Rows rows = statement.query();
  std::string text;
  while (rows.next()) text += std::string(rows.text(0)) + ";\n\n";
  return text;
}

}  // namespace

TEST_CASE("schema/schema.sql is what all migrations make", "[storage]") {
  const TempFolder folder;
  (void)Store::create(folder / "ledger.db");
  const std::string made =
      "-- What sqlite_schema holds after every migration; generated, see README.md.\n\n" +
      schema_of(folder / "ledger.db");
  const std::filesystem::path committed = SOURCE_DIR "/schema/schema.sql";
  if (std::getenv("CELLTRAIL_WRITE_SCHEMA") != nullptr) std::ofstream(committed) << made;
  std::ifstream in(committed);
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == made);
}
