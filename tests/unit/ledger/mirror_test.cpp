#include "ledger/mirror.hpp"

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
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

std::vector<Said> retirements(const std::string& round, int count) {
  std::vector<Said> events;
  for (int i = 0; i < count; ++i) {
    const std::string id = fmt::format("{}-{}", round, i);
    events.push_back(retire_lot(collector, id, lot(collector, id), 5000 + i));
  }
  return events;
}

/// A ledger, and a mirror of it that is made when it is first asked for.
struct Mirrored {
  TempLedger book;
  TempFolder folder;
  fs::path copy = folder.path() / "copy";
  FixedClock clock;

  MirrorReport run(ledger::LogSource& source, std::optional<Hash> identity = std::nullopt) {
    ledger::MirrorOptions options;
    options.identity = identity ? identity : book.ledger().info().identity;
    options.evidence = folder.path() / "evidence";
    return ledger::mirror_ledger(source, copy, options, {});
  }
  MirrorReport run(LogFiles files) {
    FileSource source(std::move(files));
    return run(source);
  }
  MirrorReport run() { return run(log_files(book.ledger())); }

  Ledger mirror() { return Ledger::open(copy, Ledger::Access::read, clock); }

  /// The mirror is whole and shows just this head.
  void check_at(const ledger::LedgerInfo& head) {
    const auto info = mirror().info();
    CHECK(info.size == head.size);
    CHECK(info.root == head.root);
    CHECK(info.checkpoint == head.checkpoint);
    const auto audit = ledger::audit_ledger(copy, {}, {});
    if (audit.damage) FAIL_CHECK(audit.damage->where << ": " << audit.damage->found);
    CHECK(audit.size == head.size);
  }
};

}  // namespace

TEST_CASE("a mirror tells what the ledger tells, to the byte", "[mirror]") {
  Mirrored m;
  m.book.accept(retirements("A", 3));
  const auto first = m.run();
  CHECK(first.outcome == MirrorOutcome::grown);
  CHECK(first.before == 0);
  m.check_at(m.book.ledger().info());
  REQUIRE(m.book.record(retirements("B", 700)));
  m.book.accept(
      dispatch(collector, "D-1", recycler, "WB-1").items({{lot(collector, "A-1"), 5001}}));
  const auto second = m.run();
  CHECK(second.outcome == MirrorOutcome::grown);
  CHECK(second.before == first.size);
  m.check_at(m.book.ledger().info());
  CHECK(m.run().outcome == MirrorOutcome::unchanged);

  const auto rule = ledger::CountingRule::net_1;
  CHECK(report_json(m.mirror().report(2024, rule).value()) == report_json(m.book.report(rule)));
  const auto own = m.book.ledger().trail(lot(collector, "A-1"), 10).value();
  const auto copied = m.mirror().trail(lot(collector, "A-1"), 10).value();
  REQUIRE(copied.size() == own.size());
  for (std::size_t i = 0; i < own.size(); ++i) CHECK(copied[i].bytes == own[i].bytes);
  m.book.check();
}

TEST_CASE("a mirror grows at every size of its tree", "[mirror]") {
  Mirrored m;
  const auto entries = m.book.ledger().info().size;
  // Over the edges of a tile: up to 255, 256 and 257 entries, and to the second tile's edge.
  int round = 0;
  for (const std::int64_t size : {entries + 1, std::int64_t{255}, std::int64_t{256},
                                  std::int64_t{257}, std::int64_t{512}, std::int64_t{600}}) {
    const auto lacking = static_cast<int>(size - m.book.ledger().info().size);
    REQUIRE(m.book.record(retirements(fmt::format("R{}", ++round), lacking)));
    CHECK(m.run().outcome == MirrorOutcome::grown);
    m.check_at(m.book.ledger().info());
  }
  m.book.check();
}

TEST_CASE("nobody records into a mirror", "[mirror]") {
  Mirrored m;
  CHECK(m.run().outcome == MirrorOutcome::grown);
  CHECK_THROWS_WITH(Ledger::open(m.copy, Ledger::Access::write, m.clock),
                    ContainsSubstring("it is a mirror"));
  const TempFolder other;
  ledger::MirrorOptions options;
  FileSource source(log_files(m.book.ledger()));
  CHECK_THROWS_WITH(ledger::mirror_ledger(source, m.book.directory(), options, {}),
                    ContainsSubstring("it is no mirror"));
  m.book.check();
}

