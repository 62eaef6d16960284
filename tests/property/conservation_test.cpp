// Long made-up histories, plausible and not, go through the real ledger and at the same time into
// books kept by an independent and much simpler program (books*.cpp, written from the documents,
// not from ledger/model). Both must accept and refuse the same events and hold the same grams.
//
//   CELLTRAIL_SEED=n     one history, compared after every batch
//   CELLTRAIL_LONG=1     many and longer ones (run the program itself: no test should take so long)
//   CELLTRAIL_VERBOSE=1  how many events of each type were accepted and refused
//
// generator*.cpp and mutations.cpp make events, world.cpp feeds both sides, comparison*.cpp
// compares. A failure names the seed; the same seed makes the same history on every machine.
//
// Where the documents leave a choice open, the books chose as the ledger does: `retired` is what
// leaves service (not what comes back out of second life); no lot is brought in in second life; a
// lot is not weighed while some of it is claimed; what a late dispatch states beyond the claim
// takes no spent grams along; the part of a lot that was not lost on the way may still arrive.

#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "tests/property/comparison.hpp"
#include "tests/support/catch.hpp"

using namespace property;

namespace {

std::string shown(const Differences& differences) {
  std::string text;
  for (std::size_t i = 0; i < differences.size() && i < 12; ++i) text += differences[i] + "\n";
  return text + fmt::format("({} differences)", differences.size());
}

void expect_none(const Differences& differences) {
  if (differences.empty()) return;
  FAIL(shown(differences));
}

void expect_same(const World& world) {
  std::string newest;
  for (const std::string& text : world.newest()) newest += text + "\n";
  INFO("the newest batch:\n" << newest);
  expect_none(check_conservation(world.books()));
  expect_none(compare_things(world.ledger(), world.books()));
  expect_none(compare_reports(world.ledger(), world.books()));
}

/// What the books said at an earlier head.
struct Earlier {
  std::int64_t size;
  Books books;
};

using Counts = std::map<std::string, World::Count>;

void live(std::uint64_t seed, int batches, int every, Counts& counts) {
  INFO("CELLTRAIL_SEED=" << seed);
  World world(seed);
  std::optional<Earlier> earlier;
  for (int batch = 1; batch <= batches; ++batch) {
    INFO("batch " << batch);
    expect_none(world.batch());
    if (batch % 53 == 0) world.reopen();
    if (batch % every == 0) expect_same(world);
    if (batch == batches * 2 / 3) earlier = {world.ledger().info().size, world.books()};
  }
  expect_same(world);
  expect_none(compare_reports(world.ledger(), earlier->books, earlier->size));
  const auto audit = ledger::audit_ledger(world.directory() / "ledger", {}, {});
  CHECK(audit.accounts_sum_g == 0);
  if (audit.damage)
    FAIL(audit.damage->where << ": found " << audit.damage->found << ", expected "
                             << audit.damage->expected);
  for (const auto& [type, count] : world.counts()) {
    counts[type].accepted += count.accepted;
    counts[type].refused += count.refused;
  }
}

/// A test that never got something accepted has not tested it.
void expect_all_types(const Counts& counts) {
  for (const char* type : {"retire", "bring_in", "weigh", "identify", "inspect", "dispatch",
                           "receive", "dismantle", "repurpose", "process", "deliver", "dispose",
                           "report_missing", "scrap_vehicle", "enroll", "suspend", "reinstate"}) {
    INFO(type);
    CHECK((counts.contains(type) && counts.at(type).accepted > 0));
  }
  if (std::getenv("CELLTRAIL_VERBOSE") == nullptr) return;
  for (const auto& [type, count] : counts)
    WARN(type << ": " << count.accepted << " accepted, " << count.refused << " refused");
}

}  // namespace

TEST_CASE("every gram of a random history is where a second, independent book has it") {
  Counts counts;
  if (const char* seed = std::getenv("CELLTRAIL_SEED")) {
    live(std::strtoull(seed, nullptr, 10), 300, 1, counts);
    return;
  }
  const bool is_long = std::getenv("CELLTRAIL_LONG") != nullptr;
  for (std::uint64_t seed = 1; seed <= (is_long ? 30U : 6U); ++seed)
    live(seed, is_long ? 600 : 250, 25, counts);
  expect_all_types(counts);
}
