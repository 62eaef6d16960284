#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/verify/kinds.hpp"
#include "ledger/verify/listed.hpp"

namespace ledger::verify {
namespace {

/// Whose entries they say they are; the signature over it is judged later.
std::optional<std::string> origin_in(std::string_view note) {
  const auto read = chain::read_note(note);
  const auto body = read ? chain::read_checkpoint_body(read->text) : std::nullopt;
  if (!body || !encoding::is_origin(body->origin)) return std::nullopt;
  return body->origin;
}

/// A pinned entry 0 and the rotations after it lead to the ledger's key: no policy need name it.
Judgement<chain::Judged> judge_head(const Trust& trust, const std::string& note,
                                    const std::vector<Listed>& entries) {
  const auto key = ledger_key_after(entries);
  if (!key) return failed(key.error());
  const bool is_pinned = trust.identity_of(key->name).has_value();
  auto head = trust.judge(note, is_pinned ? std::optional(*key) : std::nullopt);
  if (!head) return head;
  if (!chain::open_checkpoint(note, key->name, *key))
    return failed({Outcome::not_trusted,
                   "the checkpoint is not signed by the key that the ledger itself names",
                   "signatures by other keys",
                   "one by " + key->text(),
                   {}});
  return head;
}

Objected judge_inclusion(const chain::Judged& head, const Listed& listed) {
  const Batch& batch = listed.entry.batch;
  const auto root = chain::root_of_inclusion(listed.leaf, listed.entry.index, head.checkpoint.size,
                                             listed.proven->path);
  const bool is_whole = batch.head.count <= head.checkpoint.size - batch.first;
  if (root == head.checkpoint.root && is_whole) return std::nullopt;
  return wrong(fmt::format("{} does not lie in {}", entry_words(listed), head_words(head)),
               root ? "root " + encoding::base64(*root) : "a path that no tree of this size has",
               "root " + encoding::base64(head.checkpoint.root));
}

Objected judge_all(const chain::TrailBundle& bundle, const chain::Judged& head,
                   const std::vector<Listed>& entries) {
  for (const Listed& listed : entries)
    if (auto objected = judge_inclusion(head, listed)) return objected;
  Signers signers(entries.front().event);
  if (auto objected = judge_signatures(entries, signers)) return objected;
  std::vector<const Listed*> history;
  for (const Listed& listed : entries) history.push_back(&listed);
  if (auto objected = judge_history(history)) return objected;
  return judge_links(bundle, entries);
}

std::string sentence(const chain::TrailBundle& bundle, const chain::Judged& head) {
  return fmt::format(
      "PROVEN: the trail of {} in {}: {} {}, each in the ledger, each signed by the operator it "
      "names, in this order, and none left out between the first and the last",
      bundle.about, head_words(head), bundle.trail.size(),
      bundle.trail.size() == 1 ? "entry" : "entries");
}

Verdict show(const chain::TrailBundle& bundle, const chain::Judged& head,
             const std::vector<Listed>& entries) {
  Verdict verdict = proven_under(ProofKind::trail, head, sentence(bundle, head));
  verdict.identity = entries.front().leaf;
  auto next = bundle.trail.begin();
  for (const Listed& listed : entries) {
    if (next == bundle.trail.end() || *next != listed.entry.index) continue;
    verdict.entries.push_back({listed.entry.index, listed.proven->bytes, listed.leaf});
    ++next;
  }
  verdict.not_checked.push_back(fmt::format(
      "that no entry about it came after entry {}: that is the ledger's word, and shown when an "
      "auditor or a mirror has replayed this head of {} entries",
      bundle.trail.back(), head.checkpoint.size));
  return verdict;
}

}  // namespace

Verdict judge_trail(const Trust& trust, const chain::TrailBundle& bundle) {
  constexpr ProofKind kind = ProofKind::trail;
  const auto origin = origin_in(bundle.checkpoint);
  if (!origin)
    return verdict_of(kind, wrong("what should be a checkpoint is none", "something else",
                                  "a signed note of origin, size and root"));
  const auto entries = read_listed(bundle, *origin);
  if (!entries) return verdict_of(kind, entries.error());
  if (auto objected = trust.judge_identity(*origin, entries->front().leaf))
    return verdict_of(kind, *objected);
  const auto head = judge_head(trust, bundle.checkpoint, *entries);
  if (!head) return verdict_of(kind, head.error());
  if (auto objected = judge_all(bundle, *head, *entries)) return verdict_of(kind, *objected);
  return show(bundle, *head, *entries);
}

std::optional<VerifierKey> key_in(const Trust& trust, const chain::TrailBundle& bundle,
                                  std::string_view name) {
  const Verdict verdict = judge_trail(trust, bundle);
  if (verdict.outcome != Outcome::proven) return std::nullopt;
  const auto entries = read_listed(bundle, verdict.origin);
  Signers signers(entries->front().event);
  if (judge_signatures(*entries, signers)) return std::nullopt;
  return signers.find(name);
}

}  // namespace ledger::verify
