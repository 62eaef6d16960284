#include "ledger/verify/trust.hpp"

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"

namespace ledger::verify {
namespace {

constexpr auto how_to_write_a_policy =
    "a policy names the key of the log you trust; whoever runs the ledger prints one with "
    "`celltrail checkpoint --policy`: compare its identity with what you were told, then give the "
    "file with --policy";

Objection objection_of(const chain::PolicyRefusal& refusal) {
  const auto object = [&](Outcome outcome, const char* sentence) {
    return Objection{outcome, sentence, refusal.found, refusal.expected, {}};
  };
  switch (refusal.problem) {
    case chain::PolicyProblem::not_a_checkpoint:
      return object(Outcome::wrong, "what should be a checkpoint is none");
    case chain::PolicyProblem::unknown_log:
      return object(Outcome::not_trusted, "no key that you trust signed the checkpoint");
    case chain::PolicyProblem::wrong_signature:
      return object(Outcome::not_trusted, "a signature on the checkpoint is wrong");
    case chain::PolicyProblem::no_quorum:
      return object(Outcome::not_trusted,
                    "fewer witnesses than the policy demands have cosigned the checkpoint");
  }
  return object(Outcome::wrong, "the checkpoint is refused");
}

Judgement<chain::Judged> judged_by(const chain::Policy& policy, std::string_view note,
                                   const std::optional<VerifierKey>& own_key) {
  auto judged = chain::judge_checkpoint(policy, note, own_key);
  if (!judged) return failed(objection_of(judged.error()));
  return std::move(*judged);
}

Objection no_policy() {
  return unjudged("nothing says whom you trust", how_to_write_a_policy);
}

}  // namespace

Judgement<Trust> Trust::of(const VerifyInput& input) {
  Trust trust;
  trust.identity_ = input.identity;
  if (!input.policy) return trust;
  auto policy = chain::read_policy(*input.policy);
  if (!policy)
    return failed(unjudged(fmt::format("the policy cannot be used: line {}: {}",
                                       policy.error().line, policy.error().what),
                           "docs/format.md, \"Policy\", says what may stand in one"));
  trust.policy_ = std::move(*policy);
  return trust;
}

Judgement<chain::Judged> Trust::judge(std::string_view note,
                                      const std::optional<VerifierKey>& own_key) const {
  if (!policy_ && !own_key) return failed(no_policy());
  return judged_by(policy_.value_or(chain::Policy{}), note, own_key);
}

Judgement<chain::Judged> Trust::judge_signature(std::string_view note) const {
  if (!policy_) return failed(no_policy());
  chain::Policy without_quorum = *policy_;
  without_quorum.quorum = "none";
  return judged_by(without_quorum, note, std::nullopt);
}

std::optional<Hash> Trust::identity_of(std::string_view origin) const {
  if (identity_) return identity_;
  return policy_ ? policy_->identity_of(origin) : std::nullopt;
}

Objected Trust::judge_identity(std::string_view origin, const Hash& found) const {
  const auto pinned = identity_of(origin);
  const auto of_policy = policy_ ? policy_->identity_of(origin) : std::nullopt;
  if (of_policy && pinned && *of_policy != *pinned)
    return Objection{Outcome::not_trusted,
                     "the policy pins another identity than you gave",
                     encoding::base64(*of_policy),
                     encoding::base64(*pinned),
                     {}};
  if (!pinned || *pinned == found) return std::nullopt;
  return Objection{Outcome::not_trusted, "this is another ledger than the one you mean",
                   "identity " + encoding::base64(found), "identity " + encoding::base64(*pinned),
                   "two ledgers may have one origin; the leaf hash of entry 0 tells them apart"};
}

}  // namespace ledger::verify
