#include "ledger/verify.hpp"

#include <algorithm>

#include "ledger/crypto/sha256.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

bool is_accusation(const Verdict& verdict) {
  return verdict.outcome == Outcome::wrong && verdict.sentence.starts_with("PROOF");
}

/// Nothing is shown that was not hashed up to a head of the ledger.
void demand_shown(const Verdict& verdict) {
  if (verdict.outcome != Outcome::proven)
    return require(verdict.entries.empty(), "what is not proven is not shown");
  require(verdict.sentence.starts_with("PROVEN"), "what is proven is called so");
  require(verdict.origin == fuzz::origin && fuzz::is_signed({verdict.size, verdict.root}),
          "a proof lies under a head that the ledger has signed");
  for (const ShownEntry& entry : verdict.entries) {
    require(entry.leaf == crypto::leaf_hash(entry.bytes), "what is shown was hashed");
    require(
        std::find(fuzz::leaves().begin(), fuzz::leaves().end(), entry.leaf) != fuzz::leaves().end(),
        "no entry is proven that is none");
  }
  require(!verdict.identity || *verdict.identity == fuzz::leaves()[0], "the identity is the pin's");
}

Verdict verdict_on(std::string_view file, std::string_view entry, std::string_view other,
                   const std::optional<std::string>& policy) {
  VerifyInput input{file, {}, {}, {}, {}};
  if (!entry.empty()) input.entry = entry;
  if (!other.empty()) input.other = other;
  if (policy) input.policy = *policy;
  return verify_proof(input);
}

}  // namespace

/// A file, NUL, an entry, NUL, another file. True: proven, or proof that somebody cheated.
bool fuzz::verify(std::string_view input) {
  static const std::optional<std::string> trusting = policy_text("none"),
                                          strict = policy_text("w1");
  const std::string_view file = take_part(input), entry = take_part(input);
  const Verdict verdict = verdict_on(file, entry, input, trusting);
  require(!verdict.sentence.empty(), "a verdict is a sentence");
  demand_shown(verdict);
  const bool is_accepted = verdict.outcome == Outcome::proven || is_accusation(verdict);
  if (is_accepted) {
    const Verdict unpinned = verdict_on(file, entry, input, std::nullopt);
    require(unpinned.outcome != Outcome::proven && !is_accusation(unpinned),
            "who trusts nobody is shown nothing");
    demand_shown(verdict_on(file, entry, input, strict));
  }
  return is_accepted;
}
