#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/intake.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said retirement(int number) {
  return retire(collector, fmt::format("R-{}", number)).unit(pack(number));
}

SignedBatch signed_after(const Said& said, const After& after) {
  std::vector<Event> events;
  events.push_back(std::move(*read_event(said.json())));
  return sign_batch(TempLedger::origin, std::move(events), after,
                    key_named(fmt::format("{}/desk", said.operator_id())));
}

}  // namespace

TEST_CASE("the entry a batch says it follows is in this ledger") {
  TempLedger book;
  const After newest = book.ledger().newest();
  book.refuse(Refusal::other_history, "",
              signed_after(retirement(1), After{newest.index, Hash{1}}));
  book.refuse(Refusal::other_history, "",
              signed_after(retirement(1), After{newest.index + 1, newest.hash}));
  book.refuse(Refusal::other_history, "", signed_after(retirement(1), After{0, newest.hash}));
  book.refuse(Refusal::other_history, "", signed_after(retirement(1), After{}));
  REQUIRE(book.ledger().append(signed_after(retirement(1), newest)));
  REQUIRE(
      book.ledger().append(signed_after(retirement(2), After{0, book.ledger().info().identity})));
  book.check();
}

TEST_CASE("a batch is recorded within the window after the entry it had not seen") {
  TempLedger book(3'600);
  const After then = book.ledger().newest();
  const SignedBatch held_back = signed_after(retirement(1), then);
  book.clock.ms += 3'600'000;
  book.accept(retirement(2));  // nothing came in between: however old its view, it is the newest
  book.clock.ms += 3'600'000;
  const auto in_time = book.ledger().append(signed_after(retirement(3), then));
  REQUIRE(in_time);
  book.clock.ms += 1;
  book.refuse(Refusal::stale_batch, "", signed_after(retirement(1), then));
  book.accept(retirement(1));
  book.check();
}

TEST_CASE("the same batch again is the entries it has already") {
  TempLedger book;
  const auto first = book.record({retirement(1), retirement(2)});
  REQUIRE(first);
  const std::string after_first = book.ledger().info().checkpoint;
  const auto again = book.record({retirement(1), retirement(2)});
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(again->receipt.first == first->receipt.first);
  CHECK(again->receipt.leaves == first->receipt.leaves);
  CHECK(book.ledger().info().checkpoint == after_first);
  book.reopen();
  CHECK(book.record({retirement(1), retirement(2)})->repeated);
  CHECK(book.stock(collector) == 800'000);
  book.check();
}

TEST_CASE("a receipt proves its batch under a later checkpoint") {
  TempLedger book;
  REQUIRE(book.record({retirement(1), retirement(2), retirement(3)}));
  for (int number = 4; number < 9; ++number) book.accept(retirement(number));
  const auto again = book.record({retirement(1), retirement(2), retirement(3)});
  REQUIRE(again);
  const Receipt& receipt = again->receipt;
  CHECK(receipt.leaves.size() == 3);
  const auto info = book.ledger().info();
  const auto root = chain::root_from_range(info.size, receipt.first, receipt.leaves, receipt.proof);
  REQUIRE(root);
  CHECK(*root == info.root);
  CHECK(
      chain::open_checkpoint(receipt.checkpoint, TempLedger::origin, *read_vkey(info.ledger_key)));
  book.check();
}

TEST_CASE("an operator uses an event id once") {
  TempLedger book;
  book.accept(retirement(1));
  book.refuse(Refusal::id_reused, "/id", retirement(2).text("id", "R-1"));
  book.refuse_batch(Refusal::id_reused, "/id", {retirement(2), retirement(3).text("id", "R-2")});
  // Another operator's ids are its own.
  book.accept({retirement(2), retire(recycler, "R-1").unit(pack(3))});
  book.check();
}

TEST_CASE("the events of a batch are all new or all recorded") {
  TempLedger book;
  book.accept(retirement(1));
  book.refuse_batch(Refusal::partly_recorded, "", {retirement(1), retirement(2)});
  // Those that are recorded are named; the first is the event that the refusal is about.
  std::vector<Said> many;
  for (int i = 11; i <= 22; ++i) many.push_back(retirement(i));
  REQUIRE(book.record(many));
  many.insert(many.begin(), retirement(9));
  const auto refused = book.record(many);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().event == 1);
  CHECK(refused.error().event_id == "R-11");
  CHECK(refused.error().detail ==
        "12 of the 13 events of the batch are recorded already: R-11, R-12, R-13, R-14, R-15, "
        "R-16, R-17, R-18, R-19, R-20 and more");
  REQUIRE(book.record({retirement(2), retirement(3)}));
  book.check();
}

TEST_CASE("a batch is recorded whole or not at all") {
  TempLedger book;
  const Said bad = retirement(1).text("id", "R-9");  // the same unit a second time
  const auto refused = book.record({retirement(1), retirement(2), bad});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().event == 2);
  CHECK(refused.error().event_id == "R-9");
  book.refuse_batch(Refusal::already_held, "/unit", {retirement(1), retirement(2), bad});
  CHECK_FALSE(book.ledger().unit(pack(1)));
  CHECK(book.stock(collector) == 0);
  REQUIRE(book.record({retirement(1), retirement(2)}));
  CHECK(book.stock(collector) == 800'000);
  book.check();
}

TEST_CASE("a refused batch leaves no trace of lots, transfers, keys or numbers") {
  TempLedger book;
  const std::string cells = lot(collector, "C-1");
  const Said wrong = weigh(collector, "W-1").items({Thing(pack(9), 1)});
  const std::vector<Said> work{
      retirement(1), retire_lot(collector, "R-2", cells, 1'000),
      dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000), Thing(cells, 5)}),
      missing(collector, "M-1", "lost").items({Thing(cells, 7)})};
  std::vector<Said> spoiled = work;
  spoiled.push_back(wrong);
  book.refuse_batch(Refusal::unknown_unit, "/items/0/unit", spoiled);
  CHECK_FALSE(book.ledger().lot(cells));
  const std::string vkey = key_named(fmt::format("{}/desk", stranger)).verifier().text();
  const Said newcomer = enroll(stranger, "E-1", "collector").text("key", vkey);
  book.refuse_batch(Refusal::not_suspended, "/subject",
                    {newcomer, standing("reinstate", stranger, "S-1")});
  REQUIRE(book.record(work));
  book.accept({newcomer, retire(stranger, "R-1").unit(pack(5))});
  book.check();
}

