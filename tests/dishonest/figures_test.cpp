#include <fmt/format.h>

#include "tests/dishonest/scene.hpp"
#include "tests/fault/raw_rows.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;

namespace {

/// A copy of the ledger after some SQL. What is derived from the entries is not signed by anybody.
std::string edited(const Scene& scene, const std::string& sql) {
  const std::string book = scene.copy("edited");
  fault::RawDatabase raw(fs::path(book) / "ledger.db");
  (void)raw.query(sql);
  return book;
}

}  // namespace

TEST_CASE("an edited projection is found by the audit, though no entry was touched",
          "[projections]") {
  const auto [sql, where] = GENERATE(table<std::string, std::string>({
      {"UPDATE unit SET mass_g = mass_g - 1000 WHERE no = 2", "unit "},
      {"UPDATE operator SET name = 'Honest Ltd' WHERE no = 3", "operator "},
      {"UPDATE account SET grams = grams + 1", "account"},
      {"UPDATE figure SET net_g = net_g + 1000000", "figure"},
  }));
  CAPTURE(sql);
  const Scene scene;
  const Ran audit = scene.audit(edited(scene, sql));
  demand(audit, 6, "DAMAGE: " + where);
  demand(audit, 6, "what is wrong lies beside them and can be derived again");
}

TEST_CASE("a report made from edited figures does not follow from the entries", "[projections]") {
  Scene scene;
  const auto report = [&](const std::string& book, const std::string& file) {
    demand(scene.celltrail(
               {"report", "2024", "--format", "json", "-o", scene / file, "--ledger", book}),
           0, "");
    // Whoever has the entries computes it again: here from the mirror, which the publisher of the
    // report cannot reach.
    return scene.celltrail({"verify", scene / file, "--ledger", scene / "copy"});
  };
  demand(report(scene.book.directory(), "true.json"), 0, "PROVEN");
  const std::string book = edited(scene, "UPDATE figure SET net_g = net_g + 1000000");
  const Ran verified = report(book, "false.json");
  demand(verified, 6, "utilised_g");
  scene.book.check();
}
