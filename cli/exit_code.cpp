#include "cli/exit_code.hpp"

#include "api/wire/problem.hpp"

namespace cli {

ExitCode exit_code(ledger::Refusal refusal) {
  // Alone among the conflicts: whoever reports must find out which of the two events is right.
  if (refusal == ledger::Refusal::id_reused) return ExitCode::conflict;
  return api::wire::status_of(refusal) == 403 ? ExitCode::not_allowed : ExitCode::refused;
}

ExitCode exit_code_of_question(const ledger::Error& error) {
  const bool is_absent = api::wire::read_problem_of(error).status == 404;
  return is_absent ? ExitCode::not_found : exit_code(error.refusal);
}

}  // namespace cli
