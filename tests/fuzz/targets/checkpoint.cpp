#include <algorithm>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/policy.hpp"
#include "ledger/chain/tree.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

void demand_body(const chain::Note& note) {
  const auto body = chain::read_checkpoint_body(note.text);
  if (!body) return;
  require(body->size >= 0 && body->size <= chain::tree_size_max, "a size is one of a tree");
  const std::string text = chain::checkpoint_text(body->origin, body->size, body->root);
  require(note.text.starts_with(text), "a body is written as it was read");
  require(!std::string_view(note.text).substr(text.size()).starts_with('\n') &&
              note.text.find("\n\n", text.size()) == std::string::npos,
          "no extension line is empty");
}

}  // namespace

/// Opened is only what the ledger's key has signed.
bool fuzz::checkpoint(std::string_view input) {
  static const auto policy = chain::read_policy(policy_text("none"));
  require(policy.has_value(), "the policy of these tests is one");
  const VerifierKey& key = ledger_signer().verifier();
  const auto note = chain::read_note(input);
  const auto opened = chain::open_checkpoint(input, origin, key);
  const auto judged = chain::judge_checkpoint(*policy, input);
  if (note) demand_body(*note);
  require(!judged || opened, "what a policy trusts, its log's key has signed");
  if (!opened) return false;
  require(note && chain::read_checkpoint_body(note->text), "a checkpoint is a note with a body");
  require(opened->note == input, "a checkpoint keeps its note byte for byte");
  require(is_signed({opened->size, opened->root}), "nobody else can sign a head");
  require(!chain::open_checkpoint(input, "celltrail.example/other", key), "the origin counts");
  require(!chain::open_checkpoint(input, origin, witness_signer().verifier()), "the key counts");
  return true;
}
