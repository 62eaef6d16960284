#include <fmt/format.h>

#include "tests/dishonest/scene.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;
using ledger::Damage;
using ledger::Ledger;
using ledger::Refusal;
using ledger::WitnessWord;

namespace {

/// The same files as some days ago, when only R-2 is missing.
struct OldFiles {
  Scene scene;
  std::string old;

  OldFiles() : old(scene.copy("old")) {
    scene.record(retirement(collector, "R-3", 5));
    scene.record(retirement(second_recycler, "S-3", 6));
    scene.look();
  }
};

}  // namespace

TEST_CASE("the last batches removed, head file and all, are missed by all who saw them",
          "[rollback]") {
  OldFiles o;
  Scene& scene = o.scene;
  demand(scene.audit(o.old), 0, "OK");
  demand(scene.regulator(o.old), 6, "no head of that size");
  demand(scene.celltrail({"audit", "--checkpoint", scene.receipt("S-3"), "--ledger", o.old}), 6,
         "no head of that size");
  demand(scene.celltrail({"audit", "--checkpoint", scene.receipt("S-1"), "--ledger", o.old}), 0,
         "OK");
  // The company asks for the entry of its receipt.
  demand(scene.company("S-3", o.old), 3, "no checkpoint was made at 17 entries");
  demand(scene.celltrail({"prove", "16", "-o", scene / "mine", "--ledger", o.old}), 3,
         "there is no entry 16");
  demand(scene.verify(scene.receipt("S-3")), 0, "PROVEN");
  demand(scene.mirror(o.old), 6, "ROLLBACK");
  CHECK(scene.witness(o.old) == WitnessWord::ahead);
  CHECK(scene.insist(o.old) == 409);
  const auto next = scene.next_batch(retirement(second_recycler, "S-4", 7), "S-3", o.old);
  REQUIRE_FALSE(next);
  CHECK(next.error().refusal == Refusal::other_history);
  scene.book.check();
}

TEST_CASE("an old database under the present head file is not opened", "[rollback]") {
  OldFiles o;
  const std::string book = o.scene.copy("book");
  fs::copy_file(fs::path(o.old) / "ledger.db", fs::path(book) / "ledger.db",
                fs::copy_options::overwrite_existing);
  fs::remove(fs::path(book) / "ledger.db-wal");
  demand(o.scene.audit(book), 6, "head file");
  demand(o.scene.celltrail({"checkpoint", "--ledger", book}), 6,
         "it was put back to an earlier state");
  CHECK_THROWS_AS(Ledger::open(book, Ledger::Access::write, o.scene.book.clock), Damage);
  o.scene.book.check();
}

TEST_CASE("old files put back and written on are stopped by the witness", "[rollback]") {
  OldFiles o;
  Ledger old = Ledger::open(o.old, Ledger::Access::write, o.scene.book.clock);
  WitnessNextDoor& witness = o.scene.witness_next_door();
  CHECK(old.gather_cosignatures(witness, 1).witnesses.at(0).word == WitnessWord::ahead);
  CHECK(witness.statuses.back() == 409);
  CHECK_THROWS_AS(old.append(o.scene.book.sign({retirement(collector, "R-9", 9)})), Damage);
  o.scene.book.check();
}

TEST_CASE("a backup put back says what is lost, and its authority has to sign it", "[rollback]") {
  Scene scene;
  demand(scene.celltrail(
             {"backup", scene / "backup", "--with-ledger-key", "--ledger", scene.book.directory()}),
         0, "");
  scene.record(retirement(collector, "R-3", 5));
  scene.record(retirement(second_recycler, "S-3", 6));
  scene.look();
  const auto restore = [&](const std::string& lose) {
    std::vector<std::string> words{"restore", scene / "backup", scene / "book", "--instead-of",
                                   scene.book.directory()};
    if (!lose.empty()) words.insert(words.end(), {"--lose-entries", lose});
    return scene.celltrail(words);
  };
  demand(restore(""), 5, "2 entries would be lost");
  demand(restore("2"), 0, "LOST      2 entries: 15 to 16");
  demand(scene.audit(scene / "book"), 0, "OK");
  demand(scene.mirror(scene / "book"), 6, "ROLLBACK");
  CHECK(scene.witness(scene / "book") == WitnessWord::ahead);
  // Not one batch more before the loss stands in the ledger for good.
  const auto go_on = [&] {
    return scene.next_batch(retirement(collector, "R-4", 7), "R-2", scene / "book");
  };
  CHECK_THROWS_WITH(go_on(), ContainsSubstring("celltrail restore --record"));
  ledger::write_key_file(scene / "authority.key", key_named(fmt::format("{}/desk", authority)),
                         std::nullopt);
  demand(scene.celltrail(
             {"restore", "--record", "--key", scene / "authority.key", "--ledger", scene / "book"}),
         0, "");
  CHECK(go_on());
  demand(scene.audit(scene / "book"), 0, "OK");
  // Lawful at home, and still a fork to whoever saw what is lost.
  demand(scene.mirror(scene / "book"), 6, "FORK");
  demand(scene.company("S-3", scene / "book"), 6, "PROOF OF MISBEHAVIOUR");
  scene.book.check();
}

TEST_CASE("who takes the note of a restoration away grows a fork", "[rollback]") {
  Scene scene;
  demand(scene.celltrail(
             {"backup", scene / "backup", "--with-ledger-key", "--ledger", scene.book.directory()}),
         0, "");
  scene.record(retirement(second_recycler, "S-3", 6));
  scene.look();
  demand(scene.celltrail({"restore", scene / "backup", scene / "book", "--instead-of",
                          scene.book.directory(), "--lose-entries", "1"}),
         0, "OK");
  fs::remove(scene / "book/restored");
  REQUIRE(scene.next_batch(retirement(collector, "R-4", 7), "R-2", scene / "book"));
  demand(scene.audit(scene / "book"), 0, "OK");
  // The file `witnesses` came with the backup: the ledger's own program asks who knows better.
  CHECK(scene.witness(scene / "book") == WitnessWord::contradicted);
  scene.everybody_notices(scene / "book", "S-3");
  scene.book.check();
}
