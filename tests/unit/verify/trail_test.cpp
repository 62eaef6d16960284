#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/verify/forged.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// A pack from its retirement to a recycler's yard.
void live(TempLedger& book) {
  book.accept({retire(collector, "R-1").unit(pack(1)).mass(412'000),
               retire(collector, "R-2").unit(pack(2)).mass(400'000),
               dispatch(collector, "D-1", recycler, "WB-1").items({Thing(pack(1), 412'000)}),
               receive(recycler, "IN-1", collector, "WB-1").items({accepted(pack(1), 412'000)}),
               inspect(recycler, "I-1", pack(1))});
}

}  // namespace

TEST_CASE("a trail bundle proves every entry of a unit's trail, and shows only those") {
  TempLedger book;
  live(book);
  const std::string bundle = book.ledger().prove_trail(pack(1)).value();
  const Verdict verdict = verified(book, bundle);
  demand(verdict, Outcome::proven, "PROVEN: the trail of " + pack(1));
  CHECK(verdict.identity == book.ledger().info().identity);
  const auto trail = book.ledger().trail(pack(1), 100).value();
  REQUIRE(verdict.entries.size() == trail.size());
  for (std::size_t i = 0; i < trail.size(); ++i)
    CHECK(verdict.entries[i].bytes == trail[trail.size() - 1 - i].bytes);
  CHECK_THAT(verdict.not_checked.at(0), ContainsSubstring("auditor or a mirror"));
  book.check();
}

TEST_CASE("trails of lots, operators and the authority are proven, under any code of a unit") {
  TempLedger book;
  live(book);
  book.accept(identify(recycler, "ID-1", pack(1))
                  .text("code", pack(9))
                  .text("reason", "mistake")
                  .text("code_scheme", "gbt34014-24"));
  for (const std::string& about :
       {std::string(authority), std::string(recycler), std::string(collector), pack(9), pack(2)}) {
    CAPTURE(about);
    const auto bundle = book.ledger().prove_trail(about);
    REQUIRE(bundle);
    demand(verified(book, *bundle), Outcome::proven, "PROVEN: the trail of ");
  }
  CHECK_FALSE(book.ledger().prove_trail(pack(77)));
  book.check();
}

TEST_CASE("who knows a ledger's identity needs no policy for a trail") {
  TempLedger book;
  live(book);
  const std::string bundle = book.ledger().prove_trail(pack(1)).value();
  VerifyInput input;
  input.file = bundle;
  demand(verify_proof(input), Outcome::not_judged, "nothing says whom you trust");
  input.identity = book.ledger().info().identity;
  demand(verify_proof(input), Outcome::proven, "PROVEN");
  input.identity = Hash{1};
  demand(verify_proof(input), Outcome::not_trusted, "another ledger than the one you mean");
  book.check();
}

TEST_CASE("no byte of a trail bundle can be changed") {
  TempLedger book;
  live(book);
  const std::string bundle = book.ledger().prove_trail(pack(2)).value();
  for (std::size_t at = 0; at < bundle.size(); ++at) {
    std::string changed = bundle;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    if (verified(book, changed).outcome == Outcome::proven) FAIL(at << ": " << changed);
  }
  for (const std::size_t size : {std::size_t{0}, bundle.size() / 2, bundle.size() - 1})
    CHECK(verified(book, bundle.substr(0, size)).outcome != Outcome::proven);
  book.check();
}

TEST_CASE("every part of a trail bundle is held against what it must be") {
  TempLedger book;
  live(book);
  const auto honest = chain::read_trail_bundle(book.ledger().prove_trail(pack(1)).value()).value();
  demand(judged(book, honest), Outcome::proven, "PROVEN");
  auto bundle = honest;
  bundle.about = pack(2);
  demand(judged(book, bundle), Outcome::wrong, "is not about " + pack(2));
  bundle = honest;
  bundle.trail.pop_back();
  demand(judged(book, bundle), Outcome::wrong, "list of the trail is not that of its entries");
  bundle = honest;
  bundle.entries.pop_back();
  demand(judged(book, bundle), Outcome::wrong, "is missing from this trail");
  bundle = honest;
  const Index second = bundle.trail[1];
  bundle.trail.erase(bundle.trail.begin() + 1);
  std::erase_if(bundle.entries, [&](const chain::ProvenEntry& entry) {
    return entry.bytes.find(fmt::format("\"index\":{},\"prev\"", second)) != std::string::npos;
  });
  demand(judged(book, bundle), Outcome::wrong, fmt::format("entry {} is missing", second));
  bundle = honest;
  bundle.entries.erase(bundle.entries.begin());
  demand(judged(book, bundle), Outcome::wrong, "does not begin with the founding entry");
  bundle = honest;
  bundle.entries.erase(bundle.entries.begin() + 1);
  demand(judged(book, bundle), Outcome::wrong, "was not signed as it says");
  bundle = honest;
  std::swap(bundle.entries[1], bundle.entries[2]);
  demand(judged(book, bundle), Outcome::wrong, "not in order");
  bundle = honest;
  bundle.entries.insert(bundle.entries.begin() + 1, bundle.entries[1]);
  demand(judged(book, bundle), Outcome::wrong, "not in order");
  bundle = honest;
  bundle.entries[1].path.pop_back();
  demand(judged(book, bundle), Outcome::wrong, "does not lie in the ledger");
  bundle = honest;
  bundle.entries[1].batch_path[0][0] ^= 1;
  demand(judged(book, bundle), Outcome::wrong, "was not signed as it says");
  book.check();
}

TEST_CASE("two entries that name the same one before them are proof of a forged trail") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  const Index seen = forged.add(weighing("W-1"));
  Forged::Trick hide;
  hide.prev[pack(1)] = retired;
  const Index hidden = forged.add(weighing("W-2"), hide);
  demand(judged(book, forged.bundle(pack(1), {retired, seen}, {collector_enrolled})),
         Outcome::proven, "PROVEN");
  demand(judged(book, forged.bundle(pack(1), {retired, hidden}, {collector_enrolled})),
         Outcome::proven, "PROVEN");
  demand(judged(book, forged.bundle(pack(1), {retired, seen, hidden}, {collector_enrolled})),
         Outcome::wrong, "PROOF OF MISBEHAVIOUR: the ledger forged the trail");
}

TEST_CASE("an entry in a trail that it does not name is none of it") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  const Index other = forged.add(retirement(2));
  demand(judged(book, forged.bundle(pack(1), {retired, other}, {collector_enrolled})),
         Outcome::wrong, "is not about");
  demand(judged(book, forged.bundle(pack(1), {retired}, {collector_enrolled, other})),
         Outcome::wrong, "list of the trail");
}

TEST_CASE("a signature counts when its key was granted before and not revoked") {
  TempLedger book;
  const auto trail_of = [&](Forged& forged, std::vector<Index> trail, std::vector<Index> others) {
    others.push_back(collector_enrolled);
    return judged(book, forged.bundle(pack(1), std::move(trail), std::move(others)));
  };
  const auto vkey = key_named(fmt::format("{}/yard", collector)).verifier().text();
  SECTION("by another operator") {
    Forged forged(book);
    Forged::Trick trick;
    trick.signer = std::string(recycler);
    demand(trail_of(forged, {forged.add(retirement(1), trick)}, {3}), Outcome::wrong,
           "was not signed as it says");
  }
  SECTION("by a key that nobody granted") {
    Forged forged(book);
    Forged::Trick trick;
    trick.key = "yard";
    demand(trail_of(forged, {forged.add(retirement(1), trick)}, {}), Outcome::wrong,
           "was not signed as it says");
  }
  SECTION("by a key granted, and after it was revoked") {
    Forged forged(book);
    Forged::Trick trick;
    trick.key = "yard";
    const Index granted = forged.add(grant_key(collector, "G-1", vkey));
    const Index first = forged.add(retirement(1), trick);
    demand(trail_of(forged, {first}, {granted}), Outcome::proven, "PROVEN");
    const Index revoked = forged.add(
        revoke_key(authority, "V-1", fmt::format("{}/yard", collector)).subject(collector));
    demand(trail_of(forged, {first}, {granted, revoked}), Outcome::proven, "PROVEN");
    const Index late = forged.add(weighing("W-1"), trick);
    demand(trail_of(forged, {first, late}, {granted, revoked}), Outcome::wrong,
           "was not signed as it says");
    // Hiding the revocation from the file shows in the entry's standing.
    demand(trail_of(forged, {first, late}, {granted}), Outcome::wrong,
           "on which word of the authority");
  }
  SECTION("by a key that an operator granted itself") {
    Forged forged(book);
    Forged::Trick own;
    own.signer = std::string(collector);
    const Index granted =
        forged.add(Said(grant_key(collector, "G-1", vkey)).text("operator", collector), own);
    demand(trail_of(forged, {forged.add(retirement(1))}, {granted}), Outcome::wrong,
           "was not signed as it says");
  }
  SECTION("on a word of the authority that the entry leaves out") {
    Forged forged(book);
    const Index suspended = forged.add(standing("suspend", collector, "S-1"));
    Forged::Trick trick;
    trick.standing = collector_enrolled;
    demand(trail_of(forged, {forged.add(retirement(1), trick)}, {suspended}), Outcome::wrong,
           "on which word of the authority");
  }
  SECTION("for types and times it was granted for") {
    Forged forged(book);
    const Index granted =
        forged.add(grant_key(collector, "G-1", vkey).raw("types", R"(["weigh"])"));
    Forged::Trick trick;
    trick.key = "yard";
    demand(trail_of(forged, {forged.add(retirement(1), trick)}, {granted}), Outcome::wrong,
           "was not signed as it says");
    Forged late(book);
    const Index until =
        late.add(grant_key(collector, "G-1", vkey).text("until", "2024-06-01T00:00:00+08:00"));
    demand(trail_of(late, {late.add(retirement(1), trick)}, {until}), Outcome::wrong,
           "was not signed as it says");
  }
}

TEST_CASE("a ledger's head is signed by the key that its own entries name") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  auto bundle = forged.bundle(pack(1), {retired}, {collector_enrolled});
  // Signed by somebody whom the reader trusts, but not by the ledger's key.
  const Signer other = key_named(std::string(TempLedger::origin));
  const std::string text = bundle.checkpoint.substr(0, bundle.checkpoint.find("\n\n") + 1);
  bundle.checkpoint = chain::write_note(text, other.verifier().name, other.sign(text));
  VerifyInput input;
  const std::string file = chain::write_trail_bundle(bundle);
  const std::string policy = "log " + other.verifier().text() + "\nquorum none\n";
  input.file = file;
  input.policy = policy;
  demand(verify_proof(input), Outcome::not_trusted,
         "not signed by the key that the ledger itself names");
}

TEST_CASE("a ledger's rotated key is trusted when its identity is: the entries hand it over") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  const Index rotated = forged.rotate({});
  const auto bundle = forged.bundle(pack(1), {retired}, {collector_enrolled, rotated});
  VerifyInput input;
  const std::string file = chain::write_trail_bundle(bundle);
  input.file = file;
  input.identity = book.ledger().info().identity;
  demand(verify_proof(input), Outcome::proven, "PROVEN");
  // The policy has the old key and the pin: that is enough. Without the pin it is not.
  demand(judged(book, bundle), Outcome::proven, "PROVEN");
  const std::string old_key = "log " + book.ledger().info().ledger_key + "\nquorum none\n";
  input.identity.reset();
  input.policy = old_key;
  demand(verify_proof(input), Outcome::not_trusted, "no key that you trust signed");
  demand(judged(book, forged.bundle(pack(1), {retired}, {collector_enrolled})),
         Outcome::not_trusted, "no key that you trust signed");
}

TEST_CASE("nobody but the authority hands a ledger's key over") {
  TempLedger book;
  Forged forged(book);
  const Index retired = forged.add(retirement(1));
  Forged::Trick bribed;
  bribed.signer = std::string(recycler);
  const Index rotated = forged.rotate(bribed);
  demand(judged(book, forged.bundle(pack(1), {retired}, {collector_enrolled, 3, rotated})),
         Outcome::wrong, "was not signed as it says");
}
