#pragma once

#include "ledger/result.hpp"

namespace cli {

/// What the program answers to the shell (README.md, "Exit codes"). Scripts rely on these.
enum class ExitCode : int {
  ok = 0,
  unexpected = 1,
  usage = 2,
  not_found = 3,
  not_allowed = 4,
  refused = 5,
  damage = 6,
  conflict = 7,
  locked = 8,
  unreachable = 9,
  partly_done = 10,
  interrupted = 130,
};

/// Why the rules said no, as an exit code: who may not is told apart as HTTP does it, by the one
/// table behind `api::wire::status_of`.
[[nodiscard]] ExitCode exit_code(ledger::Refusal refusal);
/// The same of a question that was refused: where HTTP answers 404 nothing was found.
[[nodiscard]] ExitCode exit_code_of_question(const ledger::Error& error);

}  // namespace cli
