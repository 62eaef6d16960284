#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/mirror.hpp"
#include "ledger/verify.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/log_files.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace made_up;
using ledger::Hash;
using ledger::Index;
using ledger::Ledger;
using ledger::MirrorOutcome;
using ledger::MirrorReport;

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Said retirement(std::string_view id) {
  return retire_lot(collector, id, lot(collector, id), 5000);
}

/// A ledger, a mirror of it as it was, and a second history grown from a copy of the ledger's
/// files by whoever has its key.
struct TwoHistories {
  TempLedger book;
  TempFolder folder;
  fs::path copy = folder.path() / "copy", twin = folder.path() / "twin";
  ledger::LedgerInfo kept;

  TwoHistories() {
    book.accept({retirement("A-1"), retirement("A-2")});
    fs::copy(book.directory(), twin);
  }

  void mirror_now() {
    kept = book.ledger().info();
    REQUIRE(run(log_files(book.ledger())).outcome == MirrorOutcome::grown);
  }

  MirrorReport run(LogFiles files) {
    FileSource source(std::move(files));
    ledger::MirrorOptions options;
    options.identity = book.ledger().info().identity;
    options.evidence = folder.path() / "evidence";
    return ledger::mirror_ledger(source, copy, options, {});
  }

  /// What the second history shows after some more events.
  LogFiles other(const std::vector<std::string>& ids) {
    Ledger ledger = Ledger::open(twin, Ledger::Access::write, book.clock);
    for (const std::string& id : ids) {
      std::vector<ledger::Event> events;
      events.push_back(ledger::read_event(retirement(id).json()).value());
      const auto signer = key_named(fmt::format("{}/desk", collector));
      REQUIRE(ledger.append(
          ledger::sign_batch(TempLedger::origin, std::move(events), ledger.newest(), signer)));
    }
    return log_files(ledger);
  }

  /// The mirror is as it was, and what it kept is proof for anybody who knows the ledger's key.
  void check_refused(const MirrorReport& report, MirrorOutcome outcome) {
    CHECK(report.outcome == outcome);
    CHECK(report.size == kept.size);
    CHECK_FALSE(report.found.empty());
    const Ledger mirror = Ledger::open(copy, Ledger::Access::read, book.clock);
    CHECK(mirror.info().checkpoint == kept.checkpoint);
    CHECK_FALSE(ledger::audit_ledger(copy, {}, {}).damage);
    book.check();
  }

  [[nodiscard]] ledger::Verdict verdict(const fs::path& file) const {
    const std::string policy = fmt::format("log {}\nquorum none\n", kept.ledger_key);
    const std::string bytes = content(file);
    ledger::VerifyInput input;
    input.file = bytes;
    input.policy = policy;
    const std::string entry = content(fs::path(file).replace_extension(".entry"));
    if (file.extension() == ".tlog-proof") input.entry = entry;
    return ledger::verify_proof(input);
  }
};

}  // namespace

TEST_CASE("two heads of one size with different roots are kept as proof of a fork", "[mirror]") {
  TwoHistories two;
  two.book.accept(retirement("B-1"));
  two.mirror_now();
  const auto report = two.run(two.other({"C-1"}));
  two.check_refused(report, MirrorOutcome::fork);
  REQUIRE(report.evidence.size() == 1);
  const auto verdict = two.verdict(report.evidence.front());
  CHECK(verdict.kind == ledger::ProofKind::fork);
  CHECK(verdict.outcome == ledger::Outcome::wrong);
}

TEST_CASE("a longer head that does not continue the last one is kept as proof of a fork",
          "[mirror]") {
  TwoHistories two;
  two.book.accept({retirement("B-1"), retirement("B-2")});
  two.mirror_now();
  // The first entry that differs is the one after the common beginning.
  const Index split = two.kept.size - 2;
  const auto report = two.run(two.other({"B-9", "C-1", "C-2", "C-3", "C-4"}));
  two.check_refused(report, MirrorOutcome::fork);
  CHECK_THAT(report.found, ContainsSubstring(fmt::format("entry {}", split)));
  REQUIRE(report.evidence.size() == 1);
  const auto verdict = two.verdict(report.evidence.front());
  CHECK(verdict.kind == ledger::ProofKind::fork);
  CHECK(verdict.outcome == ledger::Outcome::wrong);
}

TEST_CASE("a shorter head that is not the beginning of the last one is proof of a fork",
          "[mirror]") {
  TwoHistories two;
  two.book.accept({retirement("B-1"), retirement("B-2"), retirement("B-3")});
  two.mirror_now();
  const auto report = two.run(two.other({"C-1"}));
  two.check_refused(report, MirrorOutcome::fork);
  REQUIRE(report.evidence.size() == 1);
  CHECK(two.verdict(report.evidence.front()).outcome == ledger::Outcome::wrong);
}

TEST_CASE("a source that shows an earlier head is called a rollback, and no forgery", "[mirror]") {
  TwoHistories two;
  two.book.accept({retirement("B-1"), retirement("B-2")});
  two.mirror_now();
  const auto report = two.run(two.other({}));
  two.check_refused(report, MirrorOutcome::rollback);
  // Both heads, for whoever asks; neither proves a forgery.
  CHECK(report.evidence.size() == 2);
}

TEST_CASE("what the ledger's key never signed is no evidence against it", "[mirror]") {
  TwoHistories two;
  two.book.accept(retirement("B-1"));
  two.mirror_now();
  LogFiles files = two.other({"C-1"});
  const auto stranger = key_named(std::string(TempLedger::origin));
  const auto note = files.at("checkpoint");
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  files["checkpoint"] =
      ledger::chain::write_note(text, stranger.verifier().name, stranger.sign(text));
  const auto report = two.run(files);
  two.check_refused(report, MirrorOutcome::untrusted);
  CHECK(report.evidence.empty());
}

