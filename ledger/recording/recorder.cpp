#include "ledger/recording/recorder.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/time.hpp"

namespace ledger {
namespace {

constexpr std::int64_t clock_jump_ms = 90LL * 86'400 * 1000;
/// States kept in memory before they are dropped at a quiet moment: about 100 MiB.
constexpr std::size_t states_max = 200'000;

chain::TileBuilder tree_of(const storage::Store& reader) {
  const auto level_hashes = [&](int level, std::int64_t first, std::int64_t last) {
    if (level == 0) return reader.leaves(first, last);
    std::vector<Hash> roots;
    for (std::int64_t number = first; number < last; ++number)
      roots.push_back(chain::tile_root(reader.tile(level - 1, number).value_or(std::string())));
    return roots;
  };
  return chain::TileBuilder(reader.size(), level_hashes);
}

/// Position of the first event whose id an earlier event of the batch has; their number if none.
std::size_t first_id_twice(const CheckedBatch& batch) {
  const auto& events = batch.batch.events;
  std::size_t first = events.size();
  for (std::size_t k = 1; k < batch.by_id.size(); ++k)
    if (events[batch.by_id[k]].id == events[batch.by_id[k - 1]].id)
      first = std::min<std::size_t>(first, batch.by_id[k]);
  return first;
}

Error in_event(Error error, const CheckedBatch& batch, std::size_t position) {
  error.event = static_cast<std::int64_t>(position);
  error.event_id = batch.batch.events[position].id;
  return error;
}

}  // namespace

Recorder::Recorder(const storage::Store& reader, const Clock& clock, KeyRing& ring,
                   LedgerKeys* keys)
    : reader_(reader),
      clock_(clock),
      ring_(ring),
      keys_(keys),
      source_(reader),
      world_(source_),
      tree_(tree_of(reader)),
      transaction_(std::make_shared<storage::Append>()) {
  const std::int64_t size = reader.size();
  if (size == 0) return;
  last_leaf_ = reader.leaves(size - 1, size).at(0);
  last_recorded_at_ms_ = reader.batch_with(size - 1)->recorded_at_ms;
}

Result<Recorded> Recorder::record(const CheckedBatch& batch) {
  if (auto verified = judge_signature(batch); !verified) return tl::unexpected(verified.error());
  auto known = look_up(batch);
  if (!known) return tl::unexpected(known.error());
  if (known->count == batch.batch.events.size()) {
    note_openings(batch, known->indexes);
    return Recorded{std::move(known->indexes), true};
  }
  if (known->count > 0) return tl::unexpected(partly_recorded(batch, *known));
  const auto now_ms = recording_time();
  if (!now_ms) return tl::unexpected(now_ms.error());
  if (auto fits = judge_history(batch.head, *now_ms); !fits) return tl::unexpected(fits.error());
  Index standing = -1;
  if (world_.is_founded()) {
    const auto signing =
        model::judge_signer(world_, batch.head.operator_id, batch.head.key, *now_ms);
    if (!signing) return tl::unexpected(signing.error());
    standing = signing->signer->standing;
    for (std::size_t i = 0; i < batch.batch.events.size(); ++i) {
      auto may = model::judge_sender(world_.constitution(), *signing->signer, *signing->key,
                                     batch.batch.events[i]);
      if (!may) return tl::unexpected(in_event(may.error(), batch, i));
    }
  }
  const Index first = tree_.size();
  if (auto applied = apply_all(batch, *now_ms, standing); !applied)
    return tl::unexpected(applied.error());
  Recorded recorded;
  for (Index i = first; i < tree_.size(); ++i) recorded.indexes.push_back(i);
  note_openings(batch, recorded.indexes);
  return recorded;
}

/// The founding batch alone brings its own key with it.
Result<void> Recorder::judge_signature(const CheckedBatch& batch) {
  if (batch.signature_verified) return {};
  if (!world_.is_founded()) {
    const Event& founding = batch.batch.events.front();
    const auto key = read_vkey(founding.authority_key);
    if (founding.type != EventType::establish || batch.batch.events.size() != 1 || !key ||
        key->name != batch.head.key)
      return refuse(Refusal::not_founded, "",
                    "the first batch founds the ledger, alone, signed "
                    "with the authority's key it names");
    return verify_head(batch.head, key->key);
  }
  const OperatorState* signer = world_.find_operator(batch.head.operator_id);
  if (signer)
    for (const KeyState& key : signer->keys)
      if (key.name == batch.head.key) {
        ring_.add(key.name, key.key);
        return verify_head(batch.head, key.key);
      }
  if (!signer || !signer->enrolled)
    return refuse(Refusal::unknown_operator, "",
                  fmt::format("{} is not enrolled", batch.head.operator_id));
  return refuse(Refusal::unknown_key, "",
                fmt::format("{} has no key named {}", batch.head.operator_id, batch.head.key));
}

Result<Recorder::Known> Recorder::look_up(const CheckedBatch& batch) {
  const auto& events = batch.batch.events;
  const OperatorState* signer = world_.find_operator(batch.head.operator_id);
  Known known;
  known.indexes =
      signer ? find_indexes(*signer, batch) : std::vector<Index>(events.size(), Index{-1});
  const std::size_t twice = first_id_twice(batch);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i == twice)
      return tl::unexpected(in_event(
          refuse(Refusal::id_reused, "/id",
                 fmt::format("the id {} stands twice in the batch; expected once", events[i].id))
              .value(),
          batch, i));
    if (known.indexes[i] < 0) continue;
    ++known.count;
    if (auto same = judge_same(events[i], i, known.indexes[i]); !same)
      return tl::unexpected(same.error());
  }
  return known;
}

