#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <vector>

#include <fmt/format.h>

#include "ledger/chain/rotation.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/dishonest/scene.hpp"
#include "tests/support/catch.hpp"

// The two events by which the authority speaks of the ledger itself, forged with the authority's
// help into a stored ledger: what no door let in, every reader has to find.

using namespace dishonest;
using namespace made_up;
using ledger::Signer;

namespace {

Said target(std::string_view id) {
  return Said("set_target", authority, id)
      .number("year", 2025)
      .number("mass_t", 1)
      .text("bound", ">=")
      .text("source", "plan");
}

/// The same secret may have several names.
Signer key(const std::string& name, std::uint8_t secret) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(secret);
  return Signer(name, bytes);
}
constexpr std::uint8_t companys = 9;

Signer ledger_key(std::uint8_t secret) {
  return key(std::string(TempLedger::origin), secret);
}

/// An honest ledger, and one of an insider that says one thing more.
struct Words {
  Scene scene;
  ledger::LedgerInfo honest;
  std::string in_force;

  Words() {
    const Signer company = key(fmt::format("{}/new", collector), companys);
    scene.record(grant_key(collector, "G-1", company.verifier().text()));
    scene.look();
    honest = scene.book.ledger().info();
    in_force = honest.ledger_key;
  }

  [[nodiscard]] Insider bribed() const {
    Insider insider(scene.book.directory());
    for (const std::string_view helper : {authority, collector})
      insider.bribe(fmt::format("{}/desk", helper));
    return insider;
  }
  std::string forge(const Said& event) {
    Insider insider = bribed();
    // Something lawful that names the same operator and nothing else.
    const std::string company = fmt::format("{}/new", collector);
    insider.add(event.operator_id() == authority ? target("T-9")
                                                 : revoke_key(collector, "T-9", company));
    insider.record_as("T-9", event);
    return scene.show(insider);
  }

  /// What the program made from docs/format.md alone says of it.
  [[nodiscard]] Ran offline_audit(const std::string& shown) const {
    const std::string copy = shown + "-export", said = shown + "-said";
    demand(scene.celltrail({"export", copy, "--format", "jsonl", "--ledger", shown}), 0, "");
    const int status =
        std::system(fmt::format("{} -B {}/examples/offline_audit/audit.py {} > {} 2>&1",
                                PYTHON_PROGRAM, SOURCE_DIR, copy, said)
                        .c_str());
    return {WEXITSTATUS(status), content(said), ""};
  }

  void everybody_names_entry(const std::string& shown, std::int64_t index) {
    demand(scene.audit(shown), 6, fmt::format("DAMAGE: entry {} ", index));
    demand(offline_audit(shown), 6, fmt::format("damage in entry {}\n", index));
    const Ran mirror = scene.mirror(shown);
    demand(mirror, 6, "BROKEN RULE");
    demand(mirror, 6, fmt::format("entry:    {}\n", index));
  }
};

Said rotation(const std::string& old_key, const Signer& next, const Signer& proving,
              std::string_view by = authority) {
  return Said("rotate_ledger_key", by, "T-9")
      .text("old_key", old_key)
      .text("new_key", next.verifier().text())
      .text("proof", ledger::chain::rotation_proof(TempLedger::origin, old_key, proving));
}

Said restoration(std::int64_t size, const ledger::Hash& root, std::int64_t lost_size,
                 std::string_view by = authority) {
  return Said("restored", by, "T-9")
      .number("size", size)
      .text("root", ledger::encoding::base64(root))
      .number("lost_size", lost_size);
}

}  // namespace

TEST_CASE("a forged rotation of the ledger's key is named by every reader", "[words]") {
  Words words;
  const std::string& old_key = words.in_force;
  const Signer next = ledger_key(7), other = ledger_key(8), of_company = ledger_key(companys);
  const Signer now =
      ledger::read_key_file(words.scene.book.directory() / "ledger.key", std::nullopt);
  const std::vector<std::pair<std::string, Said>> forgeries{
      {"signed by another than the new key", rotation(old_key, next, other)},
      {"from a key that is not in force", rotation(other.verifier().text(), next, next)},
      {"to a key of a company", rotation(old_key, of_company, of_company)},
      {"to the key in force", rotation(old_key, now, now)},
      {"by a company", rotation(old_key, next, next, collector)}};
  for (const auto& [what, forged] : forgeries) {
    CAPTURE(what);
    words.everybody_names_entry(words.forge(forged), words.honest.size);
  }
  words.scene.book.check();
}

TEST_CASE("a forged word of restoration is named by every reader", "[words]") {
  Words words;
  const std::int64_t size = words.honest.size;
  const ledger::Hash& root = words.honest.root;
  const std::vector<std::pair<std::string, Said>> forgeries{
      {"to fewer entries", restoration(size - 1, root, size + 3)},
      {"to more entries", restoration(size + 1, root, size + 3)},
      {"to another root", restoration(size, ledger::Hash{}, size + 3)},
      {"from before itself", restoration(size, root, size - 1)},
      {"by a company", restoration(size, root, size + 3, collector)}};
  for (const auto& [what, forged] : forgeries) {
    CAPTURE(what);
    words.everybody_names_entry(words.forge(forged), size);
  }
  words.scene.book.check();
}

TEST_CASE("a restoration not at the end of a head is named by every reader", "[words]") {
  Words words;
  const std::int64_t size = words.honest.size;
  Insider insider = words.bribed();
  insider.add(target("T-8"));
  insider.batches.back().events.emplace_back(
      ledger::read_event(target("T-9").json()).value().bytes());
  insider.record_as("T-9", restoration(size + 1, words.honest.root, size + 3));
  words.everybody_names_entry(words.scene.show(insider), size + 1);
  words.scene.book.check();
}

TEST_CASE("a restoration that is told right is no damage", "[words]") {
  Words words;
  const std::int64_t size = words.honest.size;
  const std::string shown = words.forge(restoration(size, words.honest.root, size + 3));
  demand(words.offline_audit(shown), 0, "clean");
  demand(words.scene.mirror(shown), 0, "OK");
  words.scene.book.check();
}
