#include <random>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/storage/batch_cursor.hpp"
#include "ledger/storage/paths.hpp"
#include "tests/bench/sqlite.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

constexpr int trails = 2000, opens = 20, reports = 20;
const ledger::SystemClock the_clock;

double once_s(const std::function<void()>& work) {
  Stopwatch watch;
  watch.start();
  work();
  watch.stop();
  return watch.wall_s();
}

std::vector<double> times_s(int times, const std::function<void()>& work) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) all.push_back(once_s(work));
  return all;
}

/// Codes of units drawn evenly, the same ones every time.
std::vector<std::string> drawn_codes(const std::filesystem::path& ledger, int count) {
  const Sqlite database(ledger::storage::Paths(ledger).database, SQLITE_OPEN_READONLY);
  Query last(database, "SELECT coalesce(max(no), 0) FROM unit");
  last.step();
  std::mt19937_64 random(1);
  Query unit(database, "SELECT code FROM unit WHERE no = ?");
  std::vector<std::string> codes;
  for (int i = 0; i < count; ++i) {
    const auto no =
        1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last.integer(0)));
    sqlite3_bind_int64(unit.handle(), 1, no);
    if (unit.step()) codes.emplace_back(unit.bytes(0));
    unit.reset();
  }
  return codes;
}

}  // namespace

json audit(const std::filesystem::path& ledger, bool replay_only) {
  ledger::AuditOptions options;
  if (replay_only)
    options.since =
        ledger::Ledger::open(ledger, ledger::Ledger::Access::read, the_clock).newest().index;
  Stopwatch watch;
  watch.start();
  const auto report = ledger::audit_ledger(ledger, options, {});
  watch.stop();
  if (report.damage)
    throw ledger::Failure("the audit found damage: " + report.damage->where + ", expected " +
                          report.damage->expected + ", found " + report.damage->found);
  return {{"entries", report.entries_checked},
          {"signatures", report.signatures_checked},
          {"rows_compared", report.rows_compared},
          {"wall_s", watch.wall_s()},
          {"cpu_s", watch.cpu_s()}};
}

json audit_bytes(const std::filesystem::path& ledger) {
  const auto store = ledger::storage::Store::open(ledger::storage::Paths(ledger).database,
                                                  ledger::storage::Mode::read);
  Stopwatch watch;
  watch.start();
  ledger::storage::BatchCursor batches(store);
  ledger::chain::Frontier tree;
  std::optional<ledger::chain::EntryWriter> writer;
  ledger::Index first = -1;
  ledger::Hash before{};
  std::string bytes;
  const std::int64_t size = store.size();
  store.each_entry(0, size, [&](ledger::storage::EntryRow&& row) {
    const ledger::Batch& batch = batches.of(row.index);
    if (row.index == 0) before = ledger::chain::before_the_first(batch.head.origin);
    if (batch.first != first) writer.emplace(batch);
    first = batch.first;
    bytes.clear();
    writer->write(bytes, row.index - first, before, row.event, row.trail);
    before = ledger::crypto::leaf_hash(bytes);
    ledger::require(before == row.leaf, "an intact ledger is measured");
    tree.add(before);
    return true;
  });
  ledger::require(tree.root() == store.last_checkpoint()->root, "an intact ledger is measured");
  watch.stop();
  return {{"entries", size}, {"wall_s", watch.wall_s()}, {"cpu_s", watch.cpu_s()}};
}

json read_ledger(const std::filesystem::path& directory, int year) {
  using ledger::Ledger;
  const auto open = [&] { return Ledger::open(directory, Ledger::Access::read, the_clock); };
  const auto opened = times_s(opens, [&] { (void)open(); });
  const auto opened_to_write =
      times_s(opens, [&] { (void)Ledger::open(directory, Ledger::Access::write, the_clock); });
  const auto ledger = open();
  std::vector<double> trail_s;
  std::size_t entries = 0;
  for (const std::string& code : drawn_codes(directory, trails))
    trail_s.push_back(once_s([&] { entries += ledger.trail(code, 100).value().size(); }));
  const auto report_s =
      times_s(reports, [&] { (void)ledger.report(year, ledger::CountingRule::net_1).value(); });
  return {{"open_ms", mean(opened) * 1e3},
          {"open_to_write_ms", mean(opened_to_write) * 1e3},
          {"trail_us", mean(trail_s) * 1e6},
          {"trail_p50_us", quantile(trail_s, 500) * 1e6},
          {"trail_p99_us", quantile(trail_s, 990) * 1e6},
          {"trail_entries", static_cast<double>(entries) / static_cast<double>(trail_s.size())},
          {"report_ms", mean(report_s) * 1e3},
          {"report_first_ms", report_s.front() * 1e3}};
}

}  // namespace bench
