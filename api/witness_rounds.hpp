#pragma once

#include <chrono>
#include <thread>

#include "api/core.hpp"

namespace api {

/// Asks the ledger's witnesses again and again, in a thread of its own, until it goes.
class WitnessRounds {
 public:
  /// `core.intake` is there. Without `has_witnesses` it asks nobody.
  WitnessRounds(Core& core, std::chrono::seconds every, bool has_witnesses);

 private:
  void go(const std::stop_token& stopping, std::chrono::seconds every);
  void ask(const std::stop_token& stopping);

  Core& core_;
  std::jthread thread_;
};

}  // namespace api
