#include <fmt/format.h>

#include "ledger/chain/proof.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/verify/kinds.hpp"

namespace ledger::verify {
namespace {

constexpr auto heads_of_two_histories =
    "PROOF OF MISBEHAVIOUR: the ledger {} signed two histories that cannot both be true";

chain::TreeHead tree_of(const chain::Judged& judged) {
  return {judged.checkpoint.size, judged.checkpoint.root};
}

std::string root_words(const chain::Judged& judged) {
  return fmt::format("root {} at size {}", encoding::base64(judged.checkpoint.root),
                     judged.checkpoint.size);
}

Objection other_origin(const chain::Judged& one, const chain::Judged& other) {
  return unjudged(
      fmt::format("the two heads are of two ledgers, {} and {}", one.origin, other.origin),
      "give two heads of one ledger");
}

/// The leaf of the index under one of the heads.
Objected judge_leaf(const chain::Judged& judged, Index index, const Hash& leaf,
                    const std::vector<Hash>& path) {
  const auto root = chain::root_of_inclusion(leaf, index, judged.checkpoint.size, path);
  if (root == judged.checkpoint.root) return std::nullopt;
  return wrong(
      fmt::format("this is no evidence: the leaf it shows for entry {} does not lie under its head",
                  index),
      root ? "root " + encoding::base64(*root) : "a path that no tree of this size has",
      root_words(judged));
}

}  // namespace

Objected contradiction(const chain::Judged& one, const chain::Judged& other) {
  if (one.origin != other.origin) return other_origin(one, other);
  if (one.checkpoint.size != other.checkpoint.size || one.checkpoint.root == other.checkpoint.root)
    return std::nullopt;
  return wrong(fmt::format(fmt::runtime(heads_of_two_histories), one.origin), root_words(other),
               root_words(one));
}

Verdict judge_checkpoint_file(const Trust& trust, std::string_view note) {
  const auto judged = trust.judge(note);
  if (!judged) return verdict_of(ProofKind::checkpoint, judged.error());
  Verdict verdict = proven_under(
      ProofKind::checkpoint, *judged,
      fmt::format("PROVEN: this is a head of {}, by a key that you trust", head_words(*judged)));
  verdict.not_checked.emplace_back("the identity of the ledger: a checkpoint does not show it");
  return verdict;
}

Verdict judge_consistency(const Trust& trust, const chain::ConsistencyFile& file) {
  constexpr ProofKind kind = ProofKind::consistency;
  // The older head may have been kept before it had its cosignatures.
  const auto older = trust.judge_signature(file.older);
  if (!older) return verdict_of(kind, older.error());
  const auto newer = trust.judge(file.newer);
  if (!newer) return verdict_of(kind, newer.error());
  if (auto objected = contradiction(*older, *newer)) return verdict_of(kind, *objected);
  if (older->checkpoint.size > newer->checkpoint.size)
    return verdict_of(kind, wrong("the two heads stand in the wrong order", root_words(*older),
                                  "the smaller one first"));
  if (!chain::is_consistent(tree_of(*older), tree_of(*newer), file.path))
    return verdict_of(
        kind, wrong("the path does not lead from the older head to the newer one",
                    fmt::format("{} hashes that do not join the two", file.path.size()),
                    fmt::format("the consistency path from {} to {} entries; ask the ledger for a "
                                "new file, and if it cannot give one it has forked",
                                older->checkpoint.size, newer->checkpoint.size)));
  Verdict verdict = proven_under(
      kind, *newer,
      fmt::format("PROVEN: {} continues its head of {}; nothing before entry {} was changed, "
                  "removed or put in another order",
                  head_words(*newer), older->checkpoint.size, older->checkpoint.size));
  verdict.not_checked.emplace_back("the identity of the ledger: checkpoints do not show it");
  return verdict;
}

Verdict judge_fork(const Trust& trust, const chain::ForkEvidence& evidence) {
  constexpr ProofKind kind = ProofKind::fork;
  const auto first = trust.judge_signature(evidence.first);
  if (!first) return verdict_of(kind, first.error());
  const auto second = trust.judge_signature(evidence.second);
  if (!second) return verdict_of(kind, second.error());
  if (auto objected = contradiction(*first, *second)) return verdict_of(kind, *objected);
  const Objection none = unjudged(
      "this file proves nothing: the two heads in it do not contradict each other",
      "of one size they have one root, or the entry they are about has one leaf under both");
  if (evidence.index < 0 || evidence.leaves[0] == evidence.leaves[1]) return verdict_of(kind, none);
  const auto& leaves = evidence.leaves;
  if (auto objected = judge_leaf(*first, evidence.index, leaves[0], evidence.first_path))
    return verdict_of(kind, *objected);
  if (auto objected = judge_leaf(*second, evidence.index, leaves[1], evidence.second_path))
    return verdict_of(kind, *objected);
  return verdict_of(
      kind, wrong(fmt::format(fmt::runtime(heads_of_two_histories), first->origin),
                  fmt::format("entry {} has leaf {} under the head of {} entries", evidence.index,
                              encoding::base64(leaves[1]), second->checkpoint.size),
                  fmt::format("leaf {}, as under the head of {} entries",
                              encoding::base64(leaves[0]), first->checkpoint.size)));
}

}  // namespace ledger::verify
