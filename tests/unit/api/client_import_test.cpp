#include <deque>

#include "tests/unit/api/client_scene.hpp"

using namespace made_up;
using namespace api::client;

namespace {

/// A piece is one batch; of one event it is that event's number.
class Source final : public ledger::BatchSource {
 public:
  Source(const RemoteLedger& ledger, std::deque<std::vector<Said>> batches)
      : ledger_(ledger), batches_(std::move(batches)) {}

  std::optional<std::string> next() override {
    if (next_ == batches_.size()) return std::nullopt;
    return std::to_string(next_++);
  }
  std::vector<ledger::Result<ledger::SignedBatch>> prepare(std::string piece) override {
    std::vector<ledger::Event> events;
    for (const Said& said : batches_.at(std::stoul(piece)))
      events.push_back(*ledger::read_event(said.json()));
    std::vector<ledger::Result<ledger::SignedBatch>> prepared;
    prepared.emplace_back(sign(std::move(events)));
    return prepared;
  }
  ledger::SignedBatch without(ledger::SignedBatch batch,
                              const std::vector<std::size_t>& known) override {
    left_out.push_back(known);
    std::vector<ledger::Event> rest;
    for (std::size_t i = 0; i < batch.events.size(); ++i)
      if (std::find(known.begin(), known.end(), i) == known.end())
        rest.push_back(std::move(batch.events[i]));
    return sign(std::move(rest));
  }

  std::vector<std::vector<std::size_t>> left_out;

 private:
  ledger::SignedBatch sign(std::vector<ledger::Event> events) {
    return ledger::sign_batch(TempLedger::origin, std::move(events), ledger_.newest(),
                              key_named(std::string(collector) + "/desk"));
  }

