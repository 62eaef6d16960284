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
  const auto size = std::to_string(scene.book.ledger().info().size);
  const auto report = [&](const std::string& book, const std::string& file,
                          std::vector<std::string> more = {}) {
    std::vector<std::string> words{"report", "2024",       "--format", "json",
                                   "-o",     scene / file, "--ledger", book};
    words.insert(words.end(), more.begin(), more.end());
    demand(scene.celltrail(words), 0, "");
    return content(scene / file);
  };
  const auto verify = [&](const std::string& file, const std::string& book) {
    return scene.celltrail({"verify", scene / file, "--ledger", book});
  };
  const std::string honest = report(scene.book.directory(), "true.json");
  const auto sql = GENERATE(values<std::string>(
      {"UPDATE figure SET net_g = net_g + 1000000", "UPDATE constitution SET utc_offset_min = 0"}));
  CAPTURE(sql);
  const std::string book = edited(scene, sql);
  CHECK(report(book, "false.json") != honest);
  // In the mirror, which the publisher of the report cannot reach, and in the edited ledger itself:
  // its entries are what they were.
  for (const std::string& looked_at : {std::string(scene / "copy"), book}) {
    demand(verify("true.json", looked_at), 0, "PROVEN");
    demand(verify("false.json", looked_at), 6, "the ledger gives another report");
  }
  CHECK(report(book, "again.json", {"--at", size}) == honest);
  scene.book.check();
}
