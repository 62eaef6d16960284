#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/chain/entry_reader.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/event.hpp"
#include "ledger/verify/judgement.hpp"

namespace ledger::verify {

/// One entry of a trail bundle, taken apart. Looks into the bundle.
struct Listed {
  const chain::ProvenEntry* proven = nullptr;
  chain::ReadEntry entry;
  Event event;
  Hash leaf{};
};

/// All of them, entry 0 first, by ascending index. Objects to what is no entry of `origin`.
[[nodiscard]] Judgement<std::vector<Listed>> read_listed(const chain::TrailBundle& bundle,
                                                         std::string_view origin);

/// The ledger's key after the listed entries: that of entry 0, handed on by each rotation
/// (docs/format.md, "Ledger keys"). Says nothing of who signed the rotations.
[[nodiscard]] Judgement<VerifierKey> ledger_key_after(const std::vector<Listed>& entries);

/// Who may sign: the keys and standings that the listed entries say (docs/format.md, "Key
/// validity"). Entries come in order.
class Signers {
 public:
  explicit Signers(const Event& founding);
  /// Objects unless the entry's batch is signed by a key valid there, of the operator it says.
  [[nodiscard]] Objected judge(const Listed& listed);
  /// What the entry grants and takes away, from the batch after it on.
  [[nodiscard]] Objected take(const Listed& listed);
  /// The key of this name as granted and not revoked; for heads that are in no entry.
  [[nodiscard]] std::optional<VerifierKey> find(std::string_view name) const;

 private:
  struct Key {
    VerifierKey verifier;
    Index granted = -1, revoked = -1;
    std::optional<std::int64_t> until_s;
    std::vector<EventType> types;
  };
  Objected judge_key(const Listed& listed, const Key& key) const;
  Objected judge_standing(const Listed& listed) const;
  Objected judge_signature(const Listed& listed, const Key& key);
  Objected grant(const Listed& listed, std::string_view vkey);
  [[nodiscard]] bool may_say(const Event& event) const;

  std::string authority_, recovery_;
  std::map<std::string, Key, std::less<>> keys_;
  std::map<std::string, std::vector<Index>, std::less<>> standings_;
  std::optional<Batch> verified_;  ///< its signature counts for all of its entries
};

/// The batches of the listed entries: signed, whole where they are listed whole, in order.
[[nodiscard]] Objected judge_signatures(const std::vector<Listed>& entries, Signers& signers);

/// That the trail is what the entries' own links say, with nothing between them left out.
[[nodiscard]] Objected judge_links(const chain::TrailBundle& bundle,
                                   const std::vector<Listed>& entries);

/// What an honest ledger never holds, whatever its entries are about: one event twice, one batch
/// in two places, one public key under two names, an entry other than a signer has seen. Entries of
/// one history, in order.
[[nodiscard]] Objected judge_history(const std::vector<const Listed*>& entries);

[[nodiscard]] std::string entry_words(const Listed& listed);

}  // namespace ledger::verify