TEST_CASE("a mirror begins with an identity or a policy, and with no other ledger", "[mirror]") {
  Mirrored m;
  FileSource source(log_files(m.book.ledger()));
  ledger::MirrorOptions options;
  options.evidence = m.folder.path() / "evidence";
  CHECK_THROWS_WITH(ledger::mirror_ledger(source, m.copy, options, {}),
                    ContainsSubstring("nothing says which ledger"));

  const auto wrong = m.run(source, Hash{});
  CHECK(wrong.outcome == MirrorOutcome::untrusted);
  CHECK_FALSE(fs::exists(m.copy));

  options.policy = fmt::format("log {}\nquorum none\n",
                               key_named(std::string(TempLedger::origin)).verifier().text());
  CHECK(ledger::mirror_ledger(source, m.copy, options, {}).outcome == MirrorOutcome::untrusted);
  CHECK_FALSE(fs::exists(m.copy));

  options.policy = fmt::format("log {}\nquorum none\n", m.book.ledger().info().ledger_key);
  CHECK(ledger::mirror_ledger(source, m.copy, options, {}).outcome == MirrorOutcome::grown);
  m.check_at(m.book.ledger().info());

  // From now on the mirror knows its ledger by itself; another one is not taken for it.
  options.policy.reset();
  CHECK(ledger::mirror_ledger(source, m.copy, options, {}).outcome == MirrorOutcome::unchanged);
  options.identity = Hash{};
  CHECK_THROWS_WITH(ledger::mirror_ledger(source, m.copy, options, {}),
                    ContainsSubstring("it is a mirror of the ledger"));
  m.book.check();
}

TEST_CASE("whatever file of a source is changed, cut or missing, nothing of it is kept",
          "[mirror]") {
  Mirrored m;
  REQUIRE(m.book.record(retirements("A", 280)));
  const bool is_first = GENERATE(true, false);
  const auto before = m.book.ledger().info();
  if (!is_first) REQUIRE(m.run().outcome == MirrorOutcome::grown);
  REQUIRE(m.book.record(retirements("B", 300)));
  const LogFiles good = log_files(m.book.ledger());
  for (const auto& [path, bytes] : good)
    for (const std::string harm : {"first byte", "last byte", "cut", "longer", "missing"}) {
      CAPTURE(path, harm);
      LogFiles bad = good;
      std::string& file = bad[path];
      if (harm == "first byte") file.front() = static_cast<char>(file.front() ^ 1);
      if (harm == "last byte") file.back() = static_cast<char>(file.back() ^ 1);
      if (harm == "cut") file.resize(file.size() / 2);
      if (harm == "longer") file += 'x';
      if (harm == "missing") bad.erase(path);
      const auto report = m.run(bad);
      // What an increment does not need, it does not ask for.
      if (report.outcome == MirrorOutcome::grown) {
        CHECK_FALSE(is_first);
        CHECK(path.ends_with("000"));
        fs::remove_all(m.copy);
        REQUIRE(m.run().outcome == MirrorOutcome::grown);
        return;
      }
      CHECK((report.outcome == MirrorOutcome::wrong_bytes ||
             report.outcome == MirrorOutcome::untrusted));
      CHECK_FALSE(report.found.empty());
      if (is_first)
        CHECK_FALSE(fs::exists(m.copy));
      else
        m.check_at(before);
    }
  CHECK(m.run().outcome == MirrorOutcome::grown);
  m.check_at(m.book.ledger().info());
  m.book.check();
}

TEST_CASE("a mirror that lost its source in the middle is taken up again", "[mirror]") {
  Mirrored m;
  REQUIRE(m.book.record(retirements("A", 1500)));
  const LogFiles files = log_files(m.book.ledger());
  for (std::int64_t fails_at = 0; fails_at < 12; ++fails_at) {
    CAPTURE(fails_at);
    FileSource source(files, fails_at);
    CHECK_THROWS_WITH(m.run(source), ContainsSubstring("the network is down"));
    CHECK_FALSE(fs::exists(m.copy));
  }
  CHECK(m.run().outcome == MirrorOutcome::grown);
  m.check_at(m.book.ledger().info());
  m.book.check();
}

TEST_CASE("a mirror follows a ledger whose own key rotates", "[mirror]") {
  Mirrored m;
  const auto before = m.book.ledger().info();
  REQUIRE(m.run().outcome == MirrorOutcome::grown);
  const auto old_key = ledger::read_key_file(m.book.directory() / "ledger.key", std::nullopt);
  m.book.accept(m.book.rotation("rotate-1"));
  m.book.accept(retirements("A", 2));
  LogFiles files = log_files(m.book.ledger());
  // The old key signs on: that is no head of this ledger any more.
  const auto info = m.book.ledger().info();
  const std::string text = fmt::format("{}\n{}\n{}\n", TempLedger::origin, info.size,
                                       ledger::encoding::base64(info.root));
  LogFiles by_old_key = files;
  by_old_key["checkpoint"] = fmt::format("{}\n\xe2\x80\x94 {} {}\n", text, TempLedger::origin,
                                         ledger::encoding::base64(old_key.sign(text)));
  CHECK(m.run(by_old_key).outcome == MirrorOutcome::untrusted);
  m.check_at(before);

  CHECK(m.run(files).outcome == MirrorOutcome::grown);
  m.check_at(info);
  fs::remove_all(m.copy);
  CHECK(m.run(files).outcome == MirrorOutcome::grown);
  m.check_at(info);
  m.book.check();
}
