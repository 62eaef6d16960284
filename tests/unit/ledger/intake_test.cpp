#include "ledger/intake.hpp"

#include <atomic>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/verify.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said retirement(int number) {
  return retire_lot(collector, fmt::format("R-{}", number),
                    fmt::format("{}/L-{}", collector, number), 5000);
}

/// True when it came to be so within ten seconds.
bool until(const std::function<bool()>& so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!so())
    if (std::chrono::steady_clock::now() > end) return false;
  return true;
}

struct Answer {
  std::optional<Result<Appended>> appended;
  std::string thrown;
};

Answer append(Intake& intake, SignedBatch batch) {
  Answer answer;
  try {
    answer.appended = intake.append(std::move(batch));
  } catch (const Busy& failure) {
    answer.thrown = std::string("Busy: ") + failure.what();
  } catch (const WriteStopped& failure) {
    answer.thrown = std::string("WriteStopped: ") + failure.what();
  } catch (const std::exception& failure) {
    answer.thrown = failure.what();
  }
  return answer;
}

/// A ledger whose intake holds the first commit back until all other batches wait in the queue, so
/// that they are one group.
struct Together {
  TempLedger book;
  Intake intake{book.ledger()};

  /// Answers of the batches that came together, in the order given.
  std::vector<Answer> post(SignedBatch first, std::vector<SignedBatch> others) {
    const auto count = static_cast<std::int64_t>(others.size());
    std::atomic<bool> is_held = false;
    intake.on_head([&](std::int64_t) {
      if (is_held.exchange(true)) return;
      (void)until([&] { return intake.counts().waiting == count; });
    });
    std::vector<Answer> answers(others.size());
    std::thread leader([&] { (void)append(intake, std::move(first)); });
    (void)until([&] { return is_held.load(); });
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < others.size(); ++i)
      threads.emplace_back([&, i] { answers[i] = append(intake, std::move(others[i])); });
    leader.join();
    for (std::thread& thread : threads) thread.join();
    return answers;
  }
  Verdict judge(const Receipt& receipt) {
    const std::string file = chain::write_receipt(receipt);
    const std::string policy = starting_policy(book.ledger().info());
    VerifyInput input;
    input.file = file;
    input.policy = policy;
    return verify_proof(input);
  }
};

}  // namespace

TEST_CASE("batches that wait together share a commit, and each is proven by its own receipt",
          "[intake]") {
  Together together;
  std::vector<SignedBatch> batches;
  for (int i = 1; i <= 7; ++i)
    batches.push_back(together.book.sign({retirement(10 * i), retirement(10 * i + 1)}));
  const auto answers = together.post(together.book.sign({retirement(0)}), std::move(batches));
  const LedgerInfo info = together.book.ledger().info();
  std::vector<bool> is_covered(static_cast<std::size_t>(info.size));
  for (const Answer& answer : answers) {
    REQUIRE(answer.appended);
    REQUIRE(*answer.appended);
    const Receipt& receipt = (*answer.appended)->receipt;
    CHECK_FALSE((*answer.appended)->repeated);
    CHECK(receipt.checkpoint == info.checkpoint);
    const Verdict verdict = together.judge(receipt);
    CHECK(verdict.outcome == Outcome::proven);
    CHECK(verdict.size == info.size);
    REQUIRE(receipt.leaves.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      const Index index = receipt.first + static_cast<Index>(i);
      CHECK(together.book.ledger().entry(index)->leaf == receipt.leaves[i]);
      CHECK_FALSE(is_covered[static_cast<std::size_t>(index)]);
      is_covered[static_cast<std::size_t>(index)] = true;
    }
  }
  const IntakeCounts counts = together.intake.counts();
  CHECK((counts.commits == 2 && counts.batches == 8 && counts.events == 15));
  CHECK((counts.batches_of_largest_commit == 7 && counts.waiting == 0));
  CHECK(together.intake.head().size == info.size);
  CHECK(together.intake.head().at_ms == info.last_recorded_at_ms);
  together.book.check();
}

