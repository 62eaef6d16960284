#include <fmt/format.h>

#include "ledger/crypto/key_ring.hpp"
#include "ledger/recording/recorder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Event read(const Said& said) {
  auto event = read_event(said.json());
  if (!event) FAIL(event.error().detail);
  return std::move(*event);
}

std::vector<Event> read_all(const std::vector<Said>& events) {
  std::vector<Event> all;
  for (const Said& said : events) all.push_back(read(said));
  return all;
}

Signer desk_of(std::string_view operator_id) {
  return key_named(fmt::format("{}/desk", operator_id));
}

std::vector<Said> retirements(int count) {
  std::vector<Said> events;
  for (int i = 1; i <= count; ++i)
    events.push_back(retire(collector, fmt::format("R-{}", i)).unit(pack(i)));
  return events;
}

/// A bit of the signature flipped: four characters before the padding.
SignedBatch forged(SignedBatch batch) {
  char& c = batch.head[batch.head.size() - 8];
  c = c == 'A' ? 'B' : 'A';
  return batch;
}

}  // namespace

TEST_CASE("a batch head that is not exactly a signed note of its form is refused") {
  TempLedger book;
  const auto with = [&](const auto& change) {
    SignedBatch batch = book.sign({retire(collector, "R-1")});
    change(batch.head);
    return batch;
  };
  book.refuse(Refusal::batch_malformed, "", with([](std::string& head) { head.clear(); }));
  book.refuse(Refusal::batch_malformed, "", with([](std::string& head) { head.pop_back(); }));
  book.refuse(Refusal::batch_malformed, "", with([](std::string& head) {
                const std::string line = head.substr(head.rfind("\n", head.size() - 2) + 1);
                head += line;  // a second signature
              }));
  book.refuse(Refusal::batch_malformed, "", with([](std::string& head) {
                head.replace(head.find("/batch/v1/"), 10, "/batch/v2/");
              }));
  REQUIRE(book.ledger().append(with([](std::string&) {})));
  book.check();
}

TEST_CASE("a batch has 1 to 4,096 events") {
  TempLedger book;
  SignedBatch empty = book.sign({retire(collector, "R-0")});
  empty.events.clear();
  book.refuse(Refusal::batch_malformed, "", std::move(empty));
  auto most = retirements(batch_events_max + 1);
  book.refuse(Refusal::batch_too_large, "", book.sign(most));
  most.pop_back();
  REQUIRE(book.record(most));
  CHECK(book.stock(collector) == 4'096LL * 400'000);
  book.check();
}

TEST_CASE("a batch is signed for this ledger's origin") {
  TempLedger book;
  book.refuse(Refusal::wrong_origin, "",
              sign_batch("celltrail.example/other", read_all(retirements(1)),
                         book.ledger().newest(), desk_of(collector)));
  book.accept(retirements(1));
  book.check();
}

TEST_CASE("every event of a batch is by the operator who signs it") {
  TempLedger book;
  book.refuse(Refusal::wrong_operator, "/operator",
              book.sign({retire(collector, "R-1"), retire(recycler, "R-2").unit(pack(2))}));
  // A head that names one operator, signed with the key of another, is none at all.
  book.refuse(Refusal::batch_malformed, "",
              sign_batch(TempLedger::origin, read_all(retirements(1)), book.ledger().newest(),
                         desk_of(recycler)));
  book.accept({retire(collector, "R-1"), retire(recycler, "R-2").unit(pack(2))});
  book.check();
}

