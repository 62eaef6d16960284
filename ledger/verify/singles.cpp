#include <fmt/format.h>

#include "ledger/chain/entry_reader.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/verify/kinds.hpp"

namespace ledger::verify {
namespace {

std::string root_words(const std::optional<Hash>& root) {
  return root ? "root " + encoding::base64(*root) : "a proof that no tree of this size has";
}

Objected judge_identity_path(const chain::Judged& head, const Receipt& receipt) {
  const auto root =
      chain::root_of_inclusion(receipt.identity, 0, head.checkpoint.size, receipt.identity_path);
  if (root == head.checkpoint.root) return std::nullopt;
  return wrong("the receipt names an identity that is not entry 0 of this ledger", root_words(root),
               "root " + encoding::base64(head.checkpoint.root));
}

Objected judge_leaves(const chain::Judged& head, const Receipt& receipt) {
  const auto root =
      chain::root_from_range(head.checkpoint.size, receipt.first, receipt.leaves, receipt.proof);
  if (root == head.checkpoint.root) return std::nullopt;
  if (receipt.proof.empty())
    return unjudged(
        "this receipt is a list, not a proof: its events were recorded in several batches before",
        "each is proved by the receipt of its own batch, or by `celltrail prove INDEX`");
  return wrong("the leaves of the receipt do not lie under its checkpoint", root_words(root),
               "root " + encoding::base64(head.checkpoint.root));
}

Objected judge_batch(const chain::Judged& head, const Receipt& receipt, const BatchHead& batch) {
  if (batch.origin != head.origin)
    return wrong("the batch was signed for another ledger", batch.origin, head.origin);
  if (std::cmp_not_equal(receipt.leaves.size(), batch.count))
    return wrong("the receipt is not of the whole batch",
                 fmt::format("{} leaves", receipt.leaves.size()),
                 fmt::format("{}, as many as the batch has events", batch.count));
  return judge_leaves(head, receipt);
}

std::string entries_words(Index first, std::size_t count) {
  if (count == 1) return fmt::format("entry {}", first);
  return fmt::format("entries {} to {}", first, first + static_cast<Index>(count) - 1);
}

Objected judge_bytes(const chain::Judged& head, const chain::TlogProof& proof,
                     std::string_view bytes) {
  const auto root = chain::root_of_inclusion(crypto::leaf_hash(bytes), proof.index,
                                             head.checkpoint.size, proof.path);
  if (root != head.checkpoint.root)
    return wrong(fmt::format("these bytes are not entry {} of the ledger", proof.index),
                 root_words(root), "root " + encoding::base64(head.checkpoint.root));
  const auto entry = chain::read_entry(bytes, head.origin);
  if (!entry || entry->index != proof.index || !read_canonical_event(entry->event))
    return wrong(fmt::format("the ledger has these bytes at {}, but they are no entry of that "
                             "number in the form this program knows",
                             proof.index),
                 entry ? fmt::format("an entry that says it is number {}", entry->index)
                       : std::string("bytes that are no entry"),
                 fmt::format("entry {}, canonical", proof.index));
  return std::nullopt;
}

}  // namespace

Verdict judge_receipt(const Trust& trust, const Receipt& receipt) {
  constexpr ProofKind kind = ProofKind::receipt;
  const auto batch = chain::read_batch_head(receipt.batch_head);
  if (!batch)
    return verdict_of(kind, wrong("what should be a batch head is none", batch.error().detail,
                                  "a signed batch head"));
  const auto head = trust.judge(receipt.checkpoint);
  if (!head) return verdict_of(kind, head.error());
  if (auto objected = trust.judge_identity(head->origin, receipt.identity))
    return verdict_of(kind, *objected);
  if (auto objected = judge_batch(*head, receipt, *batch)) return verdict_of(kind, *objected);
  if (auto objected = judge_identity_path(*head, receipt)) return verdict_of(kind, *objected);
  Verdict verdict = proven_under(
      kind, *head,
      fmt::format("PROVEN: the batch of {} event{} that {} signed is {} of {}", batch->count,
                  batch->count == 1 ? "" : "s", batch->key,
                  entries_words(receipt.first, receipt.leaves.size()), head_words(*head)));
  verdict.identity = receipt.identity;
  verdict.not_checked.push_back(
      fmt::format("the signature of {}: a receipt does not hold its key. `celltrail prove` of one "
                  "of the entries' units or of the operator shows it",
                  batch->key));
  return verdict;
}

Verdict judge_entry(const Trust& trust, const chain::TlogProof& proof,
                    std::optional<std::string_view> bytes) {
  constexpr ProofKind kind = ProofKind::entry;
  if (!bytes)
    return verdict_of(kind, unjudged("the bytes of the entry are missing: a tlog-proof does not "
                                     "hold them",
                                     "keep FILE.entry beside FILE.tlog-proof, or name the file "
                                     "with --entry"));
  const auto head = trust.judge(proof.checkpoint);
  if (!head) return verdict_of(kind, head.error());
  if (auto objected = judge_bytes(*head, proof, *bytes)) return verdict_of(kind, *objected);
  const Hash leaf = crypto::leaf_hash(*bytes);
  if (proof.index == 0)
    if (auto objected = trust.judge_identity(head->origin, leaf))
      return verdict_of(kind, *objected);
  Verdict verdict = proven_under(
      kind, *head,
      fmt::format("PROVEN: these bytes are entry {} of {}", proof.index, head_words(*head)));
  verdict.entries.push_back({proof.index, std::string(*bytes), leaf});
  verdict.not_checked.emplace_back(
      "who signed it: the keys are not in this file. `celltrail prove CODE` makes one with them");
  if (proof.index == 0)
    verdict.identity = leaf;
  else
    verdict.not_checked.emplace_back("the identity of the ledger: this file does not show it");
  return verdict;
}

}  // namespace ledger::verify