TEST_CASE("a batch that comes three times at once is recorded once and proven three times",
          "[intake]") {
  Together together;
  std::vector<SignedBatch> same;
  for (int i = 0; i < 3; ++i) same.push_back(together.book.sign({retirement(1), retirement(2)}));
  const auto answers = together.post(together.book.sign({retirement(0)}), std::move(same));
  int repeated = 0;
  for (const Answer& answer : answers) {
    REQUIRE(answer.appended.value());
    repeated += (*answer.appended)->repeated ? 1 : 0;
    CHECK((*answer.appended)->receipt.first == (*answers[0].appended)->receipt.first);
    CHECK(together.judge((*answer.appended)->receipt).outcome == Outcome::proven);
  }
  CHECK(repeated == 2);
  CHECK(together.intake.counts().repeated == 2);
  together.book.check();
}

TEST_CASE("a refusal in a group is one batch's alone", "[intake]") {
  Together together;
  std::vector<SignedBatch> batches;
  batches.push_back(together.book.sign({retirement(1)}));
  batches.push_back(together.book.sign({retirement(2).number("mass_g", 6000)}));
  batches.push_back(together.book.sign({retirement(3)}));
  batches.back().head.replace(batches.back().head.size() - 10, 1, "!");
  batches.push_back(together.book.sign({retirement(4)}, "unknown"));
  batches.push_back(together.book.sign({inspect(recycler, "I-1", pack(9))}));
  const auto bad = append(together.intake, std::move(batches[2]));
  REQUIRE(bad.appended);
  CHECK_FALSE(*bad.appended);
  batches.erase(batches.begin() + 2);
  const auto answers = together.post(together.book.sign({retirement(2)}), std::move(batches));
  CHECK(answers[0].appended.value());
  const auto refusal = [&](std::size_t i) {
    return answers[i].appended && !*answers[i].appended
               ? std::string(describe(answers[i].appended->error().refusal).name)
               : "none" + answers[i].thrown;
  };
  CHECK(refusal(1) == "id_reused");
  CHECK(refusal(2) == "unknown_key");
  CHECK(refusal(3) == "unknown_unit");
  CHECK(together.intake.counts().refused == 4);
  CHECK(together.intake.counts().batches == 2);
  together.book.check();
}

TEST_CASE("what is more than may wait is turned away and not recorded", "[intake]") {
  TempLedger book;
  const SignedBatch one_of_four = book.sign({retirement(0)});
  const std::size_t bytes = one_of_four.head.size() + one_of_four.events.front().bytes().size();
  // By their number, or by their bytes.
  Intake intake(book.ledger(),
                GENERATE_COPY(IntakeLimits{2, 1 << 20}, IntakeLimits{9, 5 * bytes / 2}));
  std::atomic<bool> is_held = false, goes_on = false;
  intake.on_head([&](std::int64_t) {
    is_held = true;
    (void)until([&] { return goes_on.load(); });
  });
  std::vector<SignedBatch> batches;
  for (int i = 0; i < 4; ++i) batches.push_back(book.sign({retirement(i)}));
  std::thread one([&] { (void)append(intake, std::move(batches[0])); });
  CHECK(until([&] { return is_held.load(); }));
  std::thread two([&] { (void)append(intake, std::move(batches[1])); });
  CHECK(until([&] { return intake.counts().waiting == 1; }));
  const Answer turned_away = append(intake, std::move(batches[2]));
  CHECK_THAT(turned_away.thrown, ContainsSubstring("Busy: recording: 2 batches"));
  goes_on = true;
  one.join();
  two.join();
  CHECK(append(intake, book.sign({retirement(2)})).appended.value());
  CHECK(intake.counts().busy == 1);
  CHECK_FALSE(book.ledger().find_event(collector, "R-3"));
  book.check();
}

TEST_CASE("a batch larger than all that may wait is turned away", "[intake]") {
  TempLedger book;
  Intake intake(book.ledger(), {10, 100});
  CHECK_THAT(append(intake, book.sign({retirement(1)})).thrown, ContainsSubstring("Busy"));
  CHECK(intake.counts().busy == 1);
  book.check();
}

