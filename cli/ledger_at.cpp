#include "cli/ledger_at.hpp"

#include "cli/problem.hpp"

namespace cli {

std::filesystem::path ledger_directory(const Context& context) {
  std::optional<std::string> named = context.globals.ledger;
  if (!named) named = context.environment.variable("CELLTRAIL_LEDGER");
  if (!named)
    misused("no ledger is named", "add --ledger DIR, or set the variable CELLTRAIL_LEDGER");
  if (!std::filesystem::is_directory(*named))
    not_found("there is no ledger at " + *named,
              "look for a slip in the path; `celltrail init DIR …` makes a new ledger");
  return *named;
}

ledger::Ledger open_ledger(const Context& context, ledger::Ledger::Access access) {
  return ledger::Ledger::open(ledger_directory(context), access, *context.environment.clock);
}

}  // namespace cli
