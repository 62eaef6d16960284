#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain/cosignature.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/hash.hpp"
#include "ledger/key.hpp"

/// Whom a verifier trusts: a C2SP tlog-policy file. Our own pin stands in comment lines, so that
/// other programs read the same file:
///   # celltrail-identity ORIGIN BASE64       the leaf hash of entry 0
namespace ledger::chain {

inline constexpr std::size_t policy_bytes_max = 65'536;

struct PolicyLog {
  VerifierKey key;
  std::string url;  ///< empty when not given
};
struct PolicyWitness {
  std::string name;
  CosignerKey key;
  std::string url;
};
struct PolicyGroup {
  std::string name;
  std::int64_t threshold{};          ///< of the members
  std::vector<std::string> members;  ///< witnesses or groups defined above
};
struct Policy {
  std::vector<PolicyLog> logs;  ///< several keys of one origin after a rotation
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::string quorum = "none";
  struct Pin {
    std::string origin;
    Hash identity{};
  };
  std::vector<Pin> pins;

  [[nodiscard]] std::optional<Hash> identity_of(std::string_view origin) const;
};

/// What is wrong with a policy file, with its line.
struct PolicyError {
  std::int64_t line{};
  std::string what;
};
[[nodiscard]] tl::expected<Policy, PolicyError> read_policy(std::string_view text);

/// What a policy says of a checkpoint.
struct Judged {
  Checkpoint checkpoint;
  std::string origin;
  std::vector<Cosignature> cosignatures;  ///< of known witnesses, verified
};
enum class PolicyProblem : std::uint8_t {
  not_a_checkpoint,
  unknown_log,      ///< no log line has this origin and a key that signed
  wrong_signature,  ///< a line of a known key (log or witness) does not verify
  no_quorum
};
struct PolicyRefusal {
  PolicyProblem problem{};
  std::string found, expected;
};
/// Every known line must verify; at least one log key of the checkpoint's origin must have signed;
/// the quorum must be reached. `extra_key`: a log key that is trusted because the log itself proves
/// it (key rotation), beside those of the policy.
[[nodiscard]] tl::expected<Judged, PolicyRefusal> judge_checkpoint(
    const Policy& policy, std::string_view note,
    const std::optional<VerifierKey>& extra_key = std::nullopt);

}  // namespace ledger::chain
