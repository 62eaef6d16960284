#include "ledger/key.hpp"
#include "ledger/ledger.hpp"
#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;
using namespace ledger;

namespace {

SignedBatch batch_for(const std::string& origin, const After& after, const Signer& signer) {
  std::vector<Event> events;
  events.push_back(read_event(retirement(1)).value());
  return sign_batch(origin, std::move(events), after, signer);
}

/// What a ledger is, in two words.
std::string state(const Ledger& ledger) {
  return std::to_string(ledger.info().size) + ' ' + ledger.info().checkpoint;
}

}  // namespace

TEST_CASE("two processes record the same file at once: each event is there once") {
  const Workshop workshop;
  REQUIRE(run(workshop, found_it).code == 0);
  std::string lines;
  for (int i = 0; i < 1500; ++i) lines += retirement(i) + '\n';
  workshop.write("many.jsonl", lines);
  const std::string command = "celltrail record many.jsonl --key office.key --batch 10";
  Running first(workshop, command), second(workshop, command);
  const Ran one = first.wait(), two = second.wait();
  CAPTURE(one.err, two.err);
  CHECK((one.code == 0 || two.code == 0));
  CHECK((one.code == 0 || one.code == 8));
  CHECK((two.code == 0 || two.code == 8));
  CHECK_THAT(run(workshop, "celltrail audit").out, ContainsSubstring("OK: 1,502 entries"));
  CHECK_THAT(run(workshop, command).out, ContainsSubstring("nothing new: all 1,500 events"));
}

TEST_CASE("an audit while another process records is of one state and ends well") {
  const Workshop workshop;
  REQUIRE(run(workshop, found_it).code == 0);
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += retirement(i) + '\n';
  workshop.write("many.jsonl", lines);
  // With receipts each batch is a transaction of its own.
  Running recording(workshop,
                    "celltrail record many.jsonl --key office.key --batch 4 --receipts receipts");
  for (int i = 0; i < 8; ++i) {
    const Ran audit = run(workshop, "celltrail audit");
    CAPTURE(audit.out, audit.err);
    CHECK(audit.code == 0);
  }
  CHECK(recording.wait().code == 0);
  CHECK_THAT(run(workshop, "celltrail audit").out, ContainsSubstring("OK: 2,002 entries"));
}

TEST_CASE("a ledger that another process writes is left alone, but can be read") {
  const Workshop workshop;
  REQUIRE(run(workshop, found_it).code == 0);
  workshop.write("one.jsonl", retirement(1) + '\n');
  const SystemClock clock;
  const Ledger held = Ledger::open(workshop / "book", Ledger::Access::write, clock);
  const Ran refused = run(workshop, "celltrail record one.jsonl --key office.key");
  CHECK(refused.code == 8);
  CHECK_THAT(refused.err, ContainsSubstring("next: wait until the other process is done"));
  CHECK_THAT(refused.err, ContainsSubstring("--server URL"));
  CHECK(run(workshop, "celltrail target set 2024 1 --source x --key book-authority.key").code == 8);
  CHECK(run(workshop, "celltrail report 2024").code == 0);
  CHECK(run(workshop, "celltrail audit").code == 0);
}

TEST_CASE("a batch signed for another ledger, or another history, changes nothing") {
  const Workshop workshop;
  REQUIRE(run(workshop, found_it).code == 0);
  const SystemClock clock;
  const Signer signer = read_key_file(workshop / "office.key", std::nullopt);
  Ledger ledger = Ledger::open(workshop / "book", Ledger::Access::write, clock);
  const std::string before = state(ledger);
  const After newest = ledger.newest();
  const auto refusal = [&](SignedBatch batch) {
    const auto appended = ledger.append(std::move(batch));
    return appended ? std::string("recorded")
                    : std::string(describe(appended.error().refusal).name);
  };

  CHECK(refusal(batch_for("ledger.example/other", newest, signer)) == "wrong_origin");
  After elsewhere = newest;
  elsewhere.hash[0] ^= 1;
  CHECK(refusal(batch_for("ledger.example/trail", elsewhere, signer)) == "other_history");
  CHECK(refusal(batch_for("ledger.example/trail", {newest.index + 1, newest.hash}, signer)) ==
        "other_history");
  SignedBatch swapped = batch_for("ledger.example/trail", newest, signer);
  swapped.events[0] = read_event(retirement(2)).value();
  CHECK(refusal(std::move(swapped)) == "wrong_root");
  SignedBatch harmed = batch_for("ledger.example/trail", newest, signer);
  harmed.head[harmed.head.size() - 10] ^= 1;
  CHECK(refusal(std::move(harmed)) != "recorded");
  CHECK(refusal(batch_for("ledger.example/trail", newest, new_signer("VATTEST1/office"))) ==
        "bad_signature");
  CHECK(state(ledger) == before);

  // Sent twice, as after a lost answer: one entry, one receipt.
  const auto first = ledger.append(batch_for("ledger.example/trail", newest, signer));
  const auto second = ledger.append(batch_for("ledger.example/trail", newest, signer));
  REQUIRE((first && second));
  CHECK_FALSE(first->repeated);
  CHECK(second->repeated);
  CHECK(second->receipt.first == first->receipt.first);
  CHECK(ledger.info().size == newest.index + 2);
  CHECK_FALSE(audit_ledger(workshop / "book", {}, {}).damage);
}
