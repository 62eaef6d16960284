#include <fstream>

#include <fmt/format.h>

#include "ledger/backup.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace made_up;
using ledger::Damage;
using ledger::Failure;
using ledger::Ledger;
using ledger::RestoreOptions;

namespace {

namespace fs = std::filesystem;

Said retirement(std::string_view id) {
  return retire_lot(collector, id, lot(collector, id), 5000);
}

Said restored_event(const ledger::Restoration& what) {
  return Said("restored", authority, "restored-1")
      .number("size", what.size)
      .text("root", ledger::encoding::base64(what.root))
      .number("lost_size", what.lost_size);
}

/// A ledger that was backed up after one event, and told of more since.
struct BackedUpLedger {
  TempLedger book;
  TempFolder folder;
  fs::path backup = folder.path() / "backup", place = folder.path() / "new";
  ledger::LedgerInfo at_backup;

  BackedUpLedger() {
    book.accept(retirement("A-1"));
    at_backup = book.ledger().info();
    const auto done = ledger::backup_ledger(book.directory(), backup, true, {});
    CHECK(done.size == at_backup.size);
    CHECK(done.root == at_backup.root);
    CHECK(done.identity == at_backup.identity);
  }

  ledger::Restored restore(const RestoreOptions& options) const {
    return ledger::restore_ledger(backup, place, options, {});
  }
  ledger::Result<ledger::Appended> record(Ledger& ledger, const Said& said) const {
    std::vector<ledger::Event> events;
    events.push_back(ledger::read_event(said.json()).value());
    const auto signer = key_named(fmt::format("{}/desk", said.operator_id()));
    return ledger.append(
        ledger::sign_batch(TempLedger::origin, std::move(events), ledger.newest(), signer));
  }
  void check_audit() const {
    const auto audit = ledger::audit_ledger(place, {}, {});
    if (audit.damage) FAIL_CHECK(audit.damage->where << ": " << audit.damage->found);
  }
};

}  // namespace

TEST_CASE("a backup is read and audited like a ledger, and never written", "[backup]") {
  BackedUpLedger b;
  CHECK_FALSE(ledger::audit_ledger(b.backup, {}, {}).damage);
  const Ledger read = Ledger::open(b.backup, Ledger::Access::read, b.book.clock);
  CHECK(read.info().checkpoint == b.at_backup.checkpoint);
  CHECK_THROWS_WITH(Ledger::open(b.backup, Ledger::Access::write, b.book.clock),
                    ContainsSubstring("it is a backup"));
  CHECK_THROWS_WITH(ledger::backup_ledger(b.book.directory(), b.backup, false, {}),
                    ContainsSubstring("something is there already"));
  CHECK_THROWS_WITH(ledger::backup_ledger(b.backup, b.folder.path() / "again", false, {}),
                    ContainsSubstring("it is a copy itself"));
  b.book.check();
}

TEST_CASE("the secret key is in a backup only when it was asked for", "[backup]") {
  BackedUpLedger b;
  CHECK(fs::exists(b.backup / "ledger.key"));
  const auto without = b.folder.path() / "without";
  CHECK_FALSE(ledger::backup_ledger(b.book.directory(), without, false, {}).has_ledger_key);
  CHECK_FALSE(fs::exists(without / "ledger.key"));
  const auto restored =
      ledger::restore_ledger(without, b.place, {.instead_of = b.book.directory()}, {});
  CHECK(restored.done);
  CHECK_FALSE(restored.has_ledger_key);
  CHECK_THROWS_AS(Ledger::open(b.place, Ledger::Access::write, b.book.clock), Failure);
  b.book.check();
}

