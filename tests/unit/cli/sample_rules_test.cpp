#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/sample/sample.hpp"
#include "ledger/event.hpp"
#include "ledger/key.hpp"
#include "ledger/model/rules.hpp"
#include "ledger/model/world.hpp"
#include "tests/support/catch.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t recorded_at_ms = 1'800'000'000'000;

std::string establishing(const std::string& authority, const ledger::Signer& key,
                         const ledger::Signer& ledger_key) {
  return nlohmann::json{
      {"v", 1},
      {"type", "establish"},
      {"id", "founding"},
      {"operator", authority},
      {"at", "2023-12-01T00:00:00+08:00"},
      {"origin", "sample.example/celltrail"},
      {"authority", {{"id", authority}, {"name", "authority"}, {"key", key.verifier().text()}}},
      {"ledger_key", ledger_key.verifier().text()},
      {"utc_offset_min", 480},
      {"mass_tolerance_ppm", 5000},
      {"batch_window_s", 604800},
      {"rules", 1}}
      .dump();
}

/// The rules over a stream of events, each standing alone.
class Judge {
 public:
  void judge(const std::string& line) {
    const auto event = ledger::read_event(line);
    if (!event) FAIL(event.error().detail << ": " << line);
    ledger::model::World& world = world_;
    if (index_ > 0) {
      const auto* sender = world.find_operator(event->operator_id);
      if (sender == nullptr || sender->keys.empty()) FAIL("unknown sender: " << line);
      const auto allowed =
          ledger::model::judge_sender(world.constitution(), *sender, sender->keys.front(), *event);
      if (!allowed) FAIL(allowed.error().detail << ": " << line);
    }
    const auto applied = ledger::model::apply(world, *event, index_, recorded_at_ms);
    if (!applied)
      FAIL(ledger::describe(applied.error().refusal).name
           << " " << applied.error().pointer << " " << applied.error().detail << ": " << line);
    static_cast<void>(ledger::model::link_trails(world, *event, index_++));
  }
  [[nodiscard]] ledger::model::Changes changes() {
    world_.settle();
    return world_.take_changes();
  }

 private:
  ledger::model::StateSource nothing_;
  ledger::model::World world_{nothing_};
  ledger::Index index_ = 0;
};

}  // namespace

TEST_CASE("the rules accept every event of a sample and its sums balance", "[sample]") {
  std::string name = (fs::temp_directory_path() / "sample-XXXXXX").string();
  const fs::path directory = ::mkdtemp(name.data());
  cli::sample::Options options;
  options.directory = directory;
  options.batteries = 2'000;
  const auto summary = cli::sample::write_sample(options, {});
  const auto key = ledger::read_key_file(directory / "keys" / "authority.key", std::nullopt);
  Judge judge;
  judge.judge(establishing(summary.authority, key, ledger::new_signer("sample.example/celltrail")));
  for (const char* file : {"operators.jsonl", "events-0001.jsonl"}) {
    std::ifstream in(directory / file);
    for (std::string line; std::getline(in, line);) judge.judge(line);
  }
  const auto changes = judge.changes();
  std::int64_t sum = 0;
  for (const auto& [account, grams] : changes.tallies.accounts) sum += grams;
  CHECK(sum == 0);
  fs::remove_all(directory);
}
