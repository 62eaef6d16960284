#include "cli/ledger_at.hpp"

#include "api/client/remote_ledger.hpp"
#include "cli/problem.hpp"
#include "cli/server_at.hpp"
#include "cli/signing.hpp"

namespace cli {
namespace {

bool has(const std::filesystem::path& directory, const char* name) {
  return std::filesystem::exists(directory / name);
}

}  // namespace

std::filesystem::path ledger_directory(const Context& context, const std::string& instead) {
  if (named_server(context))
    misused("this works on the ledger's own directory, and a service is named",
            "run it with --ledger DIR on the machine where that directory is" + instead);
  std::optional<std::string> named = context.globals.ledger;
  if (!named) named = context.environment.variable("CELLTRAIL_LEDGER");
  if (!named)
    misused("no ledger is named",
            "add --ledger DIR or --server URL, or set the variable CELLTRAIL_LEDGER or "
            "CELLTRAIL_SERVER");
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

ledger::Ledger open_directory(const Context& context, Access access) {
  return ledger::Ledger::open(ledger_directory(context), access, *context.environment.clock,
                              ledger_passphrase(context));
}

std::unique_ptr<ledger::LedgerWriter> open_ledger(const Context& context, Access access,
                                                  std::optional<std::chrono::seconds> retry_for) {
  if (const auto server = named_server(context)) {
    auto patient = patience(context, retry_for.value_or(std::chrono::minutes(5)));
    patient.with_reading = retry_for.has_value();
    return std::make_unique<api::client::RemoteLedger>(server_client(context, *server),
                                                       std::move(patient));
  }
  return std::make_unique<ledger::Ledger>(open_directory(context, access));
}

void require_not_withheld(const ledger::LedgerReader& ledger) {
  const auto* const there = dynamic_cast<const api::client::RemoteLedger*>(&ledger);
  if (there != nullptr) there->exchange().require_not_withheld();
}

void accept_clock_jump(ledger::LedgerWriter& ledger) {
  auto* const here = dynamic_cast<ledger::Ledger*>(&ledger);
  if (here == nullptr)
    misused("--accept-clock-jump is about this machine's clock, and the service has its own",
            "leave it out; whoever runs the service says it there");
  here->accept_clock_jump();
}

}  // namespace cli
