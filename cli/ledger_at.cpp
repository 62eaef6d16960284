#include "cli/ledger_at.hpp"

#include "cli/problem.hpp"
#include "cli/signing.hpp"

namespace cli {
namespace {

bool has(const std::filesystem::path& directory, const char* name) {
  return std::filesystem::exists(directory / name);
}

}  // namespace

std::filesystem::path ledger_directory(const Context& context) {
  std::optional<std::string> named = context.globals.ledger;
  if (!named) named = context.environment.variable("CELLTRAIL_LEDGER");
  if (!named)
    misused("no ledger is named", "add --ledger DIR, or set the variable CELLTRAIL_LEDGER");
  if (!std::filesystem::is_directory(*named))
    not_found("there is no ledger at " + *named,
              "look for a slip in the path; `celltrail init DIR …` makes a new ledger");
  if (ledger::Ledger::is_prepared(*named))
    throw Stop(Problem{.exit = ExitCode::not_found,
                       .name = "not_founded",
                       .what = *named + " waits for the authority's signature under its founding",
                       .hint = "sign " + *named + "/founding with `celltrail sign`, then run " +
                               "`celltrail init " + *named + " --founding SIGNED`"});
  // With one of the two it is a ledger, however harmed.
  if (!has(*named, "ledger.db") && !has(*named, "head"))
    not_found("there is no ledger in " + *named,
              "look for a slip in the path; `celltrail init DIR …` makes a new ledger");
  return *named;
}

ledger::AskPassphrase ledger_passphrase(const Context& context) {
  return [&context](const std::filesystem::path& file) {
    const auto named = context.environment.variable("CELLTRAIL_LEDGER_PASSPHRASE_FILE");
    if (named) return *read_passphrase({named, std::nullopt});
    if (!context.environment.in_is_terminal)
      misused("the ledger's key " + file.string() + " needs a passphrase and nobody is here to ask",
              "name a file with it in the variable CELLTRAIL_LEDGER_PASSPHRASE_FILE");
    return ask_passphrase(context, file.string());
  };
}

ledger::Ledger open_ledger(const Context& context, ledger::Ledger::Access access) {
  return ledger::Ledger::open(ledger_directory(context), access, *context.environment.clock,
                              ledger_passphrase(context));
}

}  // namespace cli