TEST_CASE("count and root of the head are those of the events") {
  TempLedger book;
  const auto signed_two = [&] { return book.sign(retirements(2)); };
  SignedBatch fewer = signed_two();
  fewer.events.pop_back();
  book.refuse(Refusal::wrong_root, "", std::move(fewer));
  SignedBatch other_order = signed_two();
  std::swap(other_order.events[0], other_order.events[1]);
  book.refuse(Refusal::wrong_root, "", std::move(other_order));
  SignedBatch changed = signed_two();
  changed.events[1] = read(retire(collector, "R-2").unit(pack(2)).mass(400'001));
  book.refuse(Refusal::wrong_root, "", std::move(changed));
  REQUIRE(book.ledger().append(signed_two()));
  book.check();
}

TEST_CASE("the signature verifies with the key it names, known to the door already or not") {
  TempLedger book;
  book.refuse(Refusal::bad_signature, "", forged(book.sign(retirements(1))));
  REQUIRE(book.record(retirements(1)));
  book.refuse(Refusal::bad_signature, "",
              forged(book.sign({retire(collector, "R-2").unit(pack(2))})));
  book.accept(retire(collector, "R-2").unit(pack(2)));
  book.check();
}

TEST_CASE("a batch is signed by a key that the ledger granted") {
  TempLedger book;
  const Signer new_key = key_named(fmt::format("{}/desk-2", collector));
  const Said retirement = retire(collector, "R-1");
  book.refuse(Refusal::unknown_key, "", book.sign({retirement}, "desk-2"));
  book.accept(grant_key(collector, "G-1", new_key.verifier().text()));
  REQUIRE(book.record({retirement}, "desk-2"));
  book.check();
}

TEST_CASE("a revoked key signs nothing more, yet a repeat of what it signed is answered") {
  TempLedger book;
  const SignedBatch before = book.sign(retirements(1));
  REQUIRE(book.record(retirements(1)));
  book.accept({grant_key(collector, "G-1",
                         key_named(fmt::format("{}/desk-2", collector)).verifier().text()),
               revoke_key(authority, "K-1", fmt::format("{}/desk", collector))});
  const Said next = retire(collector, "R-2").unit(pack(2));
  book.refuse(Refusal::key_revoked, "", book.sign({next}));
  const auto repeated = book.record(retirements(1));
  REQUIRE(repeated);
  CHECK(repeated->repeated);
  REQUIRE(book.record({next}, "desk-2"));
  book.check();
}

TEST_CASE("a key signs until the second it was granted for, by the clock of the recording") {
  TempLedger book;
  const Signer brief = key_named(fmt::format("{}/brief", collector));
  book.accept(grant_key(collector, "G-1", brief.verifier().text())
                  .text("until", "2024-12-30T12:00:00+08:00"));
  REQUIRE(book.record(retirements(1), "brief"));
  book.clock.ms += 999;
  REQUIRE(book.record({retire(collector, "R-2").unit(pack(2))}, "brief"));
  book.clock.ms += 1;
  const Said late = retire(collector, "R-3").unit(pack(3));
  book.refuse(Refusal::key_expired, "", book.sign({late}, "brief"));
  REQUIRE(book.record({late}));
  book.check();
}

TEST_CASE("a key signs only the types it was granted for") {
  TempLedger book;
  const Signer gate = key_named(fmt::format("{}/gate", collector));
  book.accept(
      grant_key(collector, "G-1", gate.verifier().text()).raw("types", R"(["retire","dispatch"])"));
  const Said weighed = weigh(collector, "W-1").items({Thing(pack(1), 399'000)});
  REQUIRE(book.record(retirements(1), "gate"));
  book.refuse(Refusal::key_scope, "/type", book.sign({weighed}, "gate"));
  REQUIRE(book.record({weighed}));
  book.check();
}

TEST_CASE("keys, roles and suspension are judged on the state before the batch") {
  TempLedger book;
  // Named by the same batch that brings its key: too late for the batch, in time for the next.
  REQUIRE(book.record(
      {enroll(stranger, "E-1", "collector").text("key", desk_of(stranger).verifier().text()),
       standing("suspend", stranger, "S-1"), standing("reinstate", stranger, "S-2")}));
  REQUIRE(book.record({retire(stranger, "R-1")}));
  // A key may revoke itself and still sign the rest of its batch.
  REQUIRE(book.record({revoke_key(collector, "K-1", fmt::format("{}/desk", collector)),
                       retire(collector, "R-2").unit(pack(2))}));
  book.check();
}

TEST_CASE("a sealed text hashes to the commitment in its event") {
  TempLedger book;
  const Hash salt{1, 2, 3};
  const Said sealed =
      retire(collector, "R-1")
          .raw("sealed", fmt::format(R"({{"note":"{}"}})", commitment(salt, "bay 7")));
  const auto with = [&](const SealedText& opening) {
    SignedBatch batch = book.sign({sealed});
    batch.openings = {opening};
    return batch;
  };
  book.refuse(Refusal::opening_mismatch, "/sealed/note", with({"R-1", "note", "bay 8", salt}));
  book.refuse(Refusal::opening_mismatch, "/sealed/note", with({"R-1", "note", "bay 7", Hash{}}));
  book.refuse(Refusal::opening_mismatch, "/sealed/note", with({"R-2", "note", "bay 7", salt}));
  book.refuse(Refusal::opening_mismatch, "/sealed/vin", with({"R-1", "vin", "bay 7", salt}));
  REQUIRE(book.ledger().append(with({"R-1", "note", "bay 7", salt})));
  const auto kept = book.ledger().openings(book.ledger().info().size - 1);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].text == "bay 7");
  CHECK(kept[0].state == OpenedText::State::opened);
  book.check();
}

TEST_CASE("entry 0 founds the ledger, alone, and no other entry does") {
  TempLedger book;
  const std::string founding = book.ledger().entry(0)->event;
  auto again = read_canonical_event(founding);
  REQUIRE(again);
  std::string other = founding;
  other.replace(other.find("\"id\":\"establish\""), 16, "\"id\":\"establish-2\"");
  std::vector<Event> second;
  second.push_back(std::move(*read_event(other)));
  book.refuse(Refusal::already_founded, "/type",
              sign_batch(TempLedger::origin, std::move(second), book.ledger().newest(),
                         desk_of(authority)));

  const TempFolder folder;
  auto store = storage::Store::create(folder.path() / "ledger.db");
  crypto::KeyRing ring;
  Recorder recorder(store, book.clock, ring, nullptr);
  const auto first_batch = [&](std::vector<Event> events, std::string_view signer) {
    return recorder
        .record(*check_at_door(
            sign_batch(TempLedger::origin, std::move(events), After{}, desk_of(signer)),
            TempLedger::origin, ring))
        .map([](const Recorded&) { return true; });
  };
  const auto too_early = first_batch(read_all(retirements(1)), collector);
  REQUIRE_FALSE(too_early);
  CHECK(too_early.error().refusal == Refusal::not_founded);
  std::vector<Event> with_company;
  with_company.push_back(std::move(*read_event(founding)));
  with_company.push_back(read(enroll(collector, "E-1", "collector")));
  const auto not_alone = first_batch(std::move(with_company), authority);
  REQUIRE_FALSE(not_alone);
  CHECK(not_alone.error().refusal == Refusal::not_founded);
  std::vector<Event> alone;
  alone.push_back(std::move(*again));
  CHECK(first_batch(std::move(alone), authority));
  book.check();
}
