#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/refused_file.hpp"
#include "ledger/ledger.hpp"

namespace cli {

/// What came of recording some files.
struct RecordingResult {
  std::int64_t batches{}, recorded{}, repeated{}, refused{};
  std::int64_t untried{};  ///< behind the refusal that ended it, where they can be counted
  std::optional<Problem> first_problem;
  std::string keyless_operator;  ///< whose key was missing or not known, if that was the problem
};

/// Where refused events and receipts go, if anywhere.
struct RecordingSinks {
  RefusedFile* refused = nullptr;       ///< without it, the first refusal ends the recording
  std::optional<std::string> receipts;  ///< a directory; batches then go one by one
  std::int64_t lines_total = 0;         ///< for the progress line, 0 when not known
};

/// Records everything the source gives. With a file for refused events, a batch with bad events is
/// signed again without them and recorded; so is everything after it, in its order.
[[nodiscard]] RecordingResult record_all(Context& context, ledger::LedgerWriter& ledger,
                                         EventSource& source, const RecordingSinks& sinks);

}  // namespace cli
