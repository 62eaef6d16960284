#pragma once

#include <vector>

#include "cli/command.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/refused_file.hpp"
#include "ledger/ledger.hpp"

namespace cli {

/// Events that one dry run can judge: each is judged after those before it, all in memory.
inline constexpr std::size_t dry_run_events_max = 100'000;

/// Judges the events of all inputs in their order and says every refusal; to the file for refused
/// events, when it is named, else on `err`. Nothing is signed or recorded.
ExitCode dry_run(Context& context, ledger::Ledger& ledger, const std::vector<Input>& inputs,
                 RefusedFile* file);

}  // namespace cli
