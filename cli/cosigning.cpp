#include "cli/cosigning.hpp"

#include <algorithm>
#include <ostream>

#include "api/witness_client.hpp"
#include "cli/problem.hpp"

namespace cli {
namespace {

using ledger::Gathered;
using ledger::Ledger;
using ledger::LedgerWriter;
using ledger::WitnessOutcome;
using ledger::WitnessWord;

/// Recording waits for witnesses only shortly: `witness send` asks again at leisure.
constexpr std::chrono::milliseconds timeout{3000};

Gathered gather(Ledger& ledger, int attempts) {
  api::HttpWitnessClient client(timeout);
  return ledger.gather_cosignatures(client, attempts);
}

void warn(Context& context, const Gathered& gathered) {
  for (const WitnessOutcome& outcome : gathered.witnesses)
    if (outcome.word != WitnessWord::cosigned)
      context.streams.err << "warning: no cosignature of the witness " << outcome.witness << ": "
                          << outcome.detail << '\n';
}

Problem no_quorum(ExitCode exit, std::string what) {
  return {.exit = exit,
          .name = "no_quorum",
          .what = std::move(what),
          .why = "the witnesses that answered do not make the quorum of the file `witnesses`",
          .hint = "see that they are reached, then `celltrail witness send`"};
}

}  // namespace

const WitnessOutcome* contradiction_in(const Gathered& gathered) {
  const auto found = std::find_if(
      gathered.witnesses.begin(), gathered.witnesses.end(), [](const WitnessOutcome& outcome) {
        return outcome.word == WitnessWord::ahead || outcome.word == WitnessWord::contradicted;
      });
  return found == gathered.witnesses.end() ? nullptr : &*found;
}

Problem problem_of(const WitnessOutcome& contradiction) {
  return {.exit = ExitCode::damage,
          .name = "damage",
          .what = "the witness " + contradiction.witness + " contradicts this ledger",
          .why = contradiction.detail,
          .hint =
              "if that head is signed by the ledger's key, this directory was put back to an "
              "earlier state: bring back the newer one, and write nothing until then. If it is "
              "not, the witness is wrong: take its line out of the file `witnesses`"};
}

void ask_before_recording(LedgerWriter& writer, bool needs_quorum) {
  auto* const here = dynamic_cast<Ledger*>(&writer);
  if (here == nullptr) {
    if (needs_quorum)
      misused("--need-quorum asks the witnesses from the ledger's own directory",
              "leave it out: the service asks them, and its checkpoint carries what they signed");
    return;
  }
  Ledger& ledger = *here;
  if (!ledger.has_witnesses()) {
    if (needs_quorum)
      misused("there is no file `witnesses` in the ledger, so there is no quorum",
              "leave --need-quorum out, or write that file (docs/witness.md)");
    return;
  }
  const Gathered gathered = gather(ledger, 1);
  if (const auto* wrong = contradiction_in(gathered)) throw Stop(problem_of(*wrong));
  if (needs_quorum && !gathered.has_quorum)
    throw Stop(no_quorum(ExitCode::unreachable, "nothing was recorded"));
}

ExitCode cosign_recorded(Context& context, LedgerWriter& writer, bool needs_quorum) {
  auto* const here = dynamic_cast<Ledger*>(&writer);
  if (here == nullptr || !here->has_witnesses()) return ExitCode::ok;
  Ledger& ledger = *here;
  try {
    const Gathered gathered = gather(ledger, 2);
    warn(context, gathered);
    if (const auto* wrong = contradiction_in(gathered))
      return complain(context, problem_of(*wrong));
    if (!needs_quorum || gathered.has_quorum) return ExitCode::ok;
  } catch (const ledger::Failure& failed) {
    context.streams.err << "warning: no cosignatures were gathered: " << failed.what() << '\n';
    if (!needs_quorum) return ExitCode::ok;
  }
  return complain(context, no_quorum(ExitCode::partly_done,
                                     "everything was recorded, but its head is not cosigned"));
}

ExitCode show_restored(Context& context, LedgerWriter& writer) {
  auto* const here = dynamic_cast<Ledger*>(&writer);
  if (here == nullptr || !here->has_witnesses()) return ExitCode::ok;
  Ledger& ledger = *here;
  try {
    const Gathered gathered = gather(ledger, 1);
    warn(context, gathered);
    if (const auto* wrong = contradiction_in(gathered))
      context.streams.err << "warning: nothing more is recorded while " << wrong->witness
                          << " stands in the file `witnesses`: take its line out\n";
  } catch (const ledger::Failure& failed) {
    context.streams.err << "warning: no cosignatures were gathered: " << failed.what() << '\n';
  }
  return ExitCode::ok;
}

}  // namespace cli
