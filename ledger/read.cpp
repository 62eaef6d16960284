#include <algorithm>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {

/// What a trail's next step needs from an entry's trail text: [{"id":"…","prev":n},…], canonical.
std::vector<TrailLink> read_trail(const std::string& trail) {
  std::vector<TrailLink> links;
  std::size_t at = 0;
  constexpr std::string_view opening = "{\"id\":\"";
  constexpr std::string_view middle = "\",\"prev\":";
  while ((at = trail.find(opening, at)) != std::string::npos) {
    at += opening.size();
    const std::size_t end = trail.find(middle, at);
    if (end == std::string::npos) break;
    std::string id;
    for (std::size_t i = at; i < end; ++i) {
      if (trail[i] == '\\') ++i;
      id.push_back(trail[i]);
    }
    at = end + middle.size();
    links.push_back(TrailLink{std::move(id), std::stoll(trail.substr(at))});
  }
  return links;
}

Entry Ledger::Impl::entry_of(storage::EntryRow row, Batch batch) const {
  Entry entry;
  entry.index = row.index;
  const Hash prev = row.index == 0 ? chain::before_the_first(batch.head.origin)
                                   : store.leaves(row.index - 1, row.index).at(0);
  chain::EntryWriter(batch).write(entry.bytes, row.index - batch.first, prev, row.event, row.trail);
  if (crypto::leaf_hash(entry.bytes) != row.leaf)
    throw Damage(
        fmt::format("reading entry {}: its bytes do not hash to its leaf; run `celltrail "
                    "audit`",
                    row.index));
  require_in_tree(row.index, row.leaf);
  entry.leaf = row.leaf;
  entry.trail = read_trail(row.trail);
  entry.event = std::move(row.event);
  entry.batch = std::move(batch);
  return entry;
}

void Ledger::Impl::require_in_tree(Index index, const Hash& leaf) const {
  constexpr std::size_t hash_bytes = std::tuple_size_v<Hash>;
  const auto damaged = [&] {
    return Damage(
        fmt::format("reading entry {}: it is not what the tree of the ledger holds there; "
                    "run `celltrail audit`",
                    index));
  };
  if (const auto tile = store.tile(0, index / 256)) {
    const auto at = static_cast<std::size_t>(index % 256) * hash_bytes;
    const std::string_view own(reinterpret_cast<const char*>(leaf.data()), hash_bytes);
    if (std::string_view(*tile).substr(at, hash_bytes) != own) throw damaged();
    return;
  }
  const auto checkpoint = store.last_checkpoint();
  if (!checkpoint || checkpoint->size <= index) throw damaged();
  if (tail_verified_size == checkpoint->size) return;
  chain::Frontier tree;
  for (const auto& subtree : chain::cover(0, checkpoint->size)) {
    const auto tile = [&](std::int64_t l, std::int64_t n) {
      return tile_at(checkpoint->size, l, n);
    };
    tree.add_subtree(chain::subtree_hash(subtree, tile), subtree.height);
  }
  if (tree.root() != checkpoint->root) throw damaged();
  tail_verified_size = checkpoint->size;
}

std::optional<Entry> Ledger::entry(Index index) const {
  if (index < 0) return std::nullopt;
  const storage::Snapshot snapshot(impl_->store);
  auto row = impl_->store.entry(index);
  if (!row) return std::nullopt;
  auto batch = impl_->store.batch_with(index);
  if (!batch) throw Damage(fmt::format("reading entry {}: no batch holds it", index));
  return impl_->entry_of(std::move(*row), std::move(*batch));
}

LedgerInfo Ledger::info() const {
  const storage::Snapshot snapshot(impl_->store);
  const auto constitution = impl_->store.constitution();
  const auto checkpoint = impl_->store.last_checkpoint();
  if (!constitution || !checkpoint) throw Damage("reading the ledger: it has no entry 0");
  LedgerInfo info;
  info.origin = constitution->origin;
  info.identity = impl_->store.leaves(0, 1).at(0);
  info.size = checkpoint->size;
  info.root = checkpoint->root;
  info.checkpoint = impl_->published(*checkpoint);
  info.ledger_key = constitution->ledger_key;
  info.authority = constitution->authority;
  info.last_recorded_at_ms = impl_->store.batch_with(info.size - 1)->recorded_at_ms;
  info.constitution = *constitution;
  return info;
}

std::optional<Index> Ledger::find_event(std::string_view operator_id,
                                        std::string_view event_id) const {
  const storage::Snapshot snapshot(impl_->store);
  const auto op = impl_->store.operator_by_id(operator_id);
  return op ? impl_->store.event_index(op->no, event_id) : std::nullopt;
}

std::optional<Ledger::Impl::TrailHead> Ledger::Impl::trail_head(std::string_view id) const {
  if (const auto code = store.code(id)) {
    const auto unit = store.unit(code->unit);
    if (!unit) throw Damage(fmt::format("reading the unit {}: its state is gone", id));
    return TrailHead{unit->code, unit->last};
  }
  if (const auto lot = store.lot_by_name(id)) return TrailHead{lot->name, lot->last};
  if (const auto op = store.operator_by_id(id)) return TrailHead{op->id, op->last};
  return std::nullopt;
}