TEST_CASE("a key granted through the intake signs the next batch, and sealed texts are kept",
          "[intake]") {
  TempLedger book;
  Intake intake(book.ledger());
  const std::string vkey = key_named(std::string(collector) + "/new").verifier().text();
  REQUIRE(append(intake, book.sign({grant_key(collector, "G-1", vkey)})).appended.value());
  Hash salt{};
  salt.fill(7);
  SignedBatch batch = book.sign(
      {retirement(1).raw("sealed", fmt::format(R"({{"note":"{}"}})", commitment(salt, "bay")))},
      "new");
  batch.openings = {{"R-1", "note", "bay", salt}};
  const auto answer = append(intake, std::move(batch));
  REQUIRE(answer.appended);
  REQUIRE(*answer.appended);
  const auto texts = book.ledger().openings((*answer.appended)->receipt.first);
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].text == "bay");
  book.check();
}

namespace {

/// A witness that answers only when a batch was recorded meanwhile.
struct SlowWitness final : WitnessClient {
  explicit SlowWitness(Witness& asked) : witness(asked) {}
  std::optional<WitnessAnswer> post(const std::string&, const std::string& body) override {
    meanwhile();
    return witness.add_checkpoint(body);
  }
  void wait(std::chrono::milliseconds) override {}
  Witness& witness;
  std::function<void()> meanwhile;
};

struct Witnessed {
  TempFolder folder;
  TempLedger book;
  std::string vkey = Witness::create(folder.path() / "w", "witness.example/w", std::nullopt);
  Witness witness{folder.path() / "w",
                  read_key_file(Witness::key_file(folder.path() / "w"), std::nullopt),
                  "log " + book.ledger().info().ledger_key + "\nquorum none\n", book.clock};
  SlowWitness client{witness};

  Witnessed() {
    std::ofstream(book.directory() / "witnesses", std::ios::binary)
        << "witness w " << vkey << " http://w\nquorum w\n";
  }
};

}  // namespace

TEST_CASE("commits go on while a witness takes its time", "[intake]") {
  Witnessed f;
  Intake intake(f.book.ledger());
  const std::int64_t size = intake.head().size;
  f.client.meanwhile = [&] {
    CHECK(append(intake, f.book.sign({retirement(1)})).appended.value());
  };
  const Gathered gathered = intake.gather_cosignatures(f.client, 1);
  CHECK(gathered.size == size);
  CHECK(gathered.has_quorum);
  CHECK(intake.head().size == size + 1);
  f.book.check();
}

TEST_CASE("a witness that knows another history stops the writing", "[intake]") {
  const bool is_asked_by_intake = GENERATE(true, false);
  Witnessed f;
  f.client.meanwhile = [] {};
  REQUIRE(f.book.record(retirement(1)));
  const std::filesystem::path copy = f.folder.path() / "copy";
  std::filesystem::copy(f.book.directory(), copy);
  REQUIRE(f.book.record(retirement(2)));
  REQUIRE(f.book.ledger().gather_cosignatures(f.client, 1).has_quorum);
  // The copy is the ledger as it was: put back, and not knowing.
  Ledger back = Ledger::open(copy, Ledger::Access::write, f.book.clock);
  Intake intake(back);
  CHECK(intake.stopped_because().empty());
  CHECK_FALSE((is_asked_by_intake ? intake.gather_cosignatures(f.client, 1)
                                  : back.gather_cosignatures(f.client, 1))
                  .has_quorum);
  // What the ledger alone was told is met by the first batch, and stops all that come later.
  if (!is_asked_by_intake) CHECK_FALSE(append(intake, f.book.sign({retirement(3)})).appended);
  CHECK_THAT(intake.stopped_because(), ContainsSubstring("contradicts"));
  const auto answer = append(intake, f.book.sign({retirement(3)}));
  CHECK_THAT(answer.thrown, ContainsSubstring("WriteStopped"));
  CHECK_THAT(answer.thrown, ContainsSubstring("put back to an earlier state"));
  CHECK_THROWS_AS(back.append(f.book.sign({retirement(3)})), Damage);
  CHECK(intake.head().size == back.info().size);
  f.book.check();
}
