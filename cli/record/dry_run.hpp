#pragma once

#include <vector>

#include "cli/command.hpp"
#include "cli/problem.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/refused_file.hpp"
#include "ledger/ledger.hpp"

namespace cli {

/// Events that one dry run can judge: each is judged after those before it, all in memory.
inline constexpr std::size_t dry_run_events_max = 100'000;

/// What tables said before any event was judged.
struct LeftOut {
  std::int64_t events{}, problems{};
  std::vector<Problem> said;  ///< for one JSON object; as text they have been said
};

/// Judges the events of all inputs in their order and says every refusal on `err`, and
/// in the file for refused events when there is one. Nothing is signed or recorded.
ExitCode dry_run(Context& context, ledger::LedgerWriter& ledger, const std::vector<Input>& inputs,
                 RefusedFile* file, LeftOut left_out);

}  // namespace cli
