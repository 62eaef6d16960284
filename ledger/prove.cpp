#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "ledger/chain/proof.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {
namespace {

/// The inclusion path of an event in the tree of its batch.
std::vector<Hash> batch_path(const storage::Store& store, const Batch& batch, Index index) {
  std::string leaves, above;
  store.each_entry(batch.first, batch.first + batch.head.count, [&](storage::EntryRow&& row) {
    const Hash leaf = crypto::leaf_hash(row.event);
    leaves.append(reinterpret_cast<const char*>(leaf.data()), leaf.size());
    return true;
  });
  constexpr std::size_t tile_bytes = 256 * std::tuple_size_v<Hash>;
  for (std::size_t at = 0; at + tile_bytes <= leaves.size(); at += tile_bytes) {
    const Hash root = chain::tile_root(std::string_view(leaves).substr(at, tile_bytes));
    above.append(reinterpret_cast<const char*>(root.data()), root.size());
  }
  return chain::inclusion_path(index - batch.first, batch.head.count,
                               [&](std::int64_t level, std::int64_t number) {
                                 if (level > 0) return above;
                                 const auto at = static_cast<std::size_t>(number) * tile_bytes;
                                 return leaves.substr(std::min(at, leaves.size()), tile_bytes);
                               });
}

bool changes_standing(EventType type) {
  return type == EventType::enroll || type == EventType::grant_key ||
         type == EventType::revoke_key || type == EventType::suspend ||
         type == EventType::reinstate;
}

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
      if (event && changes_standing(event->type) && event->subject == operator_id)
        return entry.index;
    }
  }

  const Ledger& ledger_;
  std::map<Index, Entry> entries_;
  std::set<std::string> signers_;
};

/// Every rotation of the ledger's key is an entry of its authority's trail.
std::vector<Index> rotations(const Ledger& ledger, const LedgerInfo& info) {
  const auto founding = read_canonical_event(ledger.entry(0).value().event);
  if (founding && founding->ledger_key == info.ledger_key) return {};
  std::vector<Index> found;
  const auto of_authority = ledger.trail(info.authority, SIZE_MAX);
  require(of_authority.has_value(), "the authority has a trail from entry 0 on");
  for (const Entry& entry : *of_authority)
    if (const auto event = read_canonical_event(entry.event);
        event && event->type == EventType::rotate_ledger_key && entry.index < info.size)
      found.push_back(entry.index);
  return found;
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

// The head is taken first and nothing is ever changed: what is read afterwards, whoever appends
// meanwhile, is what stood under it, once later entries are left out.
std::optional<std::string> Ledger::prove_trail(std::string_view id) const {
  const LedgerInfo head = info();
  const auto entries = trail(id, SIZE_MAX);
  if (!entries) return std::nullopt;
  Gathering gathering(*this);
  gathering.add(0);
  chain::TrailBundle bundle;
  bundle.about = trail_id(*this, id);
  for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry)
    if (entry->index < head.size) bundle.trail.push_back(gathering.add(entry->index).index);
  if (bundle.trail.empty()) return std::nullopt;
  for (const Index index : rotations(*this, head)) gathering.add(index);
  gathering.add_signers();
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return impl_->tile_at(head.size, level, number);
  };
  bundle.checkpoint = head.checkpoint;
  for (const auto& [index, entry] : gathering.entries())
    bundle.entries.push_back({entry.bytes, chain::inclusion_path(index, head.size, tile),
                              batch_path(impl_->store, entry.batch, index)});
  return chain::write_trail_bundle(bundle);
}

Result<std::string> Ledger::prove_consistency(std::int64_t older) const {
  const storage::Snapshot snapshot(impl_->store);
  const Checkpoint head = impl_->store.last_checkpoint().value();
  const auto then = older > 0 ? impl_->store.checkpoint(older) : std::nullopt;
  if (!then)
    return refuse(
        Refusal::out_of_range, "",
        fmt::format("no checkpoint was made at {} entries; the newest is at {}", older, head.size));
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return impl_->tile_at(head.size, level, number);
  };
  return chain::write_consistency(
      {then->note, head.note, chain::consistency_path(older, head.size, tile)});
}

}  // namespace ledger
