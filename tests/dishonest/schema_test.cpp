#include "tests/dishonest/scene.hpp"
#include "tests/fault/raw_rows.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;

namespace {

std::string rebuilt(const Scene& scene, const std::string& sql) {
  const std::string book = scene.copy("rebuilt");
  fault::RawDatabase raw(fs::path(book) / "ledger.db");
  (void)raw.query(sql);
  return book;
}

}  // namespace

TEST_CASE("a database that was rebuilt to answer otherwise is read by nobody", "[schema]") {
  struct Rebuilt {
    std::string sql, where;
  };
  const Rebuilt given = GENERATE(values<Rebuilt>({
      // The true figures for the audit's keys; whatever its writer likes for a report's.
      {"ALTER TABLE figure RENAME TO figure_true;"
       " CREATE VIEW figure AS SELECT * FROM figure_true",
       "figure"},
      {"DROP TRIGGER entry_never_changes", "trigger entry_never_changes"},
      {"CREATE TRIGGER evil AFTER INSERT ON entry BEGIN UPDATE figure SET net_g = 0; END",
       "trigger evil"},
      {"CREATE TABLE stash (x)", "table stash"},
      {"CREATE INDEX evil ON lot (material)", "index evil"},
      {"DROP INDEX holding_in", "index holding_in"},
      {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET"
       " sql = replace(sql, 'CHECK (mass_g >= 0)', '                  ') WHERE name = 'unit'",
       "table unit"},
      {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET"
       " sql = replace(sql, 'RAISE(ABORT', 'max(1') WHERE name = 'tile_never_leaves'",
       "trigger tile_never_leaves"},
  }));
  CAPTURE(given.sql);
  const Scene scene;
  const std::string book = rebuilt(scene, given.sql);
  const Ran audit = scene.audit(book);
  demand(audit, 6, "DAMAGE: schema of the database: ");
  demand(audit, 6, given.where);
  for (const char* command : {"report", "doctor", "export"}) {
    std::vector<std::string> words{command, "--ledger", book};
    if (command == std::string("report")) words.insert(words.begin() + 1, "2024");
    if (command == std::string("export")) words.insert(words.begin() + 1, scene / "exported");
    demand(scene.celltrail(words), 6, given.where);
  }
  CHECK_THROWS_AS(ledger::Ledger::open(book, ledger::Ledger::Access::write, scene.book.clock),
                  ledger::Damage);
}

TEST_CASE("VACUUM leaves a ledger what it is", "[schema]") {
  const Scene scene;
  demand(scene.audit(rebuilt(scene, "VACUUM")), 0, "OK: ");
}

TEST_CASE("a schema that would steer a terminal is shown without what steers", "[schema]") {
  const Scene scene;
  const Ran audit = scene.audit(rebuilt(scene, "CREATE TABLE \"x\x1b[2J\" (\"y\x1b[1m\xc2\x9b\")"));
  demand(audit, 6, "table x?[2J");
  CHECK(audit.out.find('\x1b') == std::string::npos);
  CHECK(audit.out.find('\x9b') == std::string::npos);
}
