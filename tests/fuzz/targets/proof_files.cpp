#include "ledger/chain/proof_files.hpp"

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/verify.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

/// Whether the file was read; then it must be written as it was.
template <class Read, class Write>
bool is_read(std::string_view input, const Read& read, const Write& write) {
  const auto file = read(input);
  if (!file) return false;
  require(write(*file) == input, "a proof file is written as it was read");
  require(input.size() <= chain::proof_file_bytes_max, "a proof file keeps its limit");
  return true;
}

std::string written(const Receipt& receipt, std::string_view input) {
  return chain::write_receipt(receipt) + (input.ends_with('\n') ? "\n" : "");
}

void demand_limits(std::string_view input) {
  if (const auto bundle = chain::read_trail_bundle(input)) {
    require(!bundle->entries.empty(), "a bundle has entries");
    for (const chain::ProvenEntry& entry : bundle->entries)
      require(entry.bytes.size() <= chain::entry_bytes_max && entry.path.size() <= 64 &&
                  entry.batch_path.size() <= 64,
              "an entry and its paths keep their limits");
  }
  if (const auto proof = chain::read_tlog_proof(input))
    require(proof->index >= 0 && proof->path.size() <= 64 &&
                chain::read_note(proof->checkpoint).has_value(),
            "a tlog-proof has an index, a path and a note");
  if (const auto fork = chain::read_fork(input))
    require(fork->leaves.size() == (fork->index < 0 ? 0U : 2U), "a fork has two leaves or none");
}

}  // namespace

/// Every kind has one spelling, and no file is of two kinds.
bool fuzz::proof_files(std::string_view input) {
  const int kinds = is_read(input, chain::read_tlog_proof, chain::write_tlog_proof) +
                    is_read(input, chain::read_receipt,
                            [&](const Receipt& receipt) { return written(receipt, input); }) +
                    is_read(input, chain::read_trail_bundle, chain::write_trail_bundle) +
                    is_read(input, chain::read_consistency, chain::write_consistency) +
                    is_read(input, chain::read_fork, chain::write_fork) +
                    is_read(input, chain::read_after, chain::write_after);
  require(kinds <= 1, "a file is of one kind");
  demand_limits(input);
  // Shown to whoever asks what a receipt or batch head says its signer has seen.
  if (const auto seen = index_seen(input)) require(*seen >= 0, "what was seen has an index");
  return kinds == 1;
}
