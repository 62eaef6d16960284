#include <fstream>
#include <map>

#include "ledger/chain/cosignature.hpp"
#include "ledger/chain/note.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// Witnesses without a network between: `http://NAME` is the one of that name.
struct InProcess final : WitnessClient {
  std::optional<WitnessAnswer> post(const std::string& url, const std::string& body) override {
    const std::string name = url.substr(7, url.rfind('/') - 7);
    const auto found = witnesses.find(name);
    if (found == witnesses.end()) return std::nullopt;
    return found->second.add_checkpoint(body);
  }
  void wait(std::chrono::milliseconds time) override { waited.push_back(time.count()); }

  std::map<std::string, Witness> witnesses;
  std::vector<std::int64_t> waited;
};

Said a_retirement(int number) {
  const std::string text = std::to_string(number);
  return retire_lot(collector, "R-" + text, std::string(collector) + "/L-" + text, 5000);
}

struct Fixture {
  explicit Fixture(int count = 2) {
    for (int i = 1; i <= count; ++i) {
      const std::string name = "w" + std::to_string(i);
      const auto home = folder.path() / name;
      const std::string vkey = Witness::create(home, "witness.example/" + name, std::nullopt);
      client.witnesses.emplace(
          name, Witness(home, read_key_file(Witness::key_file(home), std::nullopt),
                        "log " + book.ledger().info().ledger_key + "\nquorum none\n", book.clock));
      policy += "witness " + name + " " + vkey + " http://" + name + "\n";
    }
    say(policy + "quorum none\n");
  }
  void say(const std::string& text) const {
    std::ofstream(book.directory() / "witnesses", std::ios::binary) << text;
  }
  Gathered gather(int attempts = 1) { return book.ledger().gather_cosignatures(client, attempts); }
  [[nodiscard]] std::size_t lines() {
    return chain::read_note(book.ledger().info().checkpoint).value().lines.size();
  }
  [[nodiscard]] std::filesystem::path kept() const { return book.directory() / "cosignatures"; }

  TempFolder folder;
  TempLedger book;
  InProcess client;
  std::string policy;
};

}  // namespace

TEST_CASE("cosignatures stand in the checkpoint of their size and no other", "[cosign]") {
  Fixture f;
  CHECK(f.lines() == 1);
  const Gathered first = f.gather();
  CHECK(first.size == f.book.ledger().info().size);
  REQUIRE(first.witnesses.size() == 2);
  CHECK(first.witnesses[0].word == WitnessWord::cosigned);
  CHECK(f.lines() == 3);
  f.book.reopen();
  CHECK(f.lines() == 3);
  f.book.accept(a_retirement(1));
  CHECK(f.lines() == 1);
  CHECK(f.gather().witnesses[1].word == WitnessWord::cosigned);
  CHECK(f.lines() == 3);
  f.book.check();
}

TEST_CASE("a witness that was away is taken up where it stood", "[cosign]") {
  Fixture f;
  REQUIRE(f.gather().witnesses[0].word == WitnessWord::cosigned);
  auto away = f.client.witnesses.extract("w2");
  for (int i = 0; i < 3; ++i) {
    f.book.accept(a_retirement(i));
    const Gathered gathered = f.gather(3);
    CHECK(gathered.witnesses[0].word == WitnessWord::cosigned);
    CHECK(gathered.witnesses[1].word == WitnessWord::unreachable);
  }
  // Politely: longer each time, and not for ever.
  CHECK(f.client.waited == std::vector<std::int64_t>{500, 2000, 500, 2000, 500, 2000});
  f.client.witnesses.insert(std::move(away));
  CHECK(f.gather().witnesses[1].word == WitnessWord::cosigned);
  CHECK(f.lines() == 3);
  f.book.check();
}

TEST_CASE("losing or spoiling the kept cosignatures harms nothing", "[cosign]") {
  Fixture f;
  (void)f.gather();
  std::string kept;
  std::getline(std::ifstream(f.kept(), std::ios::binary), kept, '\0');
  const std::string spoiled =
      GENERATE_COPY(std::string(), std::string("no note"), std::string(200'000, 'x'),
                    std::string(kept).replace(kept.size() - 10, 1, "A"), kept + "\n");
  std::ofstream(f.kept(), std::ios::binary) << spoiled;
  CHECK(f.lines() <= 2);
  CHECK(chain::open_checkpoint(f.book.ledger().info().checkpoint, TempLedger::origin,
                               read_vkey(f.book.ledger().info().ledger_key).value()));
  std::filesystem::remove(f.kept());
  CHECK(f.lines() == 1);
  CHECK(f.gather().witnesses[0].word == WitnessWord::cosigned);
  CHECK(f.lines() == 3);
  f.book.check();
}

TEST_CASE("a line that is no witness's own is never published", "[cosign]") {
  Fixture f;
  const std::string note = f.book.ledger().info().checkpoint;
  const std::string text = chain::read_note(note).value().text;
  const Signer stranger = key_named("stranger.example");
  std::ofstream(f.kept(), std::ios::binary)
      << note << chain::cosignature_line(text, 1'735'531'200, stranger);
  CHECK(f.lines() == 1);
  f.book.check();
}

TEST_CASE("the quorum of the file is counted over the cosignatures kept", "[cosign]") {
  Fixture f;
  f.say(f.policy + "group both all w1 w2\nquorum both\n");
  auto away = f.client.witnesses.extract("w2");
  CHECK_FALSE(f.gather().has_quorum);
  auto other = f.client.witnesses.extract("w1");
  f.client.witnesses.insert(std::move(away));
  // The first one's line is still there.
  CHECK(f.gather().has_quorum);
  f.book.check();
}

TEST_CASE("more witnesses than a note has room for leave it a note", "[cosign]") {
  Fixture f(20);
  const Gathered gathered = f.gather();
  CHECK(gathered.witnesses.size() == 20);
  CHECK(gathered.witnesses[19].word == WitnessWord::cosigned);
  CHECK(f.lines() == 16);
  f.book.check();
}

TEST_CASE("a ledger that a witness contradicts is not written any more", "[cosign]") {
  Fixture f;
  f.book.accept(a_retirement(1));
  REQUIRE(f.gather().witnesses[0].word == WitnessWord::cosigned);
  // Another ledger under the same key: as if this one had been put back and grown on.
  const auto copy = f.folder.path() / "copy";
  std::filesystem::copy(f.book.directory(), copy);
  f.book.accept(a_retirement(2));
  (void)f.gather();
  Ledger old = Ledger::open(copy, Ledger::Access::write, f.book.clock);
  CHECK(old.gather_cosignatures(f.client, 1).witnesses[0].word == WitnessWord::ahead);
  CHECK_THROWS_AS(old.append(f.book.sign({a_retirement(3)})), Damage);
  f.book.check();
}

TEST_CASE("a ledger without the file, or with a wrong one, says so", "[cosign]") {
  Fixture f;
  f.say("witness w1\n");
  CHECK_THROWS_AS(f.gather(), Failure);
  std::filesystem::remove(f.book.directory() / "witnesses");
  CHECK_FALSE(f.book.ledger().has_witnesses());
  CHECK_THROWS_AS(f.gather(), Failure);
  f.book.check();
}
