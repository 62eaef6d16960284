#include <ostream>

#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/text.hpp"
#include "ledger/verify.hpp"

namespace cli {
namespace {

struct Options {
  bool policy = false, list = false;
};

std::vector<Parameter> parameters(Options& options) {
  return {
      {"--policy", "", "instead: a policy file for `verify` that trusts this ledger",
       &options.policy},
      {"--list", "", "instead: the size and root of every head, the newest last", &options.list}};
}

/// The sizes that `report --at` and `prove --from` take.
void write_list(Context& context, const ledger::LedgerReader& ledger) {
  ledger.each_checkpoint(0, [&](const ledger::Checkpoint& head) {
    if (context.globals.json)
      context.streams.out << api::wire::view(head).dump() << '\n';
    else
      context.streams.out << head.size << ' ' << base64(head.root) << '\n';
    return context.streams.out.good();
  });
}

ExitCode run(Context& context, const Options& options) {
  if (options.policy && options.list)
    misused("--policy and --list do not go together", "ask for one after the other");
  const auto opened = open_ledger(context, Access::read);
  const ledger::LedgerReader& ledger = *opened;
  if (options.list) {
    write_list(context, ledger);
    return ExitCode::ok;
  }
  const ledger::LedgerInfo info = ledger.info();
  if (options.policy) {
    context.streams.out << ledger::starting_policy(info);
    return ExitCode::ok;
  }
  if (!context.globals.json) {
    context.streams.out << info.checkpoint;
    return ExitCode::ok;
  }
  context.streams.out << api::wire::view(info).dump() << '\n';
  return ExitCode::ok;
}

}  // namespace

Command checkpoint_command() {
  return {
      .name = "checkpoint",
      .summary = "the latest signed head: size and root of the ledger",
      .details =
          "Keep one, or give it to somebody who does not run the ledger: `audit\n"
          "--checkpoint FILE` later proves that nothing before it was changed. With --list and\n"
          "--json: one object a line.",
      .examples = {"celltrail checkpoint > kept-2024-12-31.txt",
                   "celltrail checkpoint --policy > POLICY"},
      .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