Result<void> Recorder::judge_same(const Event& event, std::size_t position, Index index) {
  if (event_text(index) == event.bytes()) return {};
  Error error{Refusal::id_reused, "/id",
              fmt::format("entry {} has this id with other content", index),
              static_cast<std::int64_t>(position), std::string(event.id)};
  return tl::unexpected(std::move(error));
}

Result<void> Recorder::judge_history(const BatchHead& head, std::int64_t now_ms) {
  if (!world_.is_founded()) {
    if (head.after_index == -1) return {};
    return refuse(Refusal::other_history, "", "the founding batch follows no entry");
  }
  const auto leaf = head.after_index >= 0 ? leaf_of(head.after_index) : std::nullopt;
  if (!leaf)
    return refuse(Refusal::other_history, "",
                  fmt::format("the batch follows entry {}, this ledger has {} entries",
                              head.after_index, tree_.size()));
  if (*leaf != head.after_hash)
    return refuse(
        Refusal::other_history, "",
        fmt::format("the batch follows entry {} with leaf hash {}, here it is {}", head.after_index,
                    encoding::base64(head.after_hash), encoding::base64(*leaf)));
  const Index next = head.after_index + 1;
  if (next >= tree_.size()) return {};
  const std::int64_t age_ms = now_ms - recorded_at_of(next);
  if (age_ms <= world_.constitution().batch_window_s * 1000) return {};
  return refuse(Refusal::stale_batch, "",
                fmt::format("entry {}, which the signer had not seen, was recorded {} s ago; the "
                            "window is {} s",
                            next, age_ms / 1000, world_.constitution().batch_window_s));
}

/// Never before the last entry; and a clock far ahead would poison every later entry, so it needs
/// an explicit word (design §4).
Result<std::int64_t> Recorder::recording_time() const {
  const std::int64_t now_ms = std::max(clock_.now_ms(), last_recorded_at_ms_);
  if (tree_.size() > 0 && !clock_jump_accepted_ && now_ms > last_recorded_at_ms_ + clock_jump_ms)
    return refuse(Refusal::clock_jump, "",
                  fmt::format("the clock says {}, the last entry was recorded at {}",
                              encoding::recorded_at_text(now_ms),
                              encoding::recorded_at_text(last_recorded_at_ms_)));
  return now_ms;
}

