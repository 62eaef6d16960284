#include "api/witness_rounds.hpp"

#include <condition_variable>
#include <mutex>
#include <string>

#include "api/log.hpp"
#include "api/witness_client.hpp"

namespace api {
namespace {

/// How long one witness may take: also how long a stop may have to wait.
constexpr std::chrono::milliseconds answer_within{3'000};

/// Waits for that long, or until it is to stop.
void wait_for(const std::stop_token& stopping, std::chrono::milliseconds time) {
  std::mutex alone;
  std::condition_variable_any never;
  std::unique_lock lock(alone);
  never.wait_for(lock, stopping, time, [] { return false; });
}

/// Asks nobody any more once it is to stop.
class StoppableClient final : public ledger::WitnessClient {
 public:
  explicit StoppableClient(std::stop_token stopping) : stopping_(std::move(stopping)) {}
  std::optional<ledger::WitnessAnswer> post(const std::string& url,
                                            const std::string& body) override {
    if (stopping_.stop_requested()) return std::nullopt;
    return client_.post(url, body);
  }
  void wait(std::chrono::milliseconds time) override { wait_for(stopping_, time); }

 private:
  std::stop_token stopping_;
  HttpWitnessClient client_{answer_within};
};

bool is_alarming(ledger::WitnessWord word) {
  return word != ledger::WitnessWord::cosigned && word != ledger::WitnessWord::unreachable;
}

}  // namespace

WitnessRounds::WitnessRounds(Core& core, std::chrono::seconds every, bool has_witnesses)
    : core_(core) {
  if (has_witnesses)
    thread_ = std::jthread([this, every](const std::stop_token& stopping) { go(stopping, every); });
}

void WitnessRounds::go(const std::stop_token& stopping, std::chrono::seconds every) {
  while (!stopping.stop_requested()) {
    try {
      ask(stopping);
    } catch (const std::exception& failed) {
      core_.log(event_line(core_.clock.now_ms(), "witnesses_failed", failed.what()));
    }
    wait_for(stopping, every);
  }
}

void WitnessRounds::ask(const std::stop_token& stopping) {
  StoppableClient client(stopping);
  const ledger::Gathered gathered = core_.intake->gather_cosignatures(client, 1);
  if (stopping.stop_requested()) return;
  core_.health.heard(gathered);
  for (const ledger::WitnessOutcome& outcome : gathered.witnesses)
    if (is_alarming(outcome.word))
      core_.log(event_line(core_.clock.now_ms(), "witness_objects",
                           outcome.witness + ": " + outcome.detail));
}

}  // namespace api
