#include <numeric>

#include <fmt/format.h>

#include "ledger/verify/listed.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/verify/forged.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// The key that one operator has, under a name of another's.
std::string renamed(std::string_view owner, std::string_view name) {
  return VerifierKey{std::string(name), key_named(fmt::format("{}/desk", owner)).verifier().key}
      .text();
}

}  // namespace

TEST_CASE("a batch recorded again, which takes the ledger's key alone, proves misbehaviour") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  const Index weighed = forged.add(weighing("W-1"));
  demand(judged(book, forged.bundle(pack(1), {retired, weighed}, {collector_enrolled})),
         Outcome::proven, "PROVEN");
  const Index again = forged.replay(weighed);
  demand(judged(book, forged.bundle(pack(1), {retired, weighed, again}, {collector_enrolled})),
         Outcome::wrong, "PROOF OF MISBEHAVIOUR: the ledger recorded event W-1");
}

TEST_CASE("one signed batch in two places shows, whichever of its events are listed") {
  verify::Listed one, other;
  one.event = std::move(*read_event(weighing("W-1").json()));
  other.event = std::move(*read_event(weighing("W-2").json()));
  one.entry.index = 5;
  other.entry.index = 9;
  one.entry.batch.first = 5;
  one.entry.batch.head.root = other.entry.batch.head.root = Hash{9};
  one.entry.batch.head.after_index = other.entry.batch.head.after_index = 4;
  other.entry.batch.first = 8;
  const auto objected = verify::judge_history({&one, &other});
  REQUIRE(objected);
  CHECK_THAT(objected->sentence, ContainsSubstring("recorded a batch of"));
  other.entry.batch.first = 5;
  CHECK_FALSE(verify::judge_history({&one, &other}));
}

TEST_CASE("an event that its operator signs twice under one id proves misbehaviour") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  const Index weighed = forged.add(weighing("R-1"));
  demand(judged(book, forged.bundle(pack(1), {retired, weighed}, {collector_enrolled})),
         Outcome::wrong, "PROOF OF MISBEHAVIOUR: the ledger recorded event R-1");
}

TEST_CASE("what a batch swears to have seen is held against the entry in the file") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  Forged::Trick other;
  other.seen = Hash{7};
  const Index weighed = forged.add(weighing("W-1"), other);
  demand(judged(book, forged.bundle(pack(1), {retired, weighed}, {collector_enrolled})),
         Outcome::wrong, "has seen another entry");
}

TEST_CASE("two files of one ledger show what none of them shows alone") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  Forged::Trick other;
  other.seen = Hash{7};
  const Index second = forged.add(retirement(2), other);
  const std::string one =
      chain::write_trail_bundle(forged.bundle(pack(1), {retired}, {collector_enrolled}));
  const std::string two =
      chain::write_trail_bundle(forged.bundle(pack(2), {second}, {collector_enrolled}));
  demand(verified(book, one), Outcome::proven, "PROVEN");
  demand(verified(book, two), Outcome::proven, "PROVEN");
  demand(verified(book, one, two), Outcome::wrong, "has seen another entry");
}

TEST_CASE("a public key has one name, whoever grants it another") {
  TempLedger book;
  Forged forged(book);
  const auto granted = [&](std::string_view owner, const std::string& name) {
    return forged.add(grant_key(collector, "G-" + name, renamed(owner, name)));
  };
  const auto shown = [&](std::vector<Index> others) {
    const Index retired = forged.add(retirement(1));
    others.push_back(collector_enrolled);
    return judged(book, forged.bundle(pack(1), {retired}, std::move(others)));
  };
  const std::string name = fmt::format("{}/yard", collector);
  SECTION("an honest one") {
    const std::string vkey = key_named(name).verifier().text();
    demand(shown({forged.add(grant_key(collector, "G-1", vkey))}), Outcome::proven, "PROVEN");
  }
  SECTION("its own") {
    demand(shown({granted(collector, name)}), Outcome::wrong, "knew already");
  }
  SECTION("another operator's, in the trail of the authority that granted both") {
    std::vector<Index> trail(static_cast<std::size_t>(granted(recycler, name)) + 1);
    std::iota(trail.begin(), trail.end(), 0);
    demand(judged(book, forged.bundle(std::string(authority), trail, {})), Outcome::wrong,
           "knew already");
    trail.pop_back();
    demand(judged(book, forged.bundle(std::string(authority), trail, {})), Outcome::proven,
           "PROVEN");
  }
  SECTION("the ledger's") {
    const auto key = read_vkey(book.ledger().info().ledger_key).value();
    const std::string vkey = VerifierKey{name, key.key}.text();
    demand(shown({forged.add(grant_key(collector, "G-1", vkey))}), Outcome::wrong, "knew already");
  }
}

TEST_CASE("an operator's trail of large batches is proven after the ledger's key was rotated") {
  TempLedger book;
  for (const int first : {0, 1000}) {
    std::vector<Said> batch;
    for (int i = 0; i < 300; ++i) batch.push_back(retirement(first + i));
    REQUIRE(book.record(batch));
    book.accept(book.rotation(fmt::format("RK-{}", first)));
  }
  VerifyInput input;
  const auto bundle = book.ledger().prove_trail(collector);
  REQUIRE(bundle);
  input.file = *bundle;
  input.identity = book.ledger().info().identity;
  const Verdict verdict = verify_proof(input);
  demand(verdict, Outcome::proven, "PROVEN: the trail of ");
  CHECK(verdict.entries.size() == 601);
  const auto unknown = book.ledger().prove_trail(pack(5000));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().refusal == Refusal::unknown_unit);
  book.check();
}
