#include <fmt/format.h>

#include "ledger/result.hpp"
#include "tests/fault/raw_rows.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"

using namespace fault;
using ledger::AuditReport;

namespace {

/// The small ledger after some SQL of somebody who may write the file.
class Harmed {
 public:
  explicit Harmed(const std::vector<std::string>& statements) : book_(folder_ / "book") {
    copy_ledger(small_ledger(), book_);
    RawDatabase raw(book_ / "ledger.db");
    for (const std::string& sql : statements) (void)raw.query(sql);
  }
  [[nodiscard]] AuditReport audit() const { return ledger::audit_ledger(book_, {}, {}); }
  [[nodiscard]] const fs::path& book() const { return book_; }

 private:
  tests::TempFolder folder_;
  fs::path book_;
};

std::int64_t number(const std::string& sql) {
  RawDatabase raw(small_ledger() / "ledger.db");
  return std::stoll(raw.query(sql).at(0).at(0));
}

std::int64_t size() {
  return number("SELECT count(*) FROM entry");
}

}  // namespace

TEST_CASE("a removed entry is missed", "[damage]") {
  const std::int64_t gone = GENERATE(0, 1, 57, 200);
  const AuditReport report =
      Harmed({fmt::format("DELETE FROM entry WHERE \"index\" = {}", gone)}).audit();
  REQUIRE(report.damage);
  CHECK(report.damage->entry <= gone);
}

TEST_CASE("an entry removed and the others moved up are found at that place", "[damage]") {
  const AuditReport report =
      Harmed({"DELETE FROM entry WHERE \"index\" = 120",
              "UPDATE entry SET \"index\" = -\"index\" WHERE \"index\" > 120",
              "UPDATE entry SET \"index\" = -\"index\" - 1 WHERE \"index\" < 0"})
          .audit();
  REQUIRE(report.damage);
  CHECK(report.damage->entry == 120);
}

TEST_CASE("two entries that changed places are found at the first of them", "[damage]") {
  const AuditReport report = Harmed({"UPDATE entry SET \"index\" = -1 WHERE \"index\" = 80",
                                     "UPDATE entry SET \"index\" = 80 WHERE \"index\" = 81",
                                     "UPDATE entry SET \"index\" = 81 WHERE \"index\" = -1"})
                                 .audit();
  REQUIRE(report.damage);
  CHECK(report.damage->entry == 80);
  CHECK_THAT(report.damage->intact, ContainsSubstring("are as they were signed and linked"));
}

TEST_CASE("an entry put in at the end is found", "[damage]") {
  const AuditReport report =
      Harmed({fmt::format("INSERT INTO entry SELECT {0}, event, trail, leaf FROM entry WHERE "
                          "\"index\" = {0} - 1",
                          size())})
          .audit();
  REQUIRE(report.damage);
  CHECK(report.damage->entry == size());
}

TEST_CASE("the last batch cut off without a trace in the database is found", "[damage]") {
  const std::int64_t first = number("SELECT max(first) FROM batch");
  const Harmed harmed({fmt::format("DELETE FROM entry WHERE \"index\" >= {}", first),
                       fmt::format("DELETE FROM event_id WHERE entry >= {}", first),
                       fmt::format("DELETE FROM batch WHERE first = {}", first),
                       fmt::format("DELETE FROM checkpoint WHERE size > {}", first)});
  CHECK(harmed.audit().damage);
  CHECK_THROWS_AS(ledger::Ledger::open(harmed.book(), ledger::Ledger::Access::write, still_clock),
                  ledger::Damage);
}

TEST_CASE("a checkpoint taken away or put in is found", "[damage]") {
  const std::int64_t last = number("SELECT max(size) FROM checkpoint");
  const std::int64_t other = number("SELECT size FROM checkpoint ORDER BY size LIMIT 1 OFFSET 2");
  for (const std::int64_t size : {last, other}) {
    CAPTURE(size);
    CHECK(Harmed({fmt::format("DELETE FROM checkpoint WHERE size = {}", size)}).audit().damage);
  }
  CHECK(Harmed({fmt::format("INSERT INTO checkpoint SELECT size + 1, root, note FROM checkpoint "
                            "WHERE size = {}",
                            other)})
            .audit()
            .damage);
}

TEST_CASE("an old copy of the database put back is not written to", "[damage]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book", old = folder / "old";
  copy_ledger(small_ledger(), book);
  copy_ledger(book, old);
  const auto open = [&] {
    return ledger::Ledger::open(book, ledger::Ledger::Access::write, still_clock);
  };
  {
    ledger::Ledger ledger = open();
    const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
    REQUIRE(ledger.append(retirements(ledger, signer, 1, 3)));
  }
  CHECK_FALSE(damage_in(book));
  fs::copy_file(old / "ledger.db", book / "ledger.db", fs::copy_options::overwrite_existing);
  CHECK_THROWS_AS(open(), ledger::Damage);
  const auto damage = damage_in(book);
  REQUIRE(damage);
  CHECK_THAT(*damage, ContainsSubstring("head file"));
}

TEST_CASE("a checkpoint of another history is not in this one", "[damage]") {
  const tests::TempFolder folder;
  const fs::path one = folder / "one", two = folder / "two";
  std::string notes[2];
  for (const int i : {0, 1}) {
    const fs::path& book = i == 0 ? one : two;
    copy_ledger(small_ledger(), book);
    auto ledger = ledger::Ledger::open(book, ledger::Ledger::Access::write, still_clock);
    const auto signer = ledger::read_key_file(collector_key(), std::nullopt);
    REQUIRE(ledger.append(retirements(ledger, signer, i, 3)));
    notes[i] = ledger.info().checkpoint;
  }
  CHECK_FALSE(ledger::audit_ledger(one, {0, notes[0]}, {}).damage);
  CHECK(ledger::audit_ledger(one, {0, notes[1]}, {}).damage);
}
