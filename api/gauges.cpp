#include "api/gauges.hpp"

#include <algorithm>

namespace api {
namespace {

/// Those of ledger::IntakeCounts.
constexpr std::array<std::int64_t, 10> commit_bounds{1'000,  2'000,   5'000,   10'000,  20'000,
                                                     50'000, 100'000, 200'000, 500'000, 1'000'000};

void one(MetricsText& text, std::string_view name, std::string_view type, std::string_view help,
         std::int64_t value) {
  text.family(name, type, help);
  text.sample({}, value);
}

void intake_counts(MetricsText& text, const ledger::Intake& intake) {
  const ledger::IntakeCounts counts = intake.counts();
  text.family("celltrail_commit_seconds", "histogram", "From the first batch of a commit to disk.");
  text.histogram({}, commit_bounds, counts.commit_us, counts.commit_us_sum, true);
  text.family("celltrail_batches_total", "counter", "Batches that came to the door.");
  text.sample({{"outcome", "recorded"}}, counts.batches);
  text.sample({{"outcome", "repeated"}}, counts.repeated);
  text.sample({{"outcome", "refused"}}, counts.refused);
  text.sample({{"outcome", "busy"}}, counts.busy);
  text.sample({{"outcome", "failed"}}, counts.failed);
  one(text, "celltrail_events_total", "counter", "Events recorded.", counts.events);
  one(text, "celltrail_largest_commit_batches", "gauge", "Batches in the largest commit so far.",
      counts.batches_of_largest_commit);
  one(text, "celltrail_batches_waiting", "gauge", "Batches that wait for a commit.",
      counts.waiting);
}

void intake_state(MetricsText& text, const ledger::Intake& intake, std::int64_t now_ms) {
  const ledger::Intake::Head head = intake.head();
  one(text, "celltrail_head_size", "gauge", "Entries under the newest checkpoint.", head.size);
  text.family("celltrail_checkpoint_age_seconds", "gauge", "Since the newest checkpoint was made.");
  text.seconds({}, std::max<std::int64_t>(now_ms - head.at_ms, 0) * 1000);
  one(text, "celltrail_wal_bytes", "gauge", "In use in the write-ahead log.", intake.wal_bytes());
  one(text, "celltrail_write_stopped", "gauge",
      "1: nothing is recorded until the service is started again.",
      intake.stopped_because().empty() ? 0 : 1);
}

void witnesses(MetricsText& text, const Health& health) {
  const auto heard = health.witnesses();
  if (!heard) return;
  text.family("celltrail_witnesses", "gauge", "Witnesses by what they answered last.");
  text.sample({{"word", "cosigned"}}, heard->cosigned);
  text.sample({{"word", "silent"}}, heard->silent);
  text.sample({{"word", "refused"}}, heard->refused);
  text.sample({{"word", "contradicting"}}, heard->contradicting);
  one(text, "celltrail_witnessed_size", "gauge", "Entries under the head they were asked about.",
      heard->size);
  one(text, "celltrail_witness_quorum", "gauge", "1: enough of them cosigned that head.",
      heard->has_quorum ? 1 : 0);
}

void guard(MetricsText& text, const GuardState& state) {
  one(text, "celltrail_connections", "gauge", "Connections open.", state.connections);
  one(text, "celltrail_connections_max", "gauge", "Connections that may be open.",
      state.connections_max);
  one(text, "celltrail_requests_waiting", "gauge", "Whole requests that wait for a thread.",
      state.requests_waiting);
  one(text, "celltrail_readers_awaited", "gauge",
      "Requests with a thread that wait for a reader of the ledger.", state.readers_awaited);
  one(text, "celltrail_bytes_held", "gauge", "Bytes of requests and answers in memory.",
      state.bytes_held);
  one(text, "celltrail_streams", "gauge", "Streams open.", state.feeds);
}

}  // namespace

void add_gauges(Metrics& metrics, const Gauged& gauged) {
  metrics.add([gauged](MetricsText& text) {
    text.family("celltrail_build_info", "gauge", "1, with the program's version.");
    text.sample({{"version", CELLTRAIL_VERSION}}, 1);
    if (gauged.intake != nullptr) {
      intake_counts(text, *gauged.intake);
      intake_state(text, *gauged.intake, gauged.clock->now_ms());
    }
    witnesses(text, *gauged.health);
    if (gauged.guard) guard(text, gauged.guard());
    if (gauged.log_lines_dropped)
      one(text, "celltrail_log_lines_dropped_total", "counter",
          "Lines of the log that nobody read in time.", gauged.log_lines_dropped());
  });
}

}  // namespace api
