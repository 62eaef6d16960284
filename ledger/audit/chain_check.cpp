#include "ledger/audit/chain_check.hpp"

#include <limits>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/rotation.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/time.hpp"

namespace ledger::audit {
namespace {

std::string refused(const Error& error) {
  return fmt::format("{} ({}{})", error.detail, describe(error.refusal).name, error.pointer);
}

}  // namespace

ChainCheck::ChainCheck(const storage::Store& store, Index since, crypto::KeyRing& ring)
    : store_(store), since_(since), ring_(ring), world_(nothing_) {}

DamageReport ChainCheck::damage(std::string expected, std::string found) const {
  return DamageReport{tree_.size(),
                      fmt::format("entry {}", tree_.size()),
                      std::move(expected),
                      std::move(found),
                      {}};
}

std::optional<DamageReport> ChainCheck::follow(const CheckedPiece& piece) {
  std::size_t next_batch = 0;
  for (const CheckedEntry& entry : piece.entries) {
    if (next_batch < piece.batches.size() && piece.batches[next_batch].first == entry.index) {
      const bool is_verified = piece.signature_verified[next_batch];
      if (auto found = begin_batch(piece.batches[next_batch++], is_verified, entry.event))
        return found;
    }
    if (auto found = take_entry(entry)) return found;
  }
  return piece.damage;
}

ChainCheck::Found ChainCheck::begin_batch(const Batch& batch, bool is_verified,
                                          const Event& first_event) {
  if (batch_)
    return damage(
        fmt::format("entry {} of the batch at {}", tree_.size() - batch_->first, batch_->first),
        "the beginning of another batch");
  batch_ = batch;
  ++batches_;
  batch_tree_ = chain::Frontier();
  if (batch.recorded_at_ms < last_recorded_at_ms_)
    return damage("a recording time not before " + encoding::recorded_at_text(last_recorded_at_ms_),
                  encoding::recorded_at_text(batch.recorded_at_ms));
  last_recorded_at_ms_ = batch.recorded_at_ms;
  if (world_.is_founded() && batch.head.origin != world_.constitution().origin)
    return damage("origin " + world_.constitution().origin, batch.head.origin);
  if (!has_rules_) return std::nullopt;
  if (auto found = judge_standing(batch)) return found;
  if (auto found = judge_history(batch)) return found;
  if (batch.first < since_) return std::nullopt;
  ++signatures_;
  return is_verified ? std::nullopt : judge_signature(batch, first_event);
}

ChainCheck::Found ChainCheck::judge_standing(const Batch& batch) {
  signer_ = nullptr;
  key_.reset();
  if (!world_.is_founded())
    return batch.standing == -1 ? std::nullopt
                                : Found(damage("standing -1", std::to_string(batch.standing)));
  const auto signing =
      model::judge_signer(world_, batch.head.operator_id, batch.head.key, batch.recorded_at_ms);
  if (!signing) return damage("a signer in good standing", refused(signing.error()));
  signer_ = signing->signer;
  key_ = *signing->key;
  if (batch.standing != signer_->standing)
    return damage(fmt::format("standing {}", signer_->standing),
                  fmt::format("standing {}", batch.standing));
  return std::nullopt;
}

ChainCheck::Found ChainCheck::judge_history(const Batch& batch) {
  const Index after = batch.head.after_index;
  if (!world_.is_founded())
    return after == -1 && batch.head.after_hash == Hash{}
               ? std::nullopt
               : Found(damage(
                     "no entry before",
                     fmt::format("after {} {}", after, encoding::base64(batch.head.after_hash))));
  if (after < 0 || after >= batch.first)
    return damage("an entry before this one", fmt::format("after {}", after));
  const Hash leaf = store_.leaves(after, after + 1).at(0);
  if (leaf != batch.head.after_hash)
    return damage(fmt::format("leaf hash {} of entry {}", encoding::base64(leaf), after),
                  encoding::base64(batch.head.after_hash));
  if (after + 1 >= batch.first) return std::nullopt;
  const auto next = store_.batch_with(after + 1);
  const std::int64_t age_ms = batch.recorded_at_ms - (next ? next->recorded_at_ms : 0);
  if (age_ms <= world_.constitution().batch_window_s * 1000) return std::nullopt;
  return damage(fmt::format("a batch within {} s of what its signer had not seen",
                            world_.constitution().batch_window_s),
                fmt::format("{} s", age_ms / 1000));
}

ChainCheck::Found ChainCheck::judge_signature(const Batch& batch, const Event& first_event) {
  PublicKey key{};
  if (key_) {
    key = key_->key;
    ring_.add(key_->name, key);
  } else {
    const auto founding = read_vkey(first_event.authority_key);
    if (!founding || founding->name != batch.head.key)
      return damage("a founding batch signed with the authority's key it names", batch.head.key);
    key = founding->key;
  }
  if (chain::verifies(VerifierKey{batch.head.key, key}, chain::batch_head_text(batch.head),
                      batch.head.signature))
    return std::nullopt;
  return damage(fmt::format("a signature of the batch head by {}", batch.head.key),
                "one that does not verify");
}

ChainCheck::Found ChainCheck::replay(const CheckedEntry& entry) {
  if (signer_) {
    if (auto may = model::judge_sender(world_.constitution(), *signer_, *key_, entry.event); !may)
      return damage("an event its signer may send", refused(may.error()));
  }
  if (auto applied = model::apply(world_, entry.event, entry.index, batch_->recorded_at_ms);
      !applied)
    return damage("an event that the rules accept", refused(applied.error()));
  if (entry.event.type == EventType::restored &&
      (batch_->first != entry.index || entry.event.root != encoding::base64(tree_.root())))
    return damage(fmt::format("root {} of the {} entries before it", encoding::base64(tree_.root()),
                              entry.index),
                  fmt::format("root {}", entry.event.root));
  const std::string trail = chain::trail_text(model::link_trails(world_, entry.event, entry.index));
  if (trail != entry.trail) return damage("trail " + trail, "trail " + entry.trail);
  ids_.add(entry.id_print);
  return std::nullopt;
}

ChainCheck::Found ChainCheck::take_entry(const CheckedEntry& entry) {
  if (!batch_) return damage("the beginning of a batch", "an entry outside any");
  if (entry.is_newer) has_rules_ = false;
  if (has_rules_) {
    if (entry.unread) return entry.unread;
    if (auto found = replay(entry)) return found;
    ++replayed_;
  }
  if (!entry.unread && entry.event.type == EventType::rotate_ledger_key)
    if (auto found = rotate(entry.event)) return found;
  batch_tree_.add(entry.event_leaf);
  if (entry.index == 0) {
    identity_ = entry.leaf;
    ledger_key_ = read_vkey(world_.constitution().ledger_key).value();
  }
  if (auto found = add_leaf(entry.leaf)) return found;
  return tree_.size() == batch_->first + batch_->head.count ? end_batch() : std::nullopt;
}

/// Also where the rules are not followed any more: heads after it are signed by the new key.
ChainCheck::Found ChainCheck::rotate(const Event& event) {
  if (auto proved = chain::judge_rotation_proof(batch_->head.origin, event); !proved)
    return damage("a rotation that the new key signs", refused(proved.error()));
  if (event.old_key != ledger_key_.text())
    return damage("a rotation of " + ledger_key_.text(), std::string(event.old_key));
  ledger_key_ = read_vkey(event.new_key).value();
  return std::nullopt;
}

ChainCheck::Found ChainCheck::add_leaf(const Hash& leaf) {
  Found found;
  tree_.add(leaf, [&](chain::FullTile&& full) {
    ++tiles_;
    const auto stored = store_.tile(full.level, full.number);
    if (!found && (!stored || *stored != full.hashes))
      found = DamageReport{-1,
                           fmt::format("tile {} of level {}", full.number, full.level),
                           "the hashes of the entries below it",
                           stored ? "other hashes" : "no such tile",
                           {}};
  });
  return found;
}

ChainCheck::Found ChainCheck::end_batch() {
  if (batch_->first >= since_ && batch_tree_.root() != batch_->head.root) {
    DamageReport report = damage("root " + encoding::base64(batch_->head.root) + " over its events",
                                 "root " + encoding::base64(batch_tree_.root()));
    report.entry = batch_->first;
    report.where = fmt::format("batch at entry {}", batch_->first);
    return report;
  }
  batch_.reset();
  world_.settle();
  return judge_checkpoint();
}

ChainCheck::Found ChainCheck::judge_checkpoint() {
  const auto stored = store_.checkpoint(tree_.size());
  if (!stored) return std::nullopt;
  ++checkpoints_;
  const std::string where = fmt::format("checkpoint of size {}", tree_.size());
  const Hash root = tree_.root();
  if (stored->root != root)
    return DamageReport{tree_.size() - 1,
                        where,
                        "root " + encoding::base64(root),
                        "root " + encoding::base64(stored->root),
                        {}};
  const auto opened =
      chain::open_checkpoint(stored->note, world_.constitution().origin, ledger_key_);
  if (!opened || opened->size != tree_.size() || opened->root != root)
    return DamageReport{tree_.size() - 1,
                        where,
                        fmt::format("a note over size {} and root {}, signed by {}", tree_.size(),
                                    encoding::base64(root), ledger_key_.text()),
                        "a note that does not verify",
                        {}};
  return std::nullopt;
}

std::optional<DamageReport> ChainCheck::finish() {
  if (batch_)
    return damage(fmt::format("{} entries in the batch at {}", batch_->head.count, batch_->first),
                  "the end of the ledger");
  std::int64_t tiles = 0, checkpoints = 0, batches = 0;
  std::int64_t last_size = 0;
  store_.each_batch(0, std::numeric_limits<Index>::max(), [&](Batch&&) { return ++batches, true; });
  if (batches != batches_)
    return DamageReport{-1, "batches", fmt::format("{}", batches_), fmt::format("{}", batches), {}};
  store_.each_tile([&](storage::Tile&&) { return ++tiles, true; });
  store_.each_checkpoint([&](Checkpoint&& c) { return ++checkpoints, last_size = c.size, true; });
  if (tiles != tiles_)
    return DamageReport{
        -1, "tiles", fmt::format("{} full tiles", tiles_), fmt::format("{}", tiles), {}};
  if (checkpoints != checkpoints_)
    return DamageReport{-1,
                        "checkpoints",
                        fmt::format("{} at ends of batches", checkpoints_),
                        fmt::format("{}", checkpoints),
                        {}};
  if (last_size != tree_.size())
    return DamageReport{-1,
                        "last checkpoint",
                        fmt::format("size {}", tree_.size()),
                        fmt::format("size {}", last_size),
                        {}};
  return std::nullopt;
}

}  // namespace ledger::audit