TEST_CASE("a clock more than 90 days past the last entry needs a word") {
  TempLedger book;
  book.clock.add_days(90);
  book.accept(retirement(1));
  book.clock.add_days(90);
  book.clock.ms += 1;
  book.refuse(Refusal::clock_jump, "", retirement(2));
  book.ledger().accept_clock_jump();
  book.accept(retirement(2));
  book.check();
}

TEST_CASE("an event lies at most 24 hours after its recording") {
  TempLedger book;
  book.refuse(Refusal::at_in_future, "/at", retirement(1).at("2024-12-31T12:00:01+08:00"));
  book.accept(retirement(1).at("2024-12-31T12:00:00+08:00"));
  book.check();
}

TEST_CASE("a clock that goes back does not take the time of recording back") {
  TempLedger book;
  book.accept(retirement(1));
  const std::int64_t last_ms = book.ledger().info().last_recorded_at_ms;
  book.clock.ms -= 5'000;
  book.accept(retirement(2));
  CHECK(book.ledger().info().last_recorded_at_ms == last_ms);
  book.check();
}

TEST_CASE("a dry run says what recording would, and changes nothing") {
  TempLedger book;
  std::vector<Event> events;
  for (const Said& said :
       {retirement(1), retirement(1).text("id", "R-9"),
        dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
        retire(stranger, "R-1").unit(pack(7))})
    events.push_back(std::move(*read_event(said.json())));
  const auto answers = book.ledger().dry_run(events);
  REQUIRE(answers.size() == 4);
  CHECK_FALSE(answers[0]);
  REQUIRE(answers[1]);
  CHECK(answers[1]->refusal == Refusal::already_held);
  CHECK_FALSE(answers[2]);
  REQUIRE(answers[3]);
  CHECK(answers[3]->refusal == Refusal::unknown_operator);
  CHECK_FALSE(book.ledger().unit(pack(1)));
  book.accept(retirement(1));
  book.check();
}

TEST_CASE("a clock that steps back neither refuses nor orders entries otherwise", "[intake]") {
  TempLedger book;
  Intake intake(book.ledger());
  REQUIRE(intake.append(book.sign({retirement(1)})));
  const std::int64_t before = intake.head().at_ms;
  book.clock.add_days(-3);
  REQUIRE(intake.append(book.sign({retirement(2)})));
  CHECK(intake.head().at_ms == before);
  book.clock.add_days(4);
  REQUIRE(intake.append(book.sign({retirement(3)})));
  CHECK(intake.head().at_ms == book.clock.ms);
  book.check();
}
