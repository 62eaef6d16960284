#pragma once

#include <optional>
#include <string_view>

#include "ledger/verify/judgement.hpp"

namespace ledger::verify {

/// Whom the reader trusts: a policy file, and the identity of the ledger that is meant.
class Trust {
 public:
  /// Objects to a policy that cannot be read.
  static Judgement<Trust> of(const VerifyInput& input);

  /// `own_key`: the ledger key that a pinned entry 0 leads to, trusted like one of the policy.
  [[nodiscard]] Judgement<chain::Judged> judge(
      std::string_view note, const std::optional<VerifierKey>& own_key = std::nullopt) const;
  /// The log's signature alone: a quorum would hide evidence, for nobody cosigns a second history.
  [[nodiscard]] Judgement<chain::Judged> judge_signature(std::string_view note) const;

  [[nodiscard]] std::optional<Hash> identity_of(std::string_view origin) const;
  /// Objects when the ledger's identity is another than the one pinned.
  [[nodiscard]] Objected judge_identity(std::string_view origin, const Hash& found) const;

 private:
  std::optional<chain::Policy> policy_;
  std::optional<Hash> identity_;
};

}  // namespace ledger::verify
