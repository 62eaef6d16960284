#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/verify/kinds.hpp"

namespace ledger::verify {
namespace {

/// Whether the other file shows, under a head of this ledger, the leaf that the signer has seen.
bool shows_seen_leaf(const Trust& trust, const BatchHead& batch, std::string_view other) {
  if (const auto receipt = chain::read_receipt(other)) {
    const auto head = trust.judge_signature(receipt->checkpoint);
    const auto count = static_cast<Index>(receipt->leaves.size());
    const Index at = batch.after_index - receipt->first;
    return head && head->origin == batch.origin && at >= 0 && at < count &&
           receipt->leaves[static_cast<std::size_t>(at)] == batch.after_hash &&
           chain::root_from_range(head->checkpoint.size, receipt->first, receipt->leaves,
                                  receipt->proof) == head->checkpoint.root;
  }
  const auto proof = chain::read_tlog_proof(other);
  if (!proof || proof->index != batch.after_index) return false;
  const auto head = trust.judge_signature(proof->checkpoint);
  return head && head->origin == batch.origin &&
         chain::root_of_inclusion(batch.after_hash, proof->index, head->checkpoint.size,
                                  proof->path) == head->checkpoint.root;
}

Objected judge_leaf(const chain::Judged& head, const BatchHead& batch,
                    const chain::AfterEvidence& evidence) {
  const Objection nothing =
      unjudged("this file proves nothing against the ledger or the signer",
               "it must show another leaf at the index that the batch names, under a head of the "
               "same ledger");
  if (batch.origin != head.origin || batch.after_index < 0 || evidence.leaf == batch.after_hash)
    return nothing;
  const auto root = chain::root_of_inclusion(evidence.leaf, batch.after_index, head.checkpoint.size,
                                             evidence.path);
  return root == head.checkpoint.root ? Objected() : nothing;
}

Verdict accuse(const BatchHead& batch, const Hash& leaf, std::string sentence) {
  return verdict_of(
      ProofKind::after,
      wrong(std::move(sentence),
            fmt::format("entry {} with leaf {}", batch.after_index, encoding::base64(leaf)),
            fmt::format("leaf {}, which the signer named", encoding::base64(batch.after_hash))));
}

Verdict judge_signer(const Trust& trust, const BatchHead& batch, const Hash& leaf,
                     std::optional<std::string_view> other) {
  Verdict verdict = accuse(
      batch, leaf,
      fmt::format("PROOF THAT SOMEBODY LIES: {} swears to have seen another entry {} than the "
                  "ledger {} now shows",
                  batch.key, batch.after_index, batch.origin));
  verdict.hint =
      "a receipt or tlog-proof of that entry from before, given with --with, shows that "
      "it is the ledger";
  const auto bundle = other ? chain::read_trail_bundle(*other) : std::nullopt;
  const auto key = bundle ? key_in(trust, *bundle, batch.key) : std::nullopt;
  if (!key) {
    verdict.not_checked.push_back(
        fmt::format("the signature of {}: `celltrail prove {}` makes a file that holds its key, to "
                    "be given with --with",
                    batch.key, batch.operator_id));
    return verdict;
  }
  if (chain::verifies(*key, chain::batch_head_text(batch), batch.signature)) return verdict;
  return verdict_of(ProofKind::after, {Outcome::not_trusted,
                                       "the batch was not signed by the key it names",
                                       "a signature that does not verify",
                                       "one by " + key->text(),
                                       {}});
}

}  // namespace

Verdict judge_after(const Trust& trust, const chain::AfterEvidence& evidence,
                    std::optional<std::string_view> other) {
  const auto batch = chain::read_batch_head(evidence.batch);
  if (!batch)
    return verdict_of(ProofKind::after, wrong("this is no evidence: its batch head is none",
                                              batch.error().detail, "a signed batch head"));
  const auto head = trust.judge_signature(evidence.checkpoint);
  if (!head) return verdict_of(ProofKind::after, head.error());
  if (auto objected = judge_leaf(*head, *batch, evidence))
    return verdict_of(ProofKind::after, *objected);
  if (!other || !shows_seen_leaf(trust, *batch, *other))
    return judge_signer(trust, *batch, evidence.leaf, other);
  return accuse(*batch, evidence.leaf,
                fmt::format("PROOF OF MISBEHAVIOUR: the ledger {} signed two histories; it once "
                            "proved the entry {} that {} has seen, and now shows another",
                            batch->origin, batch->after_index, batch->key));
}

}  // namespace ledger::verify

namespace ledger {
namespace {

Result<BatchHead> batch_in(std::string_view text) {
  if (const auto receipt = chain::read_receipt(text))
    return chain::read_batch_head(receipt->batch_head);
  return chain::read_batch_head(text);
}

}  // namespace

std::optional<Index> index_seen(std::string_view batch) {
  const auto head = batch_in(batch);
  if (!head || head->after_index < 0) return std::nullopt;
  return head->after_index;
}

}  // namespace ledger
