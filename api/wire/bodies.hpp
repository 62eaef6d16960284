#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/batch.hpp"

/// Bodies of requests. All throw Stop (`body_malformed`) on what has not the documented form.
namespace api::wire {

/// Events as they were sent, each read strictly or with the reason why it is none.
struct EventsRead {
  std::vector<ledger::Event> events;
  std::vector<std::size_t> positions;  ///< of each of `events` in what was sent
  std::vector<ledger::Error> errors;
  std::size_t count = 0;  ///< of all that were sent
};

/// `{"events":…,"head":note,"openings":[…]}`, or a batch file (docs/format.md). Refuses an event
/// that is none, and more events than a batch has.
[[nodiscard]] ledger::Result<ledger::SignedBatch> read_batch(std::string_view body);

inline constexpr std::size_t dry_run_events_max = 10'000;
/// `{"events":…}`
[[nodiscard]] EventsRead read_dry_run(std::string_view body);

inline constexpr std::size_t known_ids_max = 10'000;
/// `{"operator":id,"ids":[…]}`, or `{"operator":id,"events":…}` with events of that operator.
struct KnownAsked {
  std::string operator_id;
  std::vector<std::string> ids;
  std::vector<ledger::Event> events;
};
[[nodiscard]] KnownAsked read_known(std::string_view body);

}  // namespace api::wire
