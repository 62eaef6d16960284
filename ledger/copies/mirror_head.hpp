#pragma once

#include <optional>
#include <string>

#include "ledger/chain/policy.hpp"
#include "ledger/event.hpp"
#include "ledger/mirror/verified_log.hpp"
#include "ledger/state.hpp"

namespace ledger {

/// The head that a source shows, taken apart; whose it is, is not known by itself.
struct ShownHead {
  std::string origin;
  Checkpoint checkpoint;
  [[nodiscard]] chain::TreeHead head() const { return {checkpoint.size, checkpoint.root}; }
};

/// Throws mirror::Stopped when the source has none.
[[nodiscard]] ShownHead read_head(LogSource& source);

/// A head of s entries is signed by the ledger key in force after entry s - 1 (docs/format.md,
/// "Ledger keys"), and as a policy asks. Throws mirror::Stopped (`untrusted`) when it is not.
/// `constitution` is as of those s entries.
void judge_head(const ShownHead& shown, const Constitution& constitution,
                const std::optional<chain::Policy>& policy);

/// The event of entry 0, nothing when there is none in it.
[[nodiscard]] std::optional<Event> founding_of(mirror::VerifiedLog& log);

/// Stops a mirror that may not believe what it was shown.
[[noreturn]] void untrusted(std::string expected, std::string found);

}  // namespace ledger
