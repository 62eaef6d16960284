#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/witness_client.hpp"
#include "cli/commands/all.hpp"
#include "cli/cosigning.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Gathered;
using ledger::WitnessOutcome;
using ledger::WitnessWord;

struct Options {
  std::int64_t timeout_s = 10;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"--timeout", "SECONDS", "wait so long for each answer (10)", &options.timeout_s}};
}

std::string_view word_of(WitnessWord word) {
  switch (word) {
    case WitnessWord::cosigned:
      return "cosigned";
    case WitnessWord::unreachable:
      return "unreachable";
    case WitnessWord::refused:
      return "refused";
    case WitnessWord::ahead:
      return "ahead";
    case WitnessWord::contradicted:
      return "contradicted";
  }
  return "";
}

void write(Context& context, const Gathered& gathered) {
  if (context.globals.json) {
    nlohmann::json witnesses = nlohmann::json::array();
    for (const WitnessOutcome& outcome : gathered.witnesses)
      witnesses.push_back({{"witness", outcome.witness},
                           {"word", word_of(outcome.word)},
                           {"detail", outcome.detail}});
    context.streams.out << nlohmann::json{{"size", gathered.size},
                                          {"quorum", gathered.has_quorum},
                                          {"witnesses", witnesses}}
                               .dump()
                        << '\n';
    return;
  }
  for (const WitnessOutcome& outcome : gathered.witnesses)
    context.streams.out << outcome.witness << "  " << word_of(outcome.word) << ": "
                        << outcome.detail << '\n';
  context.streams.out << "size " << grouped(gathered.size) << ": the quorum is "
                      << (gathered.has_quorum ? "reached" : "not reached") << '\n';
}

ExitCode send(Context& context, const Options& options) {
  if (options.timeout_s < 1 || options.timeout_s > 600)
    misused("--timeout is out of range", "give 1 to 600 seconds");
  ledger::Ledger ledger = open_directory(context, Access::read);
  if (!ledger.has_witnesses())
    not_found("the ledger names no witnesses",
              "write them and their URLs into its file `witnesses` (docs/witness.md)");
  api::HttpWitnessClient client{std::chrono::seconds(options.timeout_s)};
  const Gathered gathered = ledger.gather_cosignatures(client, 4);
  if (gathered.witnesses.empty())
    not_found("no witness in the file `witnesses` has a URL",
              "add the URL at the end of its line: witness NAME VKEY URL");
  write(context, gathered);
  if (const auto* wrong = contradiction_in(gathered)) return complain(context, problem_of(*wrong));
  const auto cosigned = std::count_if(
      gathered.witnesses.begin(), gathered.witnesses.end(),
      [](const WitnessOutcome& outcome) { return outcome.word == WitnessWord::cosigned; });
  if (cosigned == 0) return ExitCode::unreachable;
  return cosigned == std::ssize(gathered.witnesses) ? ExitCode::ok : ExitCode::partly_done;
}

}  // namespace

Command witness_send_command() {
  return {.name = "witness send",
          .summary = "ask the ledger's witnesses to cosign its latest head",
          .details =
              "The witnesses stand in the file `witnesses` of the ledger's directory (C2SP\n"
              "tlog-policy, with their URLs). Their cosignatures are kept and stand in the\n"
              "checkpoint from then on. `record` asks them, too.",
          .examples = {"celltrail witness send --ledger book"},
          .prepare = with_options<Options>(parameters, send)};
}

}  // namespace cli
