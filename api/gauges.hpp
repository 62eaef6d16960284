#pragma once

#include <cstdint>
#include <functional>

#include "api/health.hpp"
#include "api/metrics.hpp"
#include "ledger/clock.hpp"
#include "ledger/intake.hpp"

namespace api {

/// What the guard holds at this moment.
struct GuardState {
  std::int64_t connections{}, connections_max{};
  std::int64_t requests_waiting{};  ///< whole, for a thread
  std::int64_t readers_awaited{};   ///< by requests that have a thread
  std::int64_t bytes_held{};        ///< of requests and answers
  std::int64_t feeds{};             ///< streams that are open
};

/// Where the state comes from that is asked for when somebody reads the metrics. Everything named
/// here outlives the metrics.
struct Gauged {
  const ledger::Intake* intake = nullptr;  ///< null: the service only reads
  const Health* health = nullptr;
  const ledger::Clock* clock = nullptr;
  std::function<GuardState()> guard;
  std::function<std::int64_t()> log_lines_dropped;
};

/// Adds the families of docs/operating.md, "Metrics", that are no counters of requests.
void add_gauges(Metrics& metrics, const Gauged& gauged);

}  // namespace api
