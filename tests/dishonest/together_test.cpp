#include <fmt/format.h>

#include "tests/dishonest/scene.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;

TEST_CASE("a company that is in it can sign its past anew, but not what others signed after it",
          "[together]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.bribe(fmt::format("{}/desk", vehicle_dismantler));
  insider.change("V-1", "412000", "212000");
  const std::string shown = scene.show(insider);
  const Ran audit = scene.audit(shown);
  // V-1 is in order now. The collector swore to the old one in its next batch, D-1.
  demand(audit, 6, "DAMAGE: entry 10 ");
  demand(audit, 6, fmt::format("a signature of the batch head by {}/desk", collector));
  scene.everybody_notices(shown, "D-1");
  scene.book.check();
}

TEST_CASE("all companies that signed since are in it: whoever kept a head still notices",
          "[together]") {
  Scene scene;
  Insider insider(scene.book.directory());
  for (const std::string_view who : {vehicle_dismantler, collector, recycler, second_recycler})
    insider.bribe(fmt::format("{}/desk", who));
  insider.change("V-1", "412000", "212000");
  const std::string shown = scene.show(insider);
  demand(scene.audit(shown), 0, "OK");
  scene.everybody_notices(shown, "R-2");
  // A receipt from before the change is none the worse for it.
  demand(scene.company("R-1", shown), 0, "PROVEN");
  // A mirror that begins today has nothing to hold it against: it says so to nobody.
  const std::string tiles = scene / "tiles-of-today";
  demand(scene.celltrail({"export", tiles, "--format", "tiles", "--ledger", shown}), 0, "");
  demand(scene.celltrail({"mirror", tiles, scene / "new", "--policy", scene / "policy"}), 0, "OK");
  scene.book.check();
}

TEST_CASE("a mirror that begins today finds what nobody signed", "[together]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.change("V-1", "412000", "212000");
  const std::string shown = scene.show(insider), tiles = scene / "tiles-of-today";
  demand(scene.celltrail({"export", tiles, "--format", "tiles", "--ledger", shown}), 0, "");
  demand(scene.celltrail({"mirror", tiles, scene / "new", "--policy", scene / "policy"}), 6,
         "BROKEN RULE");
  CHECK_FALSE(fs::exists(scene / "new"));
  // The entry and the signed head that has it, for whoever is asked who did it.
  std::vector<std::string> kept;
  for (const auto& file : fs::directory_iterator(scene / "new-evidence"))
    if (file.path().extension() == ".tlog-proof") kept.push_back(file.path());
  REQUIRE(kept.size() == 1);
  demand(scene.verify(kept.front()), 0, "these bytes are entry 9");
  // The trail with it in does not stand either.
  demand(scene.celltrail({"prove", pack(2), "-o", scene / "pack.trail", "--ledger", shown}), 0, "");
  demand(scene.verify(scene / "pack.trail"), 6, "");
  scene.book.check();
}

TEST_CASE("an authority that makes a key in a company's name is seen in the company's trail",
          "[together]") {
  Scene scene;
  const std::string name = fmt::format("{}/new", collector);
  scene.record(grant_key(collector, "G-1", key_named(name).verifier().text()));
  REQUIRE(scene.book.record({retirement(collector, "R-9", 9)}, "new"));
  // Lawful, and for all to see: the word of the authority stands before what was signed with it.
  demand(scene.audit(scene.book.directory()), 0, "OK");
  demand(scene.celltrail({"prove", std::string(collector), "-o", scene / "mine.trail", "--ledger",
                          scene.book.directory()}),
         0, "");
  const Ran mine = scene.verify(scene / "mine.trail");
  demand(mine, 0, "grant_key");
  demand(mine, 0, std::string(authority));
  scene.book.check();
}
