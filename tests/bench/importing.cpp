#include "ledger/clock.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

const ledger::SystemClock the_clock;

class Watcher final : public ledger::ImportWatcher {
 public:
  void recorded(std::int64_t, std::int64_t, std::int64_t) override {}
  bool refused(const ledger::Error& error, const ledger::SignedBatch*) override {
    throw ledger::Failure("an event to measure with was refused: " +
                          std::string(ledger::describe(error.refusal).name) + " " + error.event_id +
                          " " + error.detail);
  }
};

}  // namespace

ledger::Ledger found(const std::filesystem::path& ledger, const Stream& stream) {
  ledger::Ledger::Founding founding;
  founding.origin = "celltrail.example/bench";
  founding.authority_name = "Made-up battery office";
  founding.authority = &stream.signer_of(stream.authority);
  auto founded = ledger::Ledger::create(ledger, founding, the_clock);
  if (!founded) throw ledger::Failure("founding: " + founded.error().detail);
  return std::move(*founded);
}

json import_into(ledger::Ledger& ledger, const std::filesystem::path& batches) {
  const auto source = open_signed(batches);
  Watcher watcher;
  Stopwatch watch;
  watch.start();
  const auto summary = ledger.import(*source, watcher);
  watch.stop();
  return {{"entries", summary.recorded},
          {"batches", summary.batches},
          {"wall_s", watch.wall_s()},
          {"cpu_s", watch.cpu_s()},
          {"thread_cpu_s", watch.thread_cpu_s()}};
}

json import_signed(const std::filesystem::path& ledger, const std::filesystem::path& batches) {
  auto opened = ledger::Ledger::open(ledger, ledger::Ledger::Access::write, the_clock);
  return import_into(opened, batches);
}

std::int64_t bytes_on_disk(const std::filesystem::path& ledger) {
  std::int64_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(ledger))
    if (file.is_regular_file()) bytes += static_cast<std::int64_t>(file.file_size());
  return bytes;
}

}  // namespace bench
