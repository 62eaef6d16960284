#include "ledger/witness/responder.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/cosignature.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::witness {
namespace {

/// A clock that was set back by more would have this witness say that a tree was the largest at a
/// time for which it said something else before.
constexpr std::int64_t clock_step_back_max_s = 60;

WitnessAnswer say(int status, std::string what) {
  return {status, "text/plain; charset=utf-8", std::move(what) + "\n"};
}

WitnessAnswer conflict(std::int64_t size) {
  return {409, "text/x.tlog.size", std::to_string(size) + "\n"};
}

chain::TreeHead tree_of(const chain::CheckpointBody& body) {
  return {body.size, body.root};
}

}  // namespace

Responder::Responder(const Signer& signer, std::vector<VerifierKey> logs, HeadKeeper& heads)
    : signer_(signer), logs_(std::move(logs)), heads_(heads) {}

// The order of these checks is the protocol's: which of two faults is answered shows by the code.
WitnessAnswer Responder::add_checkpoint(std::string_view body, std::int64_t now_s) {
  const auto request = read_add_checkpoint(body);
  const auto note = request ? chain::read_note(request->checkpoint) : std::nullopt;
  const auto checkpoint = note ? chain::read_checkpoint_body(note->text) : std::nullopt;
  if (!checkpoint)
    return say(400, "not a request: expected an old size, proof lines and a checkpoint");
  if (request->old > checkpoint->size)
    return say(400, fmt::format("old size {} is beyond the checkpoint's size {}", request->old,
                                checkpoint->size));
  bool is_known = false;
  Head head{*checkpoint, note->text, {}};
  for (const VerifierKey& key : logs_) {
    if (key.name != checkpoint->origin) continue;
    is_known = true;
    const chain::LineState state = chain::signature_of(*note, key);
    if (state == chain::LineState::wrong)
      return say(403, "a signature line of a known key does not verify");
    if (state == chain::LineState::verified)
      head.log_lines += chain::last_line_of(*note, key.name, key.id());
  }
  if (!is_known) return say(404, "this witness does not know the origin " + checkpoint->origin);
  if (head.log_lines.empty()) return say(403, "no key known for this origin signed the checkpoint");
  return judge(*request, head, now_s);
}

WitnessAnswer Responder::judge(const AddCheckpoint& request, const Head& head, std::int64_t now_s) {
  const auto kept = kept_of(head.body.origin);
  // Before any answer: whatever size the request began from, the two heads are proof.
  if (kept) keep_if_fork(*kept, head);
  const std::int64_t seen = kept ? kept->body.size : 0;
  if (request.old != seen) return conflict(seen);
  // This also refuses a head of the empty tree with a root of its own.
  const chain::TreeHead older =
      kept ? tree_of(kept->body) : chain::TreeHead{0, chain::empty_root()};
  if (!chain::is_consistent(older, tree_of(head.body), request.proof))
    return say(422, fmt::format("the proof does not show that this tree of {} entries continues "
                                "the one of {} that was cosigned last",
                                head.body.size, seen));
  return cosign(head, kept, now_s);
}

WitnessAnswer Responder::cosign(const Head& head, const std::optional<Kept>& kept,
                                std::int64_t now_s) {
  const std::int64_t last_s = kept ? kept->time_s : 1;
  if (now_s < last_s - clock_step_back_max_s)
    return say(503, fmt::format("this witness's clock stands {} s before its last cosignature",
                                last_s - now_s));
  const std::string line = chain::cosignature_line(head.text, std::max(now_s, last_s), signer_);
  const auto expected = kept ? std::optional(kept->note) : std::nullopt;
  const std::string next = head.text + "\n" + head.log_lines + line;
  if (!chain::read_note(next)) return say(400, "the checkpoint has no room for a cosignature");
  if (heads_.exchange(head.body.origin, expected, next))
    return {200, "text/plain; charset=utf-8", line};
  // Another request was faster: the proof was from a head that is no longer the last.
  const auto now_kept = kept_of(head.body.origin);
  return conflict(now_kept ? now_kept->body.size : 0);
}

std::optional<Responder::Kept> Responder::kept_of(const std::string& origin) const {
  const auto stored = heads_.last(origin);
  if (!stored) return std::nullopt;
  const auto note = chain::read_note(*stored);
  const auto body = note ? chain::read_checkpoint_body(note->text) : std::nullopt;
  const auto own =
      note ? chain::cosignature_of(*note, chain::cosigner_key(signer_)) : chain::CosignatureLine{};
  if (!body || body->origin != origin || own.state != chain::LineState::verified)
    throw Damage(
        fmt::format("cosigning for {}: the head kept for it does not carry this witness's own "
                    "cosignature; its file was changed. Bring it back; until then nothing is "
                    "cosigned for this origin",
                    origin));
  return Kept{*body, *stored, own.time_s};
}

/// Both heads carry the log's signature, so that the log cannot deny either. Of two sizes nothing
/// is kept: a proof that does not fit can be sent by anybody, and shows nothing.
void Responder::keep_if_fork(const Kept& kept, const Head& head) {
  if (kept.body.size != head.body.size || kept.body.root == head.body.root) return;
  heads_.keep_fork(
      head.body.origin, fmt::format("{}-{}", head.body.size, encoding::hex(head.body.root)),
      chain::write_fork({kept.note, head.text + "\n" + head.log_lines, -1, {}, {}, {}}));
}

}  // namespace ledger::witness