Result<void> Recorder::apply_all(const CheckedBatch& batch, std::int64_t now_ms, Index standing) {
  const auto& events = batch.batch.events;
  const auto mark = world_.mark();
  const Index first = tree_.size();
  std::vector<std::string> trails;
  trails.reserve(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Index index = first + static_cast<Index>(i);
    auto applied = model::apply(world_, events[i], index, now_ms);
    if (applied) applied = judge_beyond_rules(events[i], i);
    if (!applied) {
      world_.rollback(mark);
      return tl::unexpected(in_event(applied.error(), batch, i));
    }
    trails.push_back(chain::trail_text(model::link_trails(world_, events[i], index)));
  }
  world_.settle();
  add_entries(batch, Batch{first, batch.head, standing, now_ms}, std::move(trails));
  last_recorded_at_ms_ = now_ms;
  return {};
}

void Recorder::add_entries(const CheckedBatch& batch, Batch made, std::vector<std::string> trails) {
  const auto& events = batch.batch.events;
  const chain::EntryWriter writer(made);
  const std::int64_t operator_no = world_.find_operator(made.head.operator_id)->no;
  if (made.first == 0) last_leaf_ = chain::before_the_first(made.head.origin);
  std::string bytes;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Index index = made.first + static_cast<Index>(i);
    storage::EntryRow row{index,       std::string(events[i].bytes()), std::move(trails[i]), Hash{},
                          operator_no, std::string(events[i].id)};
    bytes.clear();
    writer.write(bytes, static_cast<std::int64_t>(i), last_leaf_, row.event, row.trail);
    require(bytes.size() <= chain::entry_bytes_max, "what the door accepts fits an entry");
    row.leaf = last_leaf_ = crypto::leaf_hash(bytes);
    tree_.add(row.leaf, [&](chain::FullTile&& full) {
      transaction_->tiles.push_back(storage::Tile{full.level, full.number, std::move(full.hashes)});
    });
    ids_.add(id_hash(operator_no, events[i].id),
             static_cast<std::uint32_t>(transaction_->entries.size()));
    transaction_->entries.push_back(std::move(row));
  }
  transaction_->batches.push_back(std::move(made));
}

std::shared_ptr<const storage::Append> Recorder::take() {
  require(keys_ != nullptr, "what is taken is signed");
  const Constitution& constitution = world_.constitution();
  transaction_->checkpoint = chain::sign_checkpoint(constitution.origin, tree_.size(), tree_.root(),
                                                    keys_->of(constitution.ledger_key));
  return take_unsigned();
}

std::shared_ptr<const storage::Append> Recorder::take_unsigned() {
  auto changes = world_.take_changes();
  storage::Append& t = *transaction_;
  t.constitution = std::move(changes.constitution);
  t.operators = std::move(changes.operators);
  t.units = std::move(changes.units);
  t.codes = std::move(changes.codes);
  t.lots = std::move(changes.lots);
  t.transfers = std::move(changes.transfers);
  t.targets = std::move(changes.targets);
  t.findings = std::move(changes.findings);
  t.tallies = std::move(changes.tallies);
  in_flight_.push_back({transaction_, std::exchange(ids_, {})});
  transaction_ = std::make_shared<storage::Append>();
  return in_flight_.back().transaction;
}

void Recorder::stored(const storage::Append& transaction) {
  std::erase_if(in_flight_,
                [&](const Taken& taken) { return taken.transaction.get() == &transaction; });
}

bool Recorder::is_crowded() const {
  return world_.states() > states_max;
}

void Recorder::trim() {
  if (in_flight_.empty() && pending() == 0) world_.drop_stored(states_max);
}

/// Those of a repeat, too: a crash may have lost them the first time.
void Recorder::note_openings(const CheckedBatch& batch, const std::vector<Index>& indexes) {
  if (batch.batch.openings.empty()) return;
  std::unordered_map<std::string_view, Index> index_of;
  for (std::size_t i = 0; i < indexes.size(); ++i)
    index_of.emplace(batch.batch.events[i].id, indexes[i]);
  for (const SealedText& opening : batch.batch.openings)
    openings_.push_back(storage::Opening{index_of.at(opening.event_id), opening.member,
                                         opening.text, opening.salt});
}

std::vector<storage::Opening> Recorder::take_openings() {
  return std::exchange(openings_, {});
}

}  // namespace ledger
