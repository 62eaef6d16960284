#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "ledger/chain/proof.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/chain/standing.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {
namespace {

/// The inclusion paths of events in the trees of their batches. Keeps the last batch: entries asked
/// for in order have each batch read once.
class BatchPaths {
 public:
  explicit BatchPaths(const storage::Store& store) : store_(store) {}

  [[nodiscard]] std::vector<Hash> path(const Batch& batch, Index index) {
    if (batch.first != first_) read(batch);
    return chain::inclusion_path(index - batch.first, batch.head.count,
                                 [&](std::int64_t level, std::int64_t number) {
                                   if (level > 0) return above_;
                                   const auto at = static_cast<std::size_t>(number) * tile_bytes;
                                   return leaves_.substr(std::min(at, leaves_.size()), tile_bytes);
                                 });
  }

 private:
  static constexpr std::size_t tile_bytes = 256 * std::tuple_size_v<Hash>;

  void read(const Batch& batch) {
    leaves_.clear();
    above_.clear();
    store_.each_entry(batch.first, batch.first + batch.head.count, [&](storage::EntryRow&& row) {
      append(leaves_, crypto::leaf_hash(row.event));
      return true;
    });
    for (std::size_t at = 0; at + tile_bytes <= leaves_.size(); at += tile_bytes)
      append(above_, chain::tile_root(std::string_view(leaves_).substr(at, tile_bytes)));
    first_ = batch.first;
  }
  static void append(std::string& hashes, const Hash& hash) {
    hashes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  }

  const storage::Store& store_;
  Index first_ = -1;
  std::string leaves_, above_;
};

/// What a trail bundle holds, gathered from the links and standings in the entries.
class Gathering {
 public:
  explicit Gathering(const Ledger& ledger) : ledger_(ledger) {}

  /// An entry that belongs in the bundle, whatever its signer needs.
  const Entry& add(Index index) {
    auto found = entries_.find(index);
    if (found != entries_.end()) return found->second;
    auto entry = ledger_.entry(index);
    if (!entry) throw Damage(fmt::format("making a proof: entry {} is gone; run `audit`", index));
    signers_.insert(entry->batch.head.operator_id);
    bytes_ += entry->bytes.size();
    return entries_.emplace(index, std::move(*entry)).first->second;
  }

  /// The entries that make the signatures of those so far valid.
  void add_signers() {
    const Index last = entries_.rbegin()->first;
    std::set<std::string> done;
    while (done.size() < signers_.size())
      for (const std::string& signer : std::set<std::string>(signers_)) {
        if (!done.insert(signer).second) continue;
        const auto state = ledger_.find_operator(signer);
        for (Index at = state ? state->standing : -1; at > 0; at = standing_before(signer, at))
          if (at < last) add(at);
      }
  }

  [[nodiscard]] const std::map<Index, Entry>& entries() const { return entries_; }
  /// Of the entries alone: no file that holds them is smaller.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  Entry read(Index index) const {
    const auto known = entries_.find(index);
    if (known != entries_.end()) return known->second;
    auto entry = ledger_.entry(index);
    if (!entry) throw Damage(fmt::format("making a proof: entry {} is gone; run `audit`", index));
    return std::move(*entry);
  }

  /// The last entry before `index`, one of its trail, that changed the operator's standing. Each
  /// batch of the operator's own says which it was at its beginning, so that its own entries are
  /// not walked one by one.
  Index standing_before(const std::string& operator_id, Index index) const {
    Entry entry = read(index);
    for (;;) {
      const auto link = std::find_if(entry.trail.begin(), entry.trail.end(),
                                     [&](const TrailLink& l) { return l.id == operator_id; });
      if (link == entry.trail.end() || link->prev < 0) return -1;
      const Batch batch = entry.batch;
      if (batch.head.operator_id == operator_id && link->prev < batch.first) return batch.standing;
      entry = read(link->prev);
      const auto event = read_canonical_event(entry.event);
      if (event && chain::changes_standing(event->type) && event->subject == operator_id)
        return entry.index;
    }
  }

