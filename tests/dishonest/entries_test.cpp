#include <fmt/format.h>

#include "tests/dishonest/scene.hpp"
#include "tests/fault/raw_rows.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;
using ledger::Refusal;
using ledger::WitnessWord;

namespace {

/// Changes the ledger's file as somebody does who knows SQL and nothing else.
Ran audit_after(const Scene& scene, const std::vector<std::string>& statements) {
  const std::string book = scene.copy("edited");
  {
    fault::RawDatabase raw(fs::path(book) / "ledger.db");
    for (const std::string& sql : statements) (void)raw.query(sql);
  }
  return scene.audit(book);
}

}  // namespace

TEST_CASE("who edits, removes, reorders or back-dates a row is found by the audit, with the entry",
          "[naive]") {
  Scene scene;
  SECTION("412 kg made 12 kg") {
    demand(audit_after(scene, {"UPDATE entry SET event = replace(event, '412000', '12000') WHERE "
                               "\"index\" = 8"}),
           6, "DAMAGE: entry 8 ");
  }
  SECTION("a batch taken out") {
    demand(audit_after(scene, {"DELETE FROM entry WHERE \"index\" = 9",
                               "DELETE FROM batch WHERE first = 9"}),
           6, "DAMAGE: entry 9 ");
  }
  SECTION("two batches in each other's place") {
    std::vector<std::string> swap;
    for (const char* column : {"\"index\"", "first"})
      for (const auto& [from, to] : std::vector<std::pair<int, int>>{{8, -2}, {9, 8}, {-2, 9}})
        swap.push_back(fmt::format("UPDATE {} SET {} = {} WHERE {} = {}",
                                   column[0] == 'f' ? "batch" : "entry", column, to, column, from));
    demand(audit_after(scene, swap), 6, "DAMAGE: entry 8 ");
  }
  SECTION("recorded a month earlier") {
    demand(audit_after(scene, {"UPDATE batch SET recorded_at_ms = recorded_at_ms - 60000 WHERE "
                               "first = 10"}),
           6, "DAMAGE: entry 10 ");
  }
  scene.book.check();
}

TEST_CASE("a forger who changes nothing writes the very same ledger", "[clever]") {
  Scene scene;
  const std::string shown = scene.show(Insider(scene.book.directory()));
  demand(scene.audit(shown), 0, "OK");
  CHECK(scene.info(shown).root == scene.book.ledger().info().root);
  demand(scene.regulator(shown), 0, "OK");
  demand(scene.company("V-1", shown), 0, "PROVEN");
  demand(scene.mirror(shown), 0, "nothing new");
  CHECK(scene.insist(shown) == 200);
  scene.book.check();
}

TEST_CASE("a mass changed with everything made anew wants the company's own signature",
          "[clever]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.change("V-1", "412000", "212000");
  const auto lines = GENERATE(Insider::AfterLines::refitted, Insider::AfterLines::as_signed);
  const std::string shown = scene.show(insider, lines);
  const Ran audit = scene.audit(shown);
  demand(audit, 6, "DAMAGE: entry 9 ");
  demand(audit, 6, fmt::format("a signature of the batch head by {}/desk", vehicle_dismantler));
  demand(audit, 6, "entries 0 to 8 are as they were signed and linked");
  scene.everybody_notices(shown, "V-1");
  scene.book.check();
}

TEST_CASE("a key that the insider makes under the company's name signs nothing", "[clever]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.change("V-1", "412000", "212000");
  insider.make_key(fmt::format("{}/desk", vehicle_dismantler));
  const std::string shown = scene.show(insider);
  demand(scene.audit(shown), 6, "DAMAGE: entry 9 ");
  scene.everybody_notices(shown, "V-1");
  scene.book.check();
}

TEST_CASE("a batch dropped from the middle breaks what the next company has sworn to have seen",
          "[clever]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.drop("V-1");
  SECTION("the audit finds the first batch that was signed after it") {
    // D-1 was signed after V-1. It is entry 9 now.
    const std::string refitted = scene.show(insider);
    demand(scene.audit(refitted), 6, "DAMAGE: entry 9 ");
    demand(scene.audit(refitted), 6, "a signature of the batch head");
    const std::string as_signed = scene.show(insider, Insider::AfterLines::as_signed);
    demand(scene.audit(as_signed), 6, "DAMAGE: entry 9 ");
  }
  const std::string shown = scene.show(insider);
  SECTION("everybody who kept anything notices") {
    scene.everybody_notices(shown, "V-1");
  }
  SECTION("the company's next batch does not fit, and is evidence") {
    const auto next = scene.next_batch(retirement(vehicle_dismantler, "V-2", 5), "V-1", shown);
    REQUIRE_FALSE(next);
    CHECK(next.error().refusal == Refusal::other_history);
    demand(scene.celltrail({"prove", "--against", scene / "next.batch", "-o", scene / "after",
                            "--ledger", shown}),
           0, "after");
    demand(scene.verify(scene / "after"), 6, "PROOF THAT SOMEBODY LIES");
    demand(scene.verify(scene / "after", scene.receipt("V-1")), 6, "PROOF OF MISBEHAVIOUR");
  }
  scene.book.check();
}

TEST_CASE("two batches of two companies in each other's place are noticed", "[clever]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.swap("S-1", "R-2");
  const auto lines = GENERATE(Insider::AfterLines::refitted, Insider::AfterLines::as_signed);
  const std::string shown = scene.show(insider, lines);
  // R-2 had seen S-1 and now stands before it.
  demand(scene.audit(shown), 6, "DAMAGE: entry 13 ");
  scene.everybody_notices(shown, "S-1");
  scene.book.check();
}

TEST_CASE("back-dating is noticed by the next company that signs", "[clever]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.batches[insider.batch_of("V-1")].recorded_at_ms -= 12 * 3'600'000;
  const auto lines = GENERATE(Insider::AfterLines::refitted, Insider::AfterLines::as_signed);
  const std::string shown = scene.show(insider, lines);
  // No company signs the time; D-1 swears to an entry 9 that has the right one.
  demand(scene.audit(shown), 6, "DAMAGE: entry 10 ");
  scene.everybody_notices(shown, "V-1");
  scene.book.check();
}

TEST_CASE("what nobody has signed after, an audit alone cannot miss, but all others do",
          "[clever]") {
  Scene scene;
  scene.record_at_once(retirement(vehicle_dismantler, "V-8", 8),
                       retirement(second_recycler, "S-8", 9));
  scene.look();
  Insider insider(scene.book.directory());
  SECTION("the last two reordered") {
    insider.swap("V-8", "S-8");
  }
  SECTION("the last one recorded earlier") {
    insider.batches.back().recorded_at_ms -= 3'600'000;
  }
  SECTION("the last but one taken out, another company's batch put at the end") {
    insider.drop("V-8");
    insider.bribe(fmt::format("{}/desk", repurposer));
    insider.add(retirement(repurposer, "P-1", 7));
  }
  const std::string shown = scene.show(insider);
  // Stated in the README: an audit without anything kept elsewhere sees a lawful ledger.
  demand(scene.audit(shown), 0, "OK");
  scene.everybody_notices(shown, "S-8");
  CHECK(scene.witness(shown) == WitnessWord::contradicted);
  scene.book.check();
}
