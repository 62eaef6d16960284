#include "ledger/verify/judgement.hpp"

#include <fmt/format.h>

#include "ledger/encoding/time.hpp"

namespace ledger::verify {

Verdict verdict_of(ProofKind kind, Objection objection) {
  Verdict verdict;
  verdict.outcome = objection.outcome;
  verdict.kind = kind;
  verdict.sentence = objection.sentence.starts_with("PROOF") ? std::move(objection.sentence)
                                                             : "NOT PROVEN: " + objection.sentence;
  verdict.found = std::move(objection.found);
  verdict.expected = std::move(objection.expected);
  verdict.hint = std::move(objection.hint);
  return verdict;
}

Verdict proven_under(ProofKind kind, const chain::Judged& judged, std::string sentence) {
  Verdict verdict;
  verdict.outcome = Outcome::proven;
  verdict.kind = kind;
  verdict.sentence = std::move(sentence);
  verdict.origin = judged.origin;
  verdict.size = judged.checkpoint.size;
  verdict.root = judged.checkpoint.root;
  for (const chain::Cosignature& one : judged.cosignatures)
    verdict.witnesses.push_back(
        fmt::format("{} at {}", one.name, encoding::local_time_text(one.time_s, 0)));
  return verdict;
}

std::string head_words(const chain::Judged& judged) {
  return fmt::format("the ledger {}, signed at {} {}", judged.origin, judged.checkpoint.size,
                     judged.checkpoint.size == 1 ? "entry" : "entries");
}

}  // namespace ledger::verify
