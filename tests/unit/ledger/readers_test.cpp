#include <atomic>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/intake.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

Said retirement(int number) {
  return retire_lot(collector, fmt::format("R-{}", number),
                    fmt::format("{}/L-{}", collector, number), 5000);
}

/// What a reader finds wrong with the head it stands at; empty when all of it agrees.
std::string contradiction_in(const Ledger& ledger, std::int64_t at_least) {
  const Ledger::Snapshot snapshot(ledger);
  const LedgerInfo info = ledger.info();
  if (info.size < at_least) return "an older head than before";
  if (ledger.newest().index != info.size - 1) return "the newest entry is not the head's last";
  EntryQuery query;
  query.newest_first = true;
  query.entries_max = 5;
  const auto page = ledger.entries(query);
  if (!page || page->size != info.size || page->entries.empty()) return "no page of the head";
  if (page->entries[0].leaf != ledger.newest().hash) return "another newest entry";
  const auto trail = ledger.trail(collector, 3);
  if (!trail || trail->front().index != ledger.find_operator(collector)->last)
    return "a trail that does not begin at its newest entry";
  if (!ledger.prove(info.size - 1)) return "no proof of the newest entry";
  std::int64_t stock = 0;
  ledger.each_stock_line(collector, {}, [&](const StockLine& line) {
    stock += line.mass_g;
    return true;
  });
  const auto totals = ledger.stock_totals();
  if (stock > 0 && totals.at(std::string(collector)) != stock) return "stock that does not add up";
  if (ledger.report(2024, CountingRule::net_1)->size != info.size)
    return "a report of another head";
  return {};
}

}  // namespace

TEST_CASE("readers beside a writer see each new head, and under a snapshot one", "[intake]") {
  TempLedger book;
  std::vector<SignedBatch> batches;
  for (int i = 0; i < 150; ++i) batches.push_back(book.sign({retirement(i)}));
  std::atomic<std::int64_t> written = 0;
  std::atomic<bool> is_over = false;
  std::vector<std::string> found(4);
  std::vector<std::int64_t> heads(4);
  {
    Intake intake(book.ledger());
    intake.on_head([&](std::int64_t size) { written = size; });
    std::vector<std::thread> readers;
    for (std::size_t i = 0; i < found.size(); ++i)
      readers.emplace_back([&, i] {
        Ledger reader = Ledger::open(book.directory(), Ledger::Access::read, book.clock);
        std::int64_t last = 0;
        for (bool is_last = false; found[i].empty() && !is_last;) {
          is_last = is_over;
          const std::int64_t at_least = written;
          try {
            found[i] = contradiction_in(reader, at_least);
          } catch (const std::exception& failure) {
            found[i] = failure.what();
          }
          const std::int64_t size = reader.info().size;
          heads[i] += size != last ? 1 : 0;
          last = size;
        }
      });
    for (SignedBatch& batch : batches)
      if (!intake.append(std::move(batch))) found[0] = "an append was refused";
    is_over = true;
    for (std::thread& reader : readers) reader.join();
  }
  for (const std::string& one : found) CHECK(one.empty());
  for (const std::int64_t count : heads) CHECK(count > 1);
  book.check();
}

TEST_CASE("a second writer is told which process writes", "[intake]") {
  TempLedger book;
  const Intake intake(book.ledger());
  CHECK_THROWS_WITH(Ledger::open(book.directory(), Ledger::Access::write, book.clock),
                    ContainsSubstring(fmt::format("process {} is writing", ::getpid())));
  const Ledger reader = Ledger::open(book.directory(), Ledger::Access::read, book.clock);
  CHECK(reader.info().size == intake.head().size);
}
