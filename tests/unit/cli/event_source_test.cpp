#include "cli/record/event_source.hpp"

#include <sstream>

#include "tests/support/catch.hpp"

namespace {

using cli::EventSource;
using ledger::Event;
using ledger::SignedBatch;

std::string event(const std::string& operator_id, const std::string& id) {
  return R"({"at":"2024-03-05T09:30:00+08:00","id":")" + id + R"(","operator":")" + operator_id +
         R"(","reason":"other","subject":"VATTEST9","type":"suspend","v":1})";
}

/// "Signs" without keys: the head names what is in the batch.
ledger::Result<SignedBatch> fake_sign(std::vector<Event> events) {
  if (events.front().operator_id == "VATNOKEY")
    return ledger::refuse(ledger::Refusal::unknown_key, "/operator", "no key");
  SignedBatch batch;
  batch.head = std::string(events.front().operator_id);
  for (const Event& e : events) batch.head += ' ' + std::string(e.id);
  batch.events = std::move(events);
  return batch;
}

struct Source {
  std::istringstream in;
  EventSource source;
  explicit Source(const std::string& text, EventSource::Limits limits = {})
      : in(text), source({{"-", &in}}, fake_sign, limits, [] { return false; }) {}

  /// Heads of batches, and the names of refusals in brackets.
  std::vector<std::string> all() {
    std::vector<std::string> said;
    while (auto piece = source.next())
      for (const auto& batch : source.prepare(std::move(*piece)))
        said.push_back(batch ? batch->head
                             : "[" + std::string(describe(batch.error().refusal).name) + "]");
    return said;
  }
};

using Heads = std::vector<std::string>;

}  // namespace

TEST_CASE("a batch ends where the operator changes and where it is full") {
  std::string text;
  for (const char* id : {"1", "2", "3"}) text += event("VATTEST1", id) + "\n";
  text += event("VATTEST2", "4") + "\n" + event("VATTEST1", "5");
  CHECK(Source(text, {.batch_events = 2}).all() ==
        Heads{"VATTEST1 1 2", "VATTEST1 3", "VATTEST2 4", "VATTEST1 5"});
  CHECK(Source(text).all() == Heads{"VATTEST1 1 2 3", "VATTEST2 4", "VATTEST1 5"});
}

TEST_CASE("a refused line stands in its place, with where it was read") {
  Source source(event("VATTEST1", "1") + "\nnonsense\n\n" + event("VATTEST1", "2") + "\n");
  const auto results = source.source.prepare(*source.source.next());
  REQUIRE(results.size() == 3);
  CHECK(results[0]->head == "VATTEST1 1");
  REQUIRE_FALSE(results[1]);
  const auto line = source.source.bad_line(results[1].error());
  REQUIRE(line);
  CHECK(line->place.file == "-");
  CHECK(line->place.line == 2);
  CHECK(line->text == "nonsense");
  CHECK(results[2]->head == "VATTEST1 2");
  CHECK(source.source.place_of(source.source.lines_of("VATTEST1 2"), 0).line == 4);
}

TEST_CASE("errors of others are not taken for lines") {
  Source source("");
  CHECK_FALSE(source.source.bad_line(ledger::Error{ledger::Refusal::malformed, "", "", -1, ""}));
  CHECK_FALSE(source.source.bad_line(ledger::Error{ledger::Refusal::malformed, "", "", 0, ""}));
}

TEST_CASE("a line that is too long is refused by its size") {
  CHECK(Source(std::string(200'000, 'x') + "\n" + event("VATTEST1", "1")).all() ==
        Heads{"[event_too_large]", "VATTEST1 1"});
}

TEST_CASE("events that nobody here can sign are refused one by one") {
  CHECK(
      Source(event("VATNOKEY", "1") + "\n" + event("VATNOKEY", "2") + "\n" + event("VATTEST1", "3"))
          .all() == Heads{"[unknown_key]", "[unknown_key]", "VATTEST1 3"});
}

TEST_CASE("after a refused batch everything from it on comes again, without what was refused") {
  std::string text;
  for (const char* id : {"1", "2", "3", "4", "5", "6"}) text += event("VATTEST1", id) + "\n";
  Source source(text, {.batch_events = 2, .piece_lines = 4});
  CHECK(source.all() == Heads{"VATTEST1 1 2", "VATTEST1 3 4", "VATTEST1 5 6"});

  source.source.settle(1);
  const cli::BatchLines refused = source.source.lines_of("VATTEST1 3 4");
  CHECK(refused.numbers == std::vector<std::int64_t>{3, 4});
  CHECK(source.source.text_of(refused, 1) == event("VATTEST1", "4"));
  source.source.resume_at(refused, {1});
  CHECK(source.all() == Heads{"VATTEST1 3", "VATTEST1 5 6"});

  source.source.resume_at(source.source.lines_of("VATTEST1 3"), {0});
  CHECK(source.all() == Heads{"VATTEST1 5 6"});
}

TEST_CASE("a batch signed again without what is known keeps its lines") {
  std::string text;
  for (const char* id : {"1", "2", "3"}) text += event("VATTEST1", id) + "\n";
  Source source(text);
  auto results = source.source.prepare(*source.source.next());
  const SignedBatch rest = source.source.without(std::move(*results[0]), {0, 2});
  CHECK(rest.head == "VATTEST1 2");
  CHECK(rest.events.size() == 1);
  CHECK(source.source.place_of(source.source.lines_of("VATTEST1 2"), 0).line == 2);
}

TEST_CASE("an interrupt ends the input") {
  std::istringstream in(event("VATTEST1", "1"));
  EventSource source({{"-", &in}}, fake_sign, {}, [] { return true; });
  CHECK_FALSE(source.next());
}

TEST_CASE("a line that says what its batch says already is left out and counted when it settles") {
  const std::string a = event("VATTEST1", "1") + "\n", b = event("VATTEST1", "2") + "\n";
  std::string other = a;
  other.replace(other.find("other"), 5, "ceased");
  Source source(a + b + a + " " + a + event("VATTEST2", "1") + "\n" + a);
  CHECK(source.all() == Heads{"VATTEST1 1 2", "VATTEST2 1", "VATTEST1 1"});
  CHECK(source.source.settle(1) == 2);
  CHECK(source.source.settle(2) == 0);
  // Other content under the same id is for the ledger to refuse.
  CHECK(Source(a + other + a).all() == Heads{"VATTEST1 1 1"});
  // A full batch is no reason to begin another one.
  CHECK(Source(a + b + b + a, {.batch_events = 2}).all() == Heads{"VATTEST1 1 2"});
}