  const Ledger& ledger_;
  std::map<Index, Entry> entries_;
  std::set<std::string> signers_;
  std::size_t bytes_ = 0;
};

/// The entries under a head of this size that handed the ledger's key over.
std::vector<Index> rotations(const storage::Store& store, std::int64_t size) {
  std::vector<Index> found;
  const auto constitution = store.constitution();
  require(constitution.has_value(), "a ledger with a head has entry 0");
  for (const FormerLedgerKey& former : constitution->former_ledger_keys)
    if (former.replaced < size) found.push_back(former.replaced);
  return found;
}

tl::unexpected<Error> too_large(std::string_view id) {
  return refuse(Refusal::too_long, "",
                fmt::format("the proof of the trail of {} would be larger than {} MiB, the most "
                            "that a proof file may have",
                            id, chain::proof_file_bytes_max >> 20));
}

/// The id that a trail stands under: a unit's other codes lead to its first one.
std::string trail_id(const Ledger& ledger, std::string_view id) {
  const auto unit = ledger.unit(id);
  return unit ? unit->state.code : std::string(id);
}

}  // namespace

std::optional<EntryProof> Ledger::prove(Index index) const {
  const storage::Snapshot snapshot(impl_->store);
  auto found = entry(index);
  if (!found) return std::nullopt;
  const Checkpoint head = impl_->store.last_checkpoint().value();
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return impl_->tile_at(head.size, level, number);
  };
  chain::TlogProof proof;
  proof.index = index;
  proof.path = chain::inclusion_path(index, head.size, tile);
  proof.checkpoint = impl_->published(head);
  return EntryProof{std::move(found->bytes), chain::write_tlog_proof(proof)};
}

Result<std::string> Ledger::prove_trail(std::string_view id) const {
  const storage::Snapshot snapshot(impl_->store);
  const LedgerInfo head = info();
  // No entry and its paths are smaller: what cannot fit is not gathered first.
  constexpr std::size_t entry_bytes_min = 512;
  constexpr std::size_t entries_max = chain::proof_file_bytes_max / entry_bytes_min;
  const auto entries = trail(id, entries_max + 1);
  if (!entries) return refuse(Refusal::unknown_unit, "", fmt::format("no entry is about {}", id));
  if (entries->size() > entries_max) return too_large(id);
  Gathering gathering(*this);
  gathering.add(0);
  chain::TrailBundle bundle;
  bundle.about = trail_id(*this, id);
  for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) {
    bundle.trail.push_back(gathering.add(entry->index).index);
    if (gathering.bytes() > chain::proof_file_bytes_max) return too_large(id);
  }
  if (bundle.trail.empty())
    return refuse(Refusal::unknown_unit, "", fmt::format("no entry is about {}", id));
  for (const Index index : rotations(impl_->store, head.size)) gathering.add(index);
  gathering.add_signers();
  if (gathering.bytes() > chain::proof_file_bytes_max) return too_large(id);
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return impl_->tile_at(head.size, level, number);
  };
  bundle.checkpoint = head.checkpoint;
  BatchPaths batches(impl_->store);
  for (const auto& [index, entry] : gathering.entries())
    bundle.entries.push_back({entry.bytes, chain::inclusion_path(index, head.size, tile),
                              batches.path(entry.batch, index)});
  std::string file = chain::write_trail_bundle(bundle);
  if (file.size() > chain::proof_file_bytes_max) return too_large(id);
  return file;
}

Result<std::string> Ledger::prove_consistency(std::int64_t older) const {
  const storage::Snapshot snapshot(impl_->store);
  const Checkpoint head = impl_->store.last_checkpoint().value();
  const auto then = older > 0 ? impl_->store.checkpoint(older) : std::nullopt;
  if (!then)
    return refuse(
        Refusal::out_of_range, "",
        fmt::format("no checkpoint was made at {} entries, the newest is at {}", older, head.size));
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return impl_->tile_at(head.size, level, number);
  };
  return chain::write_consistency(
      {then->note, head.note, chain::consistency_path(older, head.size, tile)});
}

}  // namespace ledger
