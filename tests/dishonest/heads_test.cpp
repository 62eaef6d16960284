#include <fmt/format.h>

#include "tests/dishonest/scene.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;
using ledger::Refusal;
using ledger::WitnessWord;

namespace {

/// The history as it was up to IN-1, and a company that is in it telling something else since.
Insider grown_otherwise(const Scene& scene, int events) {
  Insider insider(scene.book.directory());
  insider.batches.resize(insider.batch_of("DM-1"));
  insider.bribe(fmt::format("{}/desk", repurposer));
  for (int i = 0; i < events; ++i)
    insider.add(retirement(repurposer, fmt::format("P-{}", i), 20 + i));
  return insider;
}

}  // namespace

TEST_CASE("a tree grown again from an earlier head is a fork to all who saw the other one",
          "[fork]") {
  Scene scene;
  const int events = GENERATE(1, 3, 6);  // smaller, as large, larger
  const std::string shown = scene.show(grown_otherwise(scene, events));
  const std::int64_t size = scene.info(shown).size;
  CAPTURE(size);
  // By itself it is a lawful ledger.
  demand(scene.audit(shown), 0, "OK");
  demand(scene.regulator(shown), 6, "DAMAGE");
  demand(scene.mirror(shown), 6, "FORK");
  demand(scene.verify(scene.evidence()), 6, "PROOF OF MISBEHAVIOUR");
  const WitnessWord word = scene.witness(shown);
  CHECK(word == (size < 15 ? WitnessWord::ahead : WitnessWord::contradicted));
  CHECK(scene.insist(shown) == (size < 15 ? 409 : 422));
  // What was kept before the fork still fits: nobody is accused without cause.
  demand(scene.celltrail({"audit", "--ledger", shown, "--checkpoint", scene / "kept-early"}), 0,
         "OK");
  const auto next = scene.next_batch(retirement(collector, "R-3", 6), "R-2", shown);
  REQUIRE_FALSE(next);
  CHECK(next.error().refusal == Refusal::other_history);
  scene.book.check();
}

TEST_CASE("two heads of one size shown to two audiences prove it when they are laid side by side",
          "[fork]") {
  Scene scene;
  const std::string shown = scene.show(grown_otherwise(scene, 3));
  REQUIRE(scene.info(shown).size == scene.book.ledger().info().size);
  // Each audience finds nothing wrong with what it is shown.
  for (const std::string& book : {scene.book.directory().string(), shown}) {
    demand(scene.audit(book), 0, "OK");
    demand(scene.celltrail({"checkpoint", "--ledger", book}), 0, "celltrail.example/temp");
  }
  write(scene / "for-the-press", scene.info(shown).checkpoint);
  demand(scene.verify(scene / "for-the-press"), 0, "PROVEN");
  demand(scene.verify(scene / "kept"), 0, "PROVEN");
  demand(scene.verify(scene / "for-the-press", scene / "kept"), 6, "PROOF OF MISBEHAVIOUR");
  // A trail bundle and a receipt carry heads, too.
  demand(scene.celltrail(
             {"prove", pack(3), "-o", scene / "pack.trail", "--ledger", scene.book.directory()}),
         0, "");
  demand(scene.verify(scene / "pack.trail"), 0, "PROVEN");
  demand(scene.verify(scene / "pack.trail", scene / "for-the-press"), 6, "PROOF OF MISBEHAVIOUR");
  demand(scene.verify(scene.receipt("R-2"), scene / "for-the-press"), 6, "PROOF OF MISBEHAVIOUR");
  // The witness of the one audience keeps what it refused.
  CHECK(scene.insist(shown) == 422);
  const auto refused = fs::directory_iterator(scene / "witness/evidence");
  demand(scene.verify(refused->path()), 6, "PROOF OF MISBEHAVIOUR");
  // The mirror of the one audience that meets the other's ledger writes the fork file.
  demand(scene.mirror(shown), 6, "FORK");
  demand(scene.verify(scene.evidence()), 6, "PROOF OF MISBEHAVIOUR");
  scene.book.check();
}

TEST_CASE("where a witness is demanded, only one audience can be shown a head", "[fork]") {
  Scene scene;
  const std::string shown = scene.show(grown_otherwise(scene, GENERATE(3, 6)));
  CHECK(scene.witness(shown) == WitnessWord::contradicted);
  const std::string policy = scene / "policy-with-witness";
  write(scene / "for-the-press", scene.info(shown).checkpoint);
  demand(scene.celltrail({"verify", scene / "for-the-press", "--policy", policy}), 4, "");
  demand(scene.celltrail({"verify", scene / "kept", "--policy", policy}), 0, "PROVEN");
  scene.book.check();
}

TEST_CASE("another ledger under the same name and key is not the one that was meant", "[fork]") {
  Scene scene;
  Insider insider(scene.book.directory());
  // The first event names the tolerance; the authority itself is in it.
  insider.change("establish", member("mass_tolerance_ppm", "5000"),
                 member("mass_tolerance_ppm", "9000"));
  for (const std::string_view who :
       {authority, collector, recycler, second_recycler, vehicle_dismantler})
    insider.bribe(fmt::format("{}/desk", who));
  const std::string shown = scene.show(insider);
  // Everybody together: there is nothing in it that an audit could object to.
  demand(scene.audit(shown), 0, "OK");
  demand(scene.celltrail({"prove", pack(1), "-o", scene / "pack.trail", "--ledger", shown}), 0, "");
  demand(scene.verify(scene / "pack.trail"), 4, "NOT PROVEN");
  scene.everybody_notices(shown, "R-2");
  // Who comes today and knows the identity is not taken in either.
  fs::remove_all(scene / "copy");
  demand(scene.mirror(shown), 4, "NOT TRUSTED");
  scene.book.check();
}
