#pragma once

#include "ledger/chain/proof_files.hpp"
#include "ledger/verify/trust.hpp"

/// One function a kind of file. Each judges everything it can before it says anything is proven.
namespace ledger::verify {

[[nodiscard]] Verdict judge_receipt(const Trust& trust, const Receipt& receipt);
[[nodiscard]] Verdict judge_entry(const Trust& trust, const chain::TlogProof& proof,
                                  std::optional<std::string_view> bytes);
[[nodiscard]] Verdict judge_trail(const Trust& trust, const chain::TrailBundle& bundle);
[[nodiscard]] Verdict judge_checkpoint_file(const Trust& trust, std::string_view note);
[[nodiscard]] Verdict judge_consistency(const Trust& trust, const chain::ConsistencyFile& file);
[[nodiscard]] Verdict judge_fork(const Trust& trust, const chain::ForkEvidence& evidence);
[[nodiscard]] Verdict judge_after(const Trust& trust, const chain::AfterEvidence& evidence,
                                  std::optional<std::string_view> other);

/// Two heads of one ledger of one size that contradict each other: what the second file adds.
[[nodiscard]] Objected contradiction(const chain::Judged& one, const chain::Judged& other);

/// Two verified files of trails in one ledger, that show different histories or different trails of
/// one thing: what none of the two shows alone.
[[nodiscard]] Objected contradiction(const chain::TrailBundle& one, const chain::TrailBundle& other,
                                     std::string_view origin);

/// The key of this name that the verified bundle grants and does not revoke.
[[nodiscard]] std::optional<VerifierKey> key_in(const Trust& trust,
                                                const chain::TrailBundle& bundle,
                                                std::string_view name);

}  // namespace ledger::verify