std::optional<std::vector<Entry>> Ledger::trail(std::string_view id,
                                                std::size_t entries_max) const {
  const storage::Snapshot snapshot(impl_->store);
  const auto head = impl_->trail_head(id);
  if (!head) return std::nullopt;
  Index next = head->last;
  std::vector<Entry> entries;
  while (next >= 0 && entries.size() < entries_max) {
    auto found = entry(next);
    if (!found)
      throw Damage(fmt::format("following the trail of {}: entry {} is gone", head->id, next));
    const auto link = std::find_if(found->trail.begin(), found->trail.end(),
                                   [&](const TrailLink& l) { return l.id == head->id; });
    if (link == found->trail.end() || link->prev >= next)
      throw Damage(
          fmt::format("following the trail of {}: entry {} does not carry it on", head->id, next));
    next = link->prev;
    entries.push_back(std::move(*found));
  }
  return entries;
}

std::optional<UnitView> Ledger::unit(std::string_view code) const {
  const storage::Snapshot snapshot(impl_->store);
  const auto known = impl_->store.code(code);
  if (!known) return std::nullopt;
  const auto state = impl_->store.unit(known->unit);
  if (!state) throw Damage(fmt::format("reading the unit {}: its state is gone", code));
  UnitView view{*state, impl_->store.codes_of(state->no), {}};
  if (state->place == Place::stock || state->place == Place::missing)
    if (const auto holder = impl_->store.operator_by_no(state->ref)) view.holder = holder->id;
  return view;
}

std::optional<LotState> Ledger::lot(std::string_view name) const {
  return impl_->store.lot_by_name(name);
}
std::optional<OperatorState> Ledger::find_operator(std::string_view id) const {
  return impl_->store.operator_by_id(id);
}

std::vector<OperatorState> Ledger::operators() const {
  std::vector<OperatorState> all;
  impl_->store.each_operator([&](OperatorState&& state) {
    all.push_back(std::move(state));
    return true;
  });
  return all;
}

void Ledger::each_operator(std::int64_t from,
                           const std::function<bool(const OperatorState&)>& take) const {
  impl_->store.each_operator(take, from);
}

std::vector<TargetState> Ledger::targets() const {
  return impl_->store.targets();
}

void Ledger::each_stock_line(std::string_view operator_id, const StockKey& from,
                             const std::function<bool(const StockLine&)>& take) const {
  const storage::Snapshot snapshot(impl_->store);
  const auto op = impl_->store.operator_by_id(operator_id);
  if (!op) return;
  bool goes_on = true;
  const auto take_unit = [&](UnitState&& u) {
    return goes_on = take(StockLine{false, u.code, u.level, Material::none, u.chemistry, u.origin,
                                    u.mass_g, u.claim ? u.mass_g : 0, u.energy_wh, u.last, u.no});
  };
  const auto take_lot = [&](LotState&& lot) {
    for (const Holding& h : lot.holdings)
      if (h.place == Place::stock && h.ref == op->no)
        return take(StockLine{true, lot.name, Level::none, lot.material, lot.chemistry, lot.origin,
                              h.mass_g, h.claimed_g, -1, lot.last, lot.no});
    return true;
  };
  if (!from.is_lot) impl_->store.each_unit_in(Place::stock, op->no, take_unit, from.no);
  if (goes_on) impl_->store.each_lot_in(Place::stock, op->no, take_lot, from.is_lot ? from.no : 0);
}

std::map<std::string, std::int64_t> Ledger::stock_totals() const {
  const storage::Snapshot snapshot(impl_->store);
  std::map<std::string, std::int64_t> totals;
  const auto tallies = impl_->store.tallies(1, 0);
  for (const auto& [key, mass_g] : tallies.accounts) {
    if (key.place != Place::stock || mass_g == 0) continue;
    if (const auto op = impl_->store.operator_by_no(key.operator_no)) totals[op->id] = mass_g;
  }
  return totals;
}

void Ledger::each_transfer(bool open_only, std::int64_t from,
                           const std::function<bool(const TransferView&)>& take) const {
  const storage::Snapshot snapshot(impl_->store);
  const auto name_of = [&](const TransferItem& item) {
    std::optional<std::string> name;
    if (item.is_lot)
      name = impl_->store.lot_name(item.subject);
    else if (auto unit = impl_->store.unit(item.subject))
      name = std::move(unit->code);
    if (!name)
      throw Damage(fmt::format("reading a transfer: {} no {} is gone; run `celltrail audit`",
                               item.is_lot ? "lot" : "unit", item.subject));
    return std::move(*name);
  };
  const auto view = [&](TransferState&& state) {
    TransferView v;
    for (const TransferItem& item : state.items) v.subjects.push_back(name_of(item));
    v.from = impl_->store.operator_by_no(state.from).value().id;
    v.to = impl_->store.operator_by_no(state.to).value().id;
    v.state = std::move(state);
    return take(v);
  };
  if (open_only)
    impl_->store.each_open_transfer(view, from);
  else
    impl_->store.each_transfer(view, from);
}

void Ledger::each_finding(std::int64_t from,
                          const std::function<bool(const Finding&)>& take) const {
  // Stored with numbers from 1 without gaps, which the audit holds them to.
  impl_->store.each_finding(take, from + 1);
}

void Ledger::each_checkpoint(std::int64_t from,
                             const std::function<bool(const Checkpoint&)>& take) const {
  impl_->store.each_checkpoint(take, from);
}

}  // namespace ledger
