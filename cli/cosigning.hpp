#pragma once

#include "cli/command.hpp"
#include "cli/problem.hpp"
#include "ledger/ledger.hpp"

namespace cli {

// A service asks its witnesses itself: here nothing is done then, and a quorum that is needed
// stops (usage).

/// Shows the latest head to the witnesses before anything is recorded, when the ledger names any.
/// Stops (damage) when one has seen a larger or another tree, and (unreachable) when `needs_quorum`
/// and the quorum is not reached.
void ask_before_recording(ledger::LedgerWriter& ledger, bool needs_quorum);

/// Gathers cosignatures of what was just recorded. Short of the quorum it answers `partly_done`
/// when that is needed, else `ok`: what is recorded is recorded.
[[nodiscard]] ExitCode cosign_recorded(Context& context, ledger::LedgerWriter& ledger,
                                       bool needs_quorum);

/// As above for what says itself that witnesses know better: they are warned of, and that nothing
/// else is recorded while they stand in the file `witnesses`.
ExitCode show_restored(Context& context, ledger::LedgerWriter& ledger);

/// The first witness that contradicts the ledger, if any does.
[[nodiscard]] const ledger::WitnessOutcome* contradiction_in(const ledger::Gathered& gathered);
[[nodiscard]] Problem problem_of(const ledger::WitnessOutcome& contradiction);

}  // namespace cli
