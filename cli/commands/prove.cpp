#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/input_file.hpp"
#include "cli/ledger_at.hpp"
#include "cli/output_file.hpp"
#include "cli/problem.hpp"
#include "cli/text.hpp"
#include "ledger/verify.hpp"

namespace cli {
namespace {

using ledger::LedgerReader;

struct Options {
  std::optional<std::string> what, against;
  std::optional<std::int64_t> from;
  std::string file;
};

std::vector<Parameter> parameters(Options& options) {
  return {
      {"WHAT", "", "an entry's index, or a unit's code, a lot (OPERATOR/NO) or an operator",
       &options.what},
      {"--from", "SIZE", "instead: that the ledger continues its head of this size", &options.from},
      {"--against", "RECEIPT", "instead: what the batch in it has seen against what is there now",
       &options.against},
      {"-o,--output", "FILE", "write there", &options.file, true}};
}

constexpr std::string_view proof_ending = ".tlog-proof";

struct Written {
  std::vector<std::string> files;
  std::string words;
};

bool is_index(const std::string& what) {
  return !what.empty() && what.size() <= 15 &&
         std::all_of(what.begin(), what.end(), [](char c) { return c >= '0' && c <= '9'; });
}

ledger::EntryProof entry_proof(const LedgerReader& ledger, std::int64_t index) {
  auto proof = ledger.prove(index);
  if (proof) return std::move(*proof);
  require_not_withheld(ledger);
  const std::int64_t size = ledger.info().size;
  not_found("there is no entry " + std::to_string(index),
            "the ledger has " + counted(size, "entry", "entries") + ", counted from 0");
}

Written prove_entry(const LedgerReader& ledger, std::int64_t index, const std::string& file) {
  const ledger::EntryProof proof = entry_proof(ledger, index);
  const std::string stem =
      file.ends_with(proof_ending) ? file.substr(0, file.size() - proof_ending.size()) : file;
  // The bytes first: a proof without them proves nothing to anybody.
  replace_file(stem + ".entry", proof.bytes);
  replace_file(stem + std::string(proof_ending), proof.proof);
  return {{stem + std::string(proof_ending), stem + ".entry"},
          "that entry " + grouped(index) + " is in the ledger"};
}

/// In no event is there anything to point at.
[[noreturn]] void refuse(const ledger::Error& error, const char* hint) {
  Problem problem = problem_of(error, "the proof is refused");
  problem.exit = exit_code_of_question(error);
  problem.pointer.clear();
  problem.hint = hint;
  throw Stop(problem);
}

Written prove_trail(const LedgerReader& ledger, const std::string& id, const std::string& file) {
  const auto bundle = ledger.prove_trail(id);
  if (!bundle && bundle.error().refusal == ledger::Refusal::unknown_unit) {
    require_not_withheld(ledger);
    not_found("no entry is about " + shown(id),
              "look for a slip in it; a unit has its code, a lot is OPERATOR/NO");
  }
  if (!bundle)
    refuse(bundle.error(),
           "prove its entries one by one, by their indexes, or the trails of its units and lots; "
           "`celltrail export` writes the whole ledger");
  replace_file(file, *bundle);
  return {{file}, "the whole trail of " + id + ", with the keys that signed it"};
}

Written prove_consistency(const LedgerReader& ledger, std::int64_t from, const std::string& file) {
  const auto proof = ledger.prove_consistency(from);
  if (!proof)
    refuse(proof.error(),
           "give the size in the second line of a checkpoint that was kept; `celltrail checkpoint "
           "--list` lists them all");
  replace_file(file, *proof);
  return {{file}, "that the ledger continues its head of " + counted(from, "entry", "entries")};
}

Written prove_against(const LedgerReader& ledger, const std::string& receipt,
                      const std::string& file) {
  const std::string batch = read_file(receipt, "the receipt");
  const auto index = ledger::index_seen(batch);
  if (!index)
    misused(receipt + " is neither a receipt nor a signed batch head that names an entry",
            "give the receipt that `celltrail record` wrote for the batch");
  const auto evidence = ledger::after_evidence(batch, entry_proof(ledger, *index));
  ledger::require(evidence.has_value(), "a batch that was read is read again");
  replace_file(file, *evidence);
  return {{file},
          "what the signer has seen at entry " + grouped(*index) + " against what is there"};
}

Written prove(Context& context, const Options& options) {
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  if (options.from) return prove_consistency(ledger, *options.from, options.file);
  if (options.against) return prove_against(ledger, *options.against, options.file);
  if (is_index(*options.what)) return prove_entry(ledger, std::stoll(*options.what), options.file);
  return prove_trail(ledger, *options.what, options.file);
}

ExitCode run(Context& context, const Options& options) {
  const int asked = (options.what ? 1 : 0) + (options.from ? 1 : 0) + (options.against ? 1 : 0);
  if (asked != 1)
    misused("what to prove is not said, or more than one thing is",
            "give an index, a code, a lot or an operator, or --from SIZE, or --against RECEIPT");
  const Written written = prove(context, options);
  if (context.globals.json) {
    context.streams.out << nlohmann::json{{"files", written.files}}.dump() << '\n';
    return ExitCode::ok;
  }
  for (const std::string& file : written.files) context.streams.out << file << '\n';
  context.streams.err << "It holds " << written.words
                      << ".\nAnybody can check it: celltrail verify " << written.files.front()
                      << " --policy POLICY\n";
  return ExitCode::ok;
}

}  // namespace

Command prove_command() {
  return {.name = "prove",
          .summary = "files that prove what the ledger holds to somebody who has no ledger",
          .details =
              "An index gives a C2SP tlog-proof and, beside it, the entry's exact bytes. A code,\n"
              "lot or operator gives a trail bundle: every entry about it, with the keys and\n"
              "signatures that make them valid.",
          .examples = {"celltrail prove 4127 -o entry-4127.tlog-proof",
                       "celltrail prove 04QPE76836300JBC40000903 -o pack.trail",
                       "celltrail prove --from 80000 -o since-june.consistency"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
