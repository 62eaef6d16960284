#include <algorithm>
#include <random>

#include "ledger/clock.hpp"
#include "ledger/result.hpp"
#include "ledger/verify.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

constexpr int draws = 2000, times = 50;
constexpr std::size_t entries_wanted = 10;
const ledger::SystemClock the_clock;

double once_s(const std::function<void()>& work) {
  Stopwatch watch;
  watch.start();
  work();
  watch.stop();
  return watch.wall_s();
}

/// The unit or lot whose trail is nearest to ten entries, among those drawn.
std::string drawn_trail(const ledger::Ledger& ledger) {
  std::mt19937_64 random(1);
  const std::int64_t size = ledger.info().size;
  std::string best;
  std::size_t best_distance = SIZE_MAX;
  for (int i = 0; i < draws; ++i) {
    const auto index = static_cast<ledger::Index>(random() % static_cast<std::uint64_t>(size));
    const auto entry = ledger.entry(index).value();
    for (const ledger::TrailLink& link : entry.trail) {
      if (ledger.find_operator(link.id)) continue;
      const std::size_t entries = ledger.trail(link.id, 100).value().size();
      const std::size_t distance =
          entries > entries_wanted ? entries - entries_wanted : entries_wanted - entries;
      if (distance >= best_distance) continue;
      best = link.id;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace

json prove_and_verify(const std::filesystem::path& directory) {
  const auto ledger = ledger::Ledger::open(directory, ledger::Ledger::Access::read, the_clock);
  const std::string about = drawn_trail(ledger);
  const std::string policy = starting_policy(ledger.info());
  std::string bundle;
  std::vector<double> prove_s, verify_s;
  std::size_t entries = 0;
  for (int i = 0; i < times; ++i) {
    prove_s.push_back(once_s([&] { bundle = ledger.prove_trail(about).value(); }));
    verify_s.push_back(once_s([&] {
      ledger::VerifyInput input;
      input.file = bundle;
      input.policy = policy;
      const ledger::Verdict verdict = verify_proof(input);
      ledger::require(verdict.outcome == ledger::Outcome::proven, "an honest trail is proven");
      entries = verdict.entries.size();
    }));
  }
  return {{"entries", entries},
          {"bytes", bundle.size()},
          {"prove_ms", quantile(prove_s, 500) * 1e3},
          {"verify_ms", quantile(verify_s, 500) * 1e3}};
}

}  // namespace bench
