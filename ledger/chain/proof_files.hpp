#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/hash.hpp"

/// The files that carry proofs (docs/format.md, "Proof files"): taken apart and put together, not
/// verified. Every reader bounds its input and takes linear time.
namespace ledger::chain {

inline constexpr std::size_t proof_file_bytes_max = 64 * 1024 * 1024;

/// C2SP tlog-proof v1: that a leaf stands at an index under a checkpoint.
struct TlogProof {
  Index index{};
  std::vector<Hash> path;
  std::string extra;       ///< decoded; not authenticated
  std::string checkpoint;  ///< verbatim, with all its lines
};
[[nodiscard]] std::string write_tlog_proof(const TlogProof& proof);
[[nodiscard]] std::optional<TlogProof> read_tlog_proof(std::string_view text);

[[nodiscard]] std::optional<Receipt> read_receipt(std::string_view text);

/// An entry with all that ties it to a checkpoint and to its signer.
struct ProvenEntry {
  std::string bytes;
  std::vector<Hash> path;        ///< entry -> checkpoint
  std::vector<Hash> batch_path;  ///< event -> root of its batch
};

/// One trail, whole, in one file.
struct TrailBundle {
  std::string about;                 ///< the trail id
  std::vector<Index> trail;          ///< indexes of its entries, oldest first
  std::vector<ProvenEntry> entries;  ///< those, and what makes their signatures valid; by index
  std::string checkpoint;
};
[[nodiscard]] std::string write_trail_bundle(const TrailBundle& bundle);
[[nodiscard]] std::optional<TrailBundle> read_trail_bundle(std::string_view text);

/// That one head continues another.
struct ConsistencyFile {
  std::string older, newer;  ///< signed notes
  std::vector<Hash> path;
};
[[nodiscard]] std::string write_consistency(const ConsistencyFile& file);
[[nodiscard]] std::optional<ConsistencyFile> read_consistency(std::string_view text);

/// That one ledger signed two histories: two heads of one size with different roots, or an index
/// with different leaves under two heads.
struct ForkEvidence {
  std::string first, second;  ///< signed notes
  Index index = -1;           ///< -1 when the heads contradict each other by themselves
  std::vector<Hash> leaves;   ///< of `index` under the first and the second head; else empty
  std::vector<Hash> first_path, second_path;
};
[[nodiscard]] std::string write_fork(const ForkEvidence& evidence);
[[nodiscard]] std::optional<ForkEvidence> read_fork(std::string_view text);

/// That a signer swears to have seen another entry than the ledger now has: a batch head whose
/// `after` names a leaf, and the leaf at that index under a checkpoint.
struct AfterEvidence {
  std::string batch, checkpoint;  ///< signed notes
  Hash leaf{};
  std::vector<Hash> path;
};
[[nodiscard]] std::string write_after(const AfterEvidence& evidence);
[[nodiscard]] std::optional<AfterEvidence> read_after(std::string_view text);

}  // namespace ledger::chain
