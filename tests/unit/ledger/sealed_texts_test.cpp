#include <fmt/format.h>

#include "ledger/storage/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

using State = OpenedText::State;

/// A ledger whose newest entry seals a note and a plate; the texts lie beside it.
struct Sealed {
  TempLedger book;
  Hash salt{};
  Index entry = 0;

  Sealed() {
    salt.fill(7);
    REQUIRE(book.ledger().append(signed_batch()));
    entry = book.ledger().info().size - 1;
  }
  SignedBatch signed_batch() {
    SignedBatch batch = book.sign(
        {retire(collector, "R-1")
             .raw("sealed", fmt::format(R"({{"note":"{}","plate":"{}"}})",
                                        commitment(salt, "bay 7"), commitment(salt, "A 12345")))});
    batch.openings = {{"R-1", "note", "bay 7", salt}, {"R-1", "plate", "A 12345", salt}};
    return batch;
  }
  [[nodiscard]] std::filesystem::path file() const { return book.directory() / "openings.db"; }
  [[nodiscard]] AuditReport audit() const { return audit_ledger(book.directory(), {}, {}); }
};

}  // namespace

TEST_CASE("a text that was changed is not given out, and the audit names it") {
  Sealed sealed;
  CHECK(sealed.audit().openings_checked == 2);
  const std::string sql = GENERATE("UPDATE opening SET text = 'bay 8' WHERE member = 'note'",
                                   "UPDATE opening SET salt = zeroblob(32) WHERE member = 'note'");
  tests::run_raw(sealed.file(), sql);
  const auto texts = sealed.book.ledger().openings(sealed.entry);
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].member == "note");
  CHECK(texts[0].state == State::wrong);
  CHECK(texts[0].text.empty());
  CHECK(texts[1].text == "A 12345");
  const auto damage = sealed.audit().damage;
  REQUIRE(damage);
  CHECK(damage->where == fmt::format("opening of entry {}, \"note\"", sealed.entry));
  CHECK(damage->entry == -1);
  // The company that sent it sends it again.
  REQUIRE(sealed.book.ledger().append(sealed.signed_batch()));
  CHECK(sealed.book.ledger().openings(sealed.entry)[0].text == "bay 7");
  sealed.book.check();
}

TEST_CASE("a text under no commitment is named, and one that was erased is no damage") {
  Sealed sealed;
  tests::run_raw(sealed.file(), "DELETE FROM opening WHERE member = 'plate'");
  auto texts = sealed.book.ledger().openings(sealed.entry);
  REQUIRE(texts.size() == 2);
  CHECK(texts[1].member == "plate");
  CHECK(texts[1].state == State::absent);
  sealed.book.check();
  tests::run_raw(sealed.file(), "UPDATE opening SET member = 'vin'");
  texts = sealed.book.ledger().openings(sealed.entry);
  REQUIRE(texts.size() == 3);
  CHECK(texts[2].state == State::wrong);
  CHECK(sealed.audit().damage);
  std::filesystem::remove(sealed.file());
  CHECK(sealed.book.ledger().openings(sealed.entry)[0].state == State::absent);
  CHECK(sealed.book.ledger().openings(1'000'000).empty());
  sealed.book.check();
}

TEST_CASE("a file of openings that is none is damage beside a whole record") {
  Sealed sealed;
  tests::run_raw(sealed.file(), "CREATE TABLE other (x)");
  const AuditReport report = sealed.audit();
  REQUIRE(report.damage);
  CHECK(report.damage->where == "openings");
  CHECK(report.entries_checked == report.size);
  CHECK_THROWS_AS(sealed.book.ledger().openings(sealed.entry), Damage);
}
