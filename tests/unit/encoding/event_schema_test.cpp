#include "ledger/encoding/event_schema.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"

namespace {

constexpr const char* schema_path = SOURCE_DIR "/schema/json/event.schema.json";

}  // namespace

// After a wanted change of the shapes: CELLTRAIL_WRITE_SCHEMA=1 unit_encoding, then look at the
// diff.
TEST_CASE("the committed schema is the one that the shape tables make") {
  const std::string expected = ledger::encoding::event_schema_text();
  if (std::getenv("CELLTRAIL_WRITE_SCHEMA") != nullptr)
    std::ofstream(schema_path, std::ios::binary) << expected;
  std::ostringstream committed;
  committed << std::ifstream(schema_path, std::ios::binary).rdbuf();
  const bool is_same = committed.str() == expected;
  CHECK(is_same);
}