  const RemoteLedger& ledger_;
  std::deque<std::vector<Said>> batches_;
  std::size_t next_ = 0;
};

struct Watcher final : ledger::ImportWatcher {
  void recorded(std::int64_t batches, std::int64_t events, std::int64_t repeated) override {
    told = {batches, events, repeated, 0};
  }
  bool refused(const ledger::Error& error, const ledger::SignedBatch* batch) override {
    refusal = error.refusal;
    CHECK(batch != nullptr);
    return goes_on;
  }
  ledger::ImportSummary told;
  std::optional<ledger::Refusal> refusal;
  bool goes_on = false;
};

void one_pack(TempLedger& book) {
  book.accept(retire(collector, "R-1"));
}

Said pack_number(int number) {
  return retire(collector, "R-" + std::to_string(number)).unit(pack(number));
}

std::int64_t batches_sent(const ScriptedServer& server) {
  std::int64_t count = 0;
  for (const std::string& request : server.requests())
    count += request.starts_with("POST /v1/batches HTTP") ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("what a service knows is left out, and what was signed too long ago is signed again") {
  Served served(one_pack);
  Waits waits;
  const auto pass = passes_on(served);
  int stale = 1;
  ScriptedServer between({[&](const std::string& request) {
    const bool is_batch = request.starts_with("POST /v1/batches HTTP");
    if (!is_batch || stale-- <= 0) return pass(request);
    return http(422, "application/problem+json",
                R"({"name":"stale_batch","status":422,"detail":"too long ago"})");
  }});
  RemoteLedger ledger(client_of(between), waits.patience());
  Source source(ledger, {{retire(collector, "R-1"), pack_number(2), pack_number(3)},
                         {retire(collector, "R-1")},
                         {pack_number(4)}});
  Watcher watcher;
  const ledger::ImportSummary summary = ledger.import(source, watcher);
  CHECK(summary.batches == 3);
  CHECK(summary.recorded == 3);
  CHECK(summary.repeated == 2);
  CHECK(watcher.told.recorded == 3);
  CHECK(watcher.told.repeated == 2);
  CHECK(source.left_out == std::vector<std::vector<std::size_t>>{{}, {0}});
  served.stop_and_check();
}

TEST_CASE("who records without a token leaves out what is known") {
  Served served(one_pack, true);
  Waits waits;
  RemoteLedger ledger(client_of(served), waits.patience());
  Source source(ledger, {{retire(collector, "R-1"), pack_number(2)}});
  Watcher watcher;
  const ledger::ImportSummary summary = ledger.import(source, watcher);
  CHECK(summary.recorded == 1);
  CHECK(summary.repeated == 1);
  CHECK(source.left_out == std::vector<std::vector<std::size_t>>{{0}});
  served.stop_and_check();
}

TEST_CASE("an event whose id is taken by another is refused, not left out") {
  Served served(one_pack);
  Waits waits;
  RemoteLedger ledger(client_of(served), waits.patience());
  Source source(ledger, {{retire(collector, "R-1").mass(1), pack_number(2)}, {pack_number(3)}});
  Watcher watcher;
  const ledger::ImportSummary summary = ledger.import(source, watcher);
  CHECK(watcher.refusal == ledger::Refusal::id_reused);
  CHECK(summary.refused_batches == 1);
  CHECK(summary.recorded == 0);
  CHECK(source.left_out.empty());
  served.stop_and_check();
}

TEST_CASE("after a batch that is refused nothing more is sent, unless that is wanted") {
  Served served;
  Waits waits;
  for (const bool goes_on : {false, true}) {
    ScriptedServer between({passes_on(served)});
    RemoteLedger ledger(client_of(between), waits.patience());
    Source source(ledger, {{weigh(collector, "W-1").items({Thing(pack(9), 1)})}, {pack_number(1)}});
    Watcher watcher;
    watcher.goes_on = goes_on;
    CHECK(ledger.import(source, watcher).recorded == (goes_on ? 1 : 0));
    CHECK(watcher.refusal == ledger::Refusal::unknown_unit);
    CHECK(batches_sent(between) == (goes_on ? 2 : 1));
  }
  served.stop_and_check();
}

TEST_CASE("a service that is gone in the middle of a file is told when patience ends") {
  Served served;
  Waits waits;
  const auto pass = passes_on(served);
  int batches = 0;
  ScriptedServer between({[&](const std::string& request) {
    if (request.starts_with("POST ") && ++batches > 1) return std::string();
    return pass(request);
  }});
  RemoteLedger ledger(client_of(between), waits.patience(std::chrono::seconds(10)));
  Source source(ledger, {{pack_number(1)}, {pack_number(2)}, {pack_number(3)}});
  Watcher watcher;
  CHECK_THROWS_AS(ledger.import(source, watcher), Unreachable);
  CHECK(watcher.told.recorded == 1);
  CHECK(waits.sum() <= std::chrono::seconds(10));
  served.stop_and_check();
}

TEST_CASE("a dry run and known events are answered as beside the ledger") {
  Served served(one_pack);
  Waits waits;
  RemoteLedger ledger(client_of(served), waits.patience());
  std::vector<ledger::Event> events;
  for (const Said& said : {retire(collector, "R-1"), retire(collector, "R-1").mass(7),
                           weigh(collector, "W-1").items({Thing(pack(9), 1)}), pack_number(2)})
    events.push_back(*ledger::read_event(said.json()));
  const auto answers = ledger.dry_run(events);
  REQUIRE(answers.size() == 4);
  CHECK_FALSE(answers[0]);
  CHECK(answers[1]->refusal == ledger::Refusal::id_reused);
  CHECK(answers[2]->refusal == ledger::Refusal::unknown_unit);
  CHECK(answers[2]->pointer == "/items/0/unit");
  CHECK(answers[2]->event_id == "W-1");
  CHECK_FALSE(answers[3]);
  CHECK(ledger.known_positions(events) == std::vector<std::size_t>{0});
  CHECK(ledger.find_event(collector, "R-1") == 8);
  CHECK_FALSE(ledger.find_event(collector, "R-2"));
  CHECK(ledger.known(std::string(collector), {"R-1", "no such", "\" \\ \n"}).size() == 1);
  served.stop_and_check();
}
