#include "ledger/verify.hpp"

#include <functional>
#include <memory>

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/verify/kinds.hpp"

namespace ledger {
namespace verify {
namespace {

/// A file that was recognised and taken apart: what judges it, and the heads it shows.
struct Recognised {
  ProofKind kind = ProofKind::none;
  std::vector<std::string> heads;
  std::function<Verdict(const Trust&, const VerifyInput&)> judge;
  std::shared_ptr<const chain::TrailBundle> trail = nullptr;
};

Recognised recognise_receipt(std::string_view text) {
  auto receipt = chain::read_receipt(text);
  if (!receipt) return {};
  const std::string head = receipt->checkpoint;
  return {ProofKind::receipt, {head}, [file = std::move(*receipt)](const Trust& trust, auto&) {
            return judge_receipt(trust, file);
          }};
}

Recognised recognise_after(std::string_view text) {
  auto evidence = chain::read_after(text);
  if (!evidence) return {};
  return {ProofKind::after,
          {},
          [file = std::move(*evidence)](const Trust& trust, const VerifyInput& input) {
            return judge_after(trust, file, input.other);
          }};
}

Recognised recognise_entry(std::string_view text) {
  auto proof = chain::read_tlog_proof(text);
  if (!proof) return {};
  const std::string head = proof->checkpoint;
  return {ProofKind::entry,
          {head},
          [file = std::move(*proof)](const Trust& trust, const VerifyInput& input) {
            return judge_entry(trust, file, input.entry);
          }};
}

Recognised recognise_trail(std::string_view text) {
  auto read = chain::read_trail_bundle(text);
  if (!read) return {};
  const auto bundle = std::make_shared<const chain::TrailBundle>(std::move(*read));
  return {ProofKind::trail,
          {bundle->checkpoint},
          [bundle](const Trust& trust, auto&) { return judge_trail(trust, *bundle); },
          bundle};
}

Recognised recognise_consistency(std::string_view text) {
  auto read = chain::read_consistency(text);
  if (!read) return {};
  const std::vector<std::string> heads{read->older, read->newer};
  return {ProofKind::consistency, heads, [file = std::move(*read)](const Trust& trust, auto&) {
            return judge_consistency(trust, file);
          }};
}

Recognised recognise_fork(std::string_view text) {
  auto evidence = chain::read_fork(text);
  if (!evidence) return {};
  return {ProofKind::fork, {}, [file = std::move(*evidence)](const Trust& trust, auto&) {
            return judge_fork(trust, file);
          }};
}

Recognised recognise_checkpoint(std::string_view text) {
  const auto note = chain::read_note(text);
  if (!note || !chain::read_checkpoint_body(note->text) || chain::read_batch_head(text)) return {};
  const std::string head(text);
  return {ProofKind::checkpoint, {head}, [head](const Trust& trust, auto&) {
            return judge_checkpoint_file(trust, head);
          }};
}

Recognised recognise(std::string_view text) {
  for (const auto& reader : {recognise_receipt, recognise_after, recognise_entry, recognise_trail,
                             recognise_consistency, recognise_fork, recognise_checkpoint})
    if (auto found = reader(text); found.kind != ProofKind::none) return found;
  return {};
}

/// A file that is too large, or was one of ours before it was cut or edited.
Verdict unreadable(std::string_view text) {
  if (text.size() > chain::proof_file_bytes_max)
    return verdict_of(
        ProofKind::none,
        unjudged(fmt::format("the file is larger than {} MiB", chain::proof_file_bytes_max >> 20),
                 "no proof file is; ask for proofs of single entries, or of the trails of units "
                 "and lots"));
  for (const std::string_view start :
       {R"({"batch":")", R"({"about":")", R"({"checkpoints":[)", "c2sp.org/tlog-proof@v1\n"})
    if (text.starts_with(start))
      return verdict_of(
          ProofKind::none,
          wrong("the file begins like a proof and does not go on like one",
                "bytes that no program of this kind writes; it was cut, edited or sent as text",
                "the file byte for byte as it was written"));
  return verdict_of(
      ProofKind::none,
      unjudged("this is no file that can be verified",
               "receipts, tlog-proofs, trail bundles, checkpoints, consistency files, evidence and "
               "reports (with --ledger) can"));
}

/// The heads of two files of one ledger: of one size they have one root.
Objected hold_against(const Trust& trust, const Recognised& file, const Recognised& other) {
  bool any = false;
  for (const std::string& one : file.heads)
    for (const std::string& two : other.heads) {
      const auto first = trust.judge_signature(one);
      if (!first) return first.error();
      const auto second = trust.judge_signature(two);
      if (!second) return second.error();
      if (auto objected = contradiction(*first, *second)) return objected;
      any = any || first->checkpoint.size == second->checkpoint.size;
    }
  if (any) return std::nullopt;
  return unjudged("the two files have heads of different sizes, and nothing here joins them",
                  "`celltrail prove --from SIZE`, with the smaller size, makes the file that does");
}

Verdict judge(const VerifyInput& input) {
  const Recognised file = recognise(input.file);
  if (file.kind == ProofKind::none) return unreadable(input.file);
  const auto trust = Trust::of(input);
  if (!trust) return verdict_of(file.kind, trust.error());
  Verdict verdict = file.judge(*trust, input);
  if (verdict.outcome != Outcome::proven || !input.other) return verdict;
  const Recognised other = recognise(*input.other);
  if (other.heads.empty()) return unreadable(*input.other);
  if (file.trail && other.trail) {
    Verdict second = other.judge(*trust, input);
    if (second.outcome != Outcome::proven) return second;
    if (auto objected = contradiction(*file.trail, *other.trail, verdict.origin))
      return verdict_of(file.kind, std::move(*objected));
  }
  if (auto objected = hold_against(*trust, file, other))
    return verdict_of(file.kind, std::move(*objected));
  verdict.sentence += "; the other file shows the same head";
  return verdict;
}

}  // namespace
}  // namespace verify

Verdict verify_proof(const VerifyInput& input) {
  return verify::judge(input);
}

std::optional<std::string> checkpoint_in(std::string_view file) {
  auto heads = verify::recognise(file).heads;
  if (heads.empty()) return std::nullopt;
  return std::move(heads.back());
}

std::optional<Hash> read_identity(std::string_view base64) {
  return encoding::fixed_from_base64<32>(base64);
}

std::string starting_policy(const LedgerInfo& info) {
  return fmt::format(
      "# Whom a reader of {0} trusts. Compare the identity with one from somebody who does not run "
      "the ledger.\n# celltrail-identity {0} {1}\nlog {2}\nquorum none\n",
      info.origin, encoding::base64(info.identity), info.ledger_key);
}

std::optional<std::string> after_evidence(std::string_view batch, const EntryProof& now) {
  const auto proof = chain::read_tlog_proof(now.proof);
  const auto receipt = chain::read_receipt(batch);
  const std::string_view note = receipt ? std::string_view(receipt->batch_head) : batch;
  const auto head = chain::read_batch_head(note);
  if (!proof || !head || head->after_index != proof->index) return std::nullopt;
  return chain::write_after(
      {std::string(note), proof->checkpoint, crypto::leaf_hash(now.bytes), proof->path});
}

}  // namespace ledger
