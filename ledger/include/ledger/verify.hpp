#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"
#include "ledger/lists.hpp"

namespace ledger {

/// What a file turns out to be (docs/format.md, "Proof files").
enum class ProofKind : std::uint8_t {
  none,
  receipt,
  entry,
  trail,
  checkpoint,
  consistency,
  fork,
  after
};
template <>
struct Names<ProofKind> {
  static constexpr std::array<std::string_view, 8> values{
      "none", "receipt", "entry", "trail", "checkpoint", "consistency", "fork", "after"};
};

enum class Outcome : std::uint8_t {
  proven,
  not_trusted,  ///< a signature, a quorum or the pinned identity is missing or wrong
  wrong,        ///< it does not verify, or it proves that somebody cheated
  not_judged    ///< no file of a known kind, or something is missing to judge it
};
template <>
struct Names<Outcome> {
  static constexpr std::array<std::string_view, 4> values{"proven", "not_trusted", "wrong",
                                                          "not_judged"};
};

/// Bytes of files, and whom their reader trusts. Everything in a file is hostile.
struct VerifyInput {
  std::string_view file;
  std::optional<std::string_view> entry;   ///< the bytes that a tlog-proof is about
  std::optional<std::string_view> other;   ///< a checkpoint, receipt or trail to hold it against
  std::optional<std::string_view> policy;  ///< C2SP tlog-policy
  std::optional<Hash> identity;            ///< leaf hash of entry 0 of the ledger that is meant
};

/// An entry whose bytes were hashed up to a root that somebody trusted signed.
struct ShownEntry {
  Index index{};
  std::string bytes;
  Hash leaf{};
};

struct Verdict {
  Outcome outcome = Outcome::not_judged;
  ProofKind kind = ProofKind::none;
  std::string sentence;                  ///< what is proven, or what is wrong
  std::string found, expected, hint;     ///< of what is not proven; may be empty
  std::vector<std::string> not_checked;  ///< what the file cannot show by itself

  // What was verified, when it was: nothing that was not hashed or signed is ever shown.
  std::string origin;
  std::int64_t size = -1;
  Hash root{};
  std::optional<Hash> identity;
  std::vector<std::string> witnesses;  ///< "NAME at TIME"
  std::vector<ShownEntry> entries;
};

/// Verifies one file offline, with no ledger at hand (docs/auditing.md). Never throws on what the
/// bytes say. Linear in them. Threads: any.
[[nodiscard]] Verdict verify_proof(const VerifyInput& input);

/// The signed head that a file shows, not verified: a checkpoint itself, or the one in a receipt,
/// tlog-proof, trail bundle or consistency file (the newer one). Nothing in any other file.
[[nodiscard]] std::optional<std::string> checkpoint_in(std::string_view file);

/// The hash that a base64 text says, as identities are printed.
[[nodiscard]] std::optional<Hash> read_identity(std::string_view base64);

/// A policy file that trusts this ledger: its key, its identity, and no witness.
[[nodiscard]] std::string starting_policy(const LedgerInfo& info);

/// The file that holds what the signer of a batch swears to have seen (`batch`: a batch head, or a
/// receipt with one in it) against the entry that the ledger now proves at that index. Nothing when
/// `batch` is neither, or the proof is of another index.
[[nodiscard]] std::optional<std::string> after_evidence(std::string_view batch,
                                                        const EntryProof& now);
/// The index that the signer of the batch swears to have seen; nothing when there is none.
[[nodiscard]] std::optional<Index> index_seen(std::string_view batch);

}  // namespace ledger