TEST_CASE("a ledger put back asks the witnesses that it asked before", "[backup]") {
  BackedUpLedger b;
  const auto text_of = [](const fs::path& directory) {
    std::ifstream in(directory / "witnesses");
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto name_witnesses = [&](const std::string& text) {
    std::ofstream(b.book.directory() / "witnesses") << text;
  };
  SECTION("none in the backup and none in its place: none") {
    CHECK_FALSE(b.restore({.instead_of = b.book.directory()}).has_witnesses);
    CHECK_FALSE(fs::exists(b.place / "witnesses"));
  }
  SECTION("named only after the backup: those of the ledger that it takes the place of") {
    name_witnesses("quorum none\n");
    CHECK(b.restore({.instead_of = b.book.directory()}).has_witnesses);
    CHECK(text_of(b.place) == "quorum none\n");
  }
  SECTION("in the backup: those") {
    name_witnesses("# kept\nquorum none\n");
    const auto with = b.folder.path() / "with";
    CHECK(ledger::backup_ledger(b.book.directory(), with, true, {}).has_witnesses);
    name_witnesses("# later\nquorum none\n");
    CHECK(ledger::restore_ledger(with, b.place, {.newest_head_unknown = true}, {}).has_witnesses);
    CHECK(text_of(b.place) == "# kept\nquorum none\n");
  }
  b.check_audit();
  b.book.check();
}

TEST_CASE("restored to the last head that was answered, a ledger simply goes on", "[backup]") {
  BackedUpLedger b;
  const auto restored = b.restore({.instead_of = b.book.directory()});
  CHECK(restored.done);
  CHECK(restored.restoration.lost() == 0);
  CHECK_FALSE(restored.must_record);
  Ledger ledger = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
  CHECK(b.record(ledger, retirement("B-1")));
  b.check_audit();
  b.book.check();
}

TEST_CASE("what would be lost is said, and must be said back", "[backup]") {
  BackedUpLedger b;
  b.book.clock.add_days(1);
  b.book.accept({retirement("B-1"), retirement("B-2"), retirement("B-3")});
  RestoreOptions options{.instead_of = b.book.directory()};
  const auto refused = b.restore(options);
  CHECK_FALSE(refused.done);
  CHECK(refused.restoration.size == b.at_backup.size);
  CHECK(refused.restoration.lost() == 3);
  CHECK(refused.first_lost_at_ms == b.book.clock.ms);
  CHECK(refused.last_lost_at_ms == b.book.clock.ms);
  for (const std::int64_t wrong : {0, 1, 2, 4}) {
    options.lose_entries = wrong;
    CHECK_FALSE(b.restore(options).done);
  }
  CHECK_FALSE(fs::exists(b.place));
  options.lose_entries = 3;
  const auto restored = b.restore(options);
  CHECK(restored.done);
  CHECK(restored.must_record);
  b.check_audit();
  b.book.check();
}

TEST_CASE("after a loss nothing is recorded before the authority says so", "[backup]") {
  BackedUpLedger b;
  b.book.accept({retirement("B-1"), retirement("B-2")});
  REQUIRE(b.restore({.instead_of = b.book.directory(), .lose_entries = 2}).done);
  const auto what = ledger::restoration_to_record(b.place);
  REQUIRE(what);
  CHECK(what->size == b.at_backup.size);
  CHECK(what->lost_size == b.at_backup.size + 2);
  {
    Ledger ledger = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
    CHECK_THROWS_WITH(b.record(ledger, retirement("C-1")),
                      ContainsSubstring("celltrail restore --record"));
    auto less = *what;
    less.lost_size -= 1;
    CHECK_THROWS_WITH(b.record(ledger, restored_event(less)),
                      ContainsSubstring("celltrail restore --record"));
    CHECK(b.record(ledger, restored_event(*what)));
    CHECK(b.record(ledger, retirement("C-1")));
  }
  CHECK_FALSE(ledger::restoration_to_record(b.place));
  Ledger again = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
  CHECK(b.record(again, retirement("C-2")));
  b.check_audit();
  b.book.check();
}

TEST_CASE("a crash after the restoration was recorded changes nothing", "[backup]") {
  BackedUpLedger b;
  b.book.accept(retirement("B-1"));
  REQUIRE(b.restore({.instead_of = b.book.directory(), .lose_entries = 1}).done);
  const auto note = b.folder.path() / "note";
  fs::copy_file(b.place / "restored", note);
  {
    Ledger ledger = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
    REQUIRE(b.record(ledger, restored_event(*ledger::restoration_to_record(b.place))));
  }
  fs::copy_file(note, b.place / "restored");
  Ledger ledger = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
  CHECK_FALSE(fs::exists(b.place / "restored"));
  CHECK(b.record(ledger, retirement("C-1")));
  b.check_audit();
  b.book.check();
}

TEST_CASE("a head kept elsewhere says what is lost, and may not be the last", "[backup]") {
  BackedUpLedger b;
  const auto older = b.at_backup.checkpoint;
  b.book.accept({retirement("B-1"), retirement("B-2")});
  RestoreOptions options;
  CHECK_THROWS_WITH(b.restore(options), ContainsSubstring("how far the ledger had come"));
  options.checkpoint = b.book.ledger().info().checkpoint;
  CHECK(b.restore(options).restoration.lost() == 2);
  options.checkpoint = "no checkpoint at all";
  CHECK_THROWS_AS(b.restore(options), Failure);
  options.checkpoint = older;
  const auto restored = b.restore(options);
  CHECK(restored.done);
  CHECK(restored.must_record);
  Ledger ledger = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
  CHECK_THROWS_AS(b.record(ledger, retirement("C-1")), Failure);
  CHECK(b.record(ledger, restored_event(restored.restoration)));
  CHECK(b.record(ledger, retirement("C-1")));
  b.check_audit();
  b.book.check();
}

TEST_CASE("nobody knows how far the ledger had come: that is recorded, too", "[backup]") {
  BackedUpLedger b;
  const auto restored = b.restore({.newest_head_unknown = true});
  CHECK(restored.done);
  CHECK(restored.must_record);
  Ledger ledger = Ledger::open(b.place, Ledger::Access::write, b.book.clock);
  CHECK(b.record(ledger, restored_event(restored.restoration)));
  b.check_audit();
  b.book.check();
}

TEST_CASE("a backup of another history is not put in a ledger's place", "[backup]") {
  BackedUpLedger b;
  const TempLedger other;
  CHECK_THROWS_AS(b.restore({.instead_of = other.directory()}), Damage);
  // The same ledger, grown twice from one state by its own key.
  const auto twin = b.folder.path() / "twin";
  const auto forked = b.folder.path() / "forked";
  fs::copy(b.book.directory(), twin);
  b.book.accept({retirement("B-1"), retirement("B-2")});
  {
    Ledger ledger = Ledger::open(twin, Ledger::Access::write, b.book.clock);
    REQUIRE(b.record(ledger, retirement("C-1")));
    REQUIRE(b.record(ledger, retirement("C-2")));
  }
  (void)ledger::backup_ledger(twin, forked, true, {});
  CHECK_THROWS_AS(ledger::restore_ledger(forked, b.place, {.instead_of = b.book.directory()}, {}),
                  Damage);
  CHECK_THROWS_AS(ledger::restore_ledger(forked, b.place,
                                         {.checkpoint = b.book.ledger().info().checkpoint}, {}),
                  Damage);
  CHECK_FALSE(fs::exists(b.place));
  b.book.check();
}

TEST_CASE("a backup that was changed is not restored, and nothing is written over", "[backup]") {
  BackedUpLedger b;
  CHECK_THROWS_WITH(
      ledger::restore_ledger(b.backup, b.book.directory(), {.newest_head_unknown = true}, {}),
      ContainsSubstring("something is there already"));
  CHECK_THROWS_WITH(
      ledger::restore_ledger(b.book.directory(), b.place, {.newest_head_unknown = true}, {}),
      ContainsSubstring("is no backup"));
  std::fstream file(b.backup / "ledger.db", std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  const auto mass = bytes.find("\"mass_g\":5000");
  REQUIRE(mass != std::string::npos);
  file.clear();
  file.seekp(static_cast<std::streamoff>(mass + 9));
  file.put('6');
  file.close();
  CHECK_THROWS_AS(b.restore({.newest_head_unknown = true}), Damage);
  CHECK_FALSE(fs::exists(b.place));
  b.book.check();
}