namespace {

/// A batch of one event as a dishonest ledger would enter it, whatever its rules say.
struct Forged {
  ledger::Batch batch;
  std::string event, trail;
};

LogFiles with_entry(TwoHistories& two, const Forged& forged) {
  auto entries = entry_bytes(two.book.ledger());
  std::string bytes;
  ledger::chain::EntryWriter(forged.batch)
      .write(bytes, 0, ledger::crypto::leaf_hash(entries.back()), forged.event, forged.trail);
  entries.push_back(bytes);
  std::vector<Hash> leaves;
  for (const std::string& entry : entries) leaves.push_back(ledger::crypto::leaf_hash(entry));
  const auto key = ledger::read_key_file(two.book.directory() / "ledger.key", std::nullopt);
  const auto head =
      ledger::chain::sign_checkpoint(TempLedger::origin, static_cast<std::int64_t>(entries.size()),
                                     ledger::chain::root_of(leaves), key);
  return log_files(entries, head.note);
}

/// What the ledger would enter for this event, if it entered it.
Forged entered(TwoHistories& two, const Said& said, const std::string& key_name) {
  std::vector<ledger::Event> events;
  events.push_back(ledger::read_event(said.json()).value());
  Forged forged;
  forged.event = events.front().bytes();
  const auto signed_batch = ledger::sign_batch(TempLedger::origin, std::move(events),
                                               two.book.ledger().newest(), key_named(key_name));
  forged.batch.head = ledger::chain::read_batch_head(signed_batch.head).value();
  forged.batch.first = two.book.ledger().info().size;
  forged.batch.recorded_at_ms = two.book.clock.ms;
  const auto op = two.book.ledger().find_operator(said.operator_id());
  forged.batch.standing = op ? op->standing : -1;
  std::vector<ledger::TrailLink> links{{std::string(said.operator_id()), op ? op->last : -1}};
  const auto id = lot(said.operator_id(), "F-1");
  links.push_back({id, -1});
  std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  forged.trail = ledger::chain::trail_text(links);
  return forged;
}

}  // namespace

TEST_CASE("an entry against the rules is refused, and kept with the head that signs it",
          "[mirror]") {
  TwoHistories two;
  const Said said = retirement("F-1");
  Forged forged = entered(two, said, fmt::format("{}/desk", collector));
  const bool is_first = GENERATE(false, true);
  if (!is_first) two.mirror_now();
  two.kept = two.book.ledger().info();
  const auto n = forged.batch.first;

  SECTION("as it should be it is no forgery at all") {
    CHECK(two.run(with_entry(two, forged)).outcome == MirrorOutcome::grown);
    CHECK_FALSE(ledger::audit_ledger(two.copy, {}, {}).damage);
    return;
  }
  SECTION("an operator that was never enrolled") {
    forged = entered(two, retire_lot(stranger, "F-1", lot(stranger, "F-1"), 5000),
                     fmt::format("{}/desk", stranger));
  }
  SECTION("a signature by another key") {
    const auto wrong = key_named(fmt::format("{}/desk", recycler));
    forged.batch.head.signature = wrong.sign(ledger::chain::batch_head_text(forged.batch.head));
  }
  SECTION("an event that another signature is over") {
    forged.event.replace(forged.event.find("5000"), 4, "6000");
  }
  SECTION("an event recorded twice") {
    forged = entered(two, retirement("A-1"), fmt::format("{}/desk", collector));
  }
  SECTION("a trail that leaves an entry out") {
    const auto op = two.book.ledger().find_operator(collector).value();
    forged.trail.replace(forged.trail.find(fmt::format(":{}", op.last)), 3, ":5");
  }
  SECTION("a standing that is not the last one") {
    forged.batch.standing = 0;
  }
  SECTION("a time before the entry before") {
    forged.batch.recorded_at_ms -= 60'000;
  }
  SECTION("a batch of which the rest is missing") {
    forged.batch.head.count = 2;
  }
  SECTION("an index that is another's") {
    forged.batch.first += 1;
  }
  SECTION("a batch that follows another history") {
    forged.batch.head.after_hash[0] ^= 1;
    const auto key = key_named(fmt::format("{}/desk", collector));
    forged.batch.head.signature = key.sign(ledger::chain::batch_head_text(forged.batch.head));
  }
  const auto report = two.run(with_entry(two, forged));
  CHECK(report.outcome == MirrorOutcome::broken_rule);
  CHECK(report.entry == n);
  REQUIRE(report.evidence.size() == 2);
  // Anybody can see that the ledger's key stands for it.
  const auto verdict = two.verdict(report.evidence.back());
  CHECK(verdict.kind == ledger::ProofKind::entry);
  CHECK(verdict.size == n + 1);
  if (is_first)
    CHECK_FALSE(fs::exists(two.copy));
  else
    two.check_refused(report, MirrorOutcome::broken_rule);
}

TEST_CASE("an entry of a type that is not known yet is no damage", "[mirror]") {
  TwoHistories two;
  two.mirror_now();
  Forged forged = entered(two, retirement("F-1"), fmt::format("{}/desk", collector));
  forged.event.replace(forged.event.find("\"retire\""), 8, "\"teleport\"");
  const auto report = two.run(with_entry(two, forged));
  two.check_refused(report, MirrorOutcome::newer);
  CHECK(report.entry == two.kept.size);
  CHECK(report.evidence.empty());
}
