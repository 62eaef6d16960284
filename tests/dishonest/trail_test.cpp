#include <fmt/format.h>

#include "tests/dishonest/scene.hpp"
#include "tests/support/catch.hpp"

using namespace dishonest;
using namespace made_up;

namespace {

void prove(const Scene& scene, const std::string& book, std::string_view about,
           const std::string& file) {
  demand(scene.celltrail({"prove", std::string(about), "-o", scene / file, "--ledger", book}), 0,
         "");
  demand(scene.verify(scene / file), 0, "PROVEN");
}

}  // namespace

TEST_CASE("an entry left out of a battery's trail shows when two buyers compare", "[trail]") {
  Scene scene;
  scene.record(inspect(collector, "N-4", pack(4)));
  scene.record(weigh(collector, "W-4").items({Thing(pack(4), 400'000)}));
  // 14 retires pack 4, 15 inspects it, 16 weighs it. Who buys it is not to see the inspection.
  Insider insider(scene.book.directory());
  insider.lie_about_trail("W-4", pack(4), 14);
  const std::string later = scene.show(insider);
  insider.batches.pop_back();
  const std::string earlier = scene.show(insider);
  // There was never another history, and each file by itself is without fault.
  prove(scene, earlier, pack(4), "first.trail");
  prove(scene, later, pack(4), "second.trail");
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"first.trail", "second.trail"}, {"second.trail", "first.trail"}})
    demand(scene.verify(scene / one, scene / other), 6, "PROOF OF MISBEHAVIOUR: the ledger forged");
  // Whoever replays finds it by himself.
  demand(scene.audit(later), 6, "DAMAGE: entry 16 ");
  demand(scene.mirror(later), 6, "BROKEN RULE");
  // An honest ledger's trails of two days accuse nobody.
  prove(scene, scene.book.directory(), pack(4), "honest.trail");
  demand(scene.verify(scene / "honest.trail", scene / "first.trail"), 2, "nothing here joins them");
  scene.book.check();
}

TEST_CASE("two trails of two histories need not be about one battery", "[trail]") {
  Scene scene;
  Insider insider(scene.book.directory());
  insider.batches.pop_back();
  insider.bribe(fmt::format("{}/desk", second_recycler));
  insider.change("S-1", "412000", "12000");
  const std::string shown = scene.show(insider);
  demand(scene.audit(shown), 0, "OK");
  prove(scene, scene.book.directory(), second_recycler, "company.trail");
  prove(scene, shown, pack(3), "pack.trail");
  demand(scene.verify(scene / "company.trail", scene / "pack.trail"), 6, "PROOF OF MISBEHAVIOUR");
  scene.book.check();
}
