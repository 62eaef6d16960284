#pragma once

#include <string>

#include "cli/record/recording.hpp"
#include "cli/record/work.hpp"

namespace cli {

/// Says on `out` what was recorded, and how the ledger stands now.
void write_summary(Context& context, const RecordingResult& result,
                   const ledger::LedgerReader& ledger);

/// Says the first problem, if there was one, and answers the exit code. `hint`: what to do about a
/// key that is missing or not known; empty when that was not it.
ExitCode say_outcome(Context& context, const RecordingResult& result, const RecordOptions& options,
                     const LeftOut& left_out, const std::string& hint);

/// A table with problems is recorded in part only when somebody reads which part was not.
ExitCode refuse_table(Context& context, const LeftOut& left_out);

}  // namespace cli
