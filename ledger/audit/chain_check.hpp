#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/audit/id_prints.hpp"
#include "ledger/audit/pieces.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/key.hpp"
#include "ledger/model/rules.hpp"
#include "ledger/model/world.hpp"

namespace ledger::audit {

/// Follows the entries in order: batches and their signatures, links in time, standing, rules,
/// trails, tree, tiles and checkpoints. What it derives on the way is held against the projections
/// afterwards. Threads: one.
class ChainCheck {
 public:
  ChainCheck(const storage::Store& store, Index since, crypto::KeyRing& ring);

  /// The first damage of the piece, if there is any; the check is then over.
  [[nodiscard]] std::optional<DamageReport> follow(const CheckedPiece& piece);
  /// After the last piece: the end lies on a batch boundary, and every stored tile and checkpoint
  /// was met on the way.
  [[nodiscard]] std::optional<DamageReport> finish();

  [[nodiscard]] model::World& world() { return world_; }
  [[nodiscard]] const IdPrints& ids() const { return ids_; }
  [[nodiscard]] std::int64_t size() const { return tree_.size(); }
  /// Entries whose batch is whole and verified: what may be called intact when something is not.
  [[nodiscard]] std::int64_t sure() const { return batch_ ? batch_->first : tree_.size(); }
  /// The first entry of a type this program does not know, or -1. From there on bytes, links, batch
  /// roots, tree and checkpoints are still held against each other, so that nothing wrong hides
  /// behind a word no program knows.
  [[nodiscard]] Index newer_from() const { return has_rules_ ? -1 : replayed_; }
  [[nodiscard]] Hash root() const { return tree_.root(); }
  [[nodiscard]] const Hash& identity() const { return identity_; }
  [[nodiscard]] std::int64_t signatures() const { return signatures_; }
  [[nodiscard]] std::int64_t checkpoints() const { return checkpoints_; }

 private:
  using Found = std::optional<DamageReport>;
  Found begin_batch(const Batch& batch, bool is_verified, const Event& first_event);
  Found judge_signature(const Batch& batch, const Event& first_event);
  Found judge_history(const Batch& batch);
  Found judge_standing(const Batch& batch);
  Found take_entry(const CheckedEntry& entry);
  Found replay(const CheckedEntry& entry);
  Found rotate(const Event& event);
  Found end_batch();
  Found judge_checkpoint();
  Found add_leaf(const Hash& leaf);
  [[nodiscard]] DamageReport damage(std::string expected, std::string found) const;

  const storage::Store& store_;
  Index since_;
  crypto::KeyRing& ring_;
  model::StateSource nothing_;
  model::World world_;
  chain::TileBuilder tree_;
  chain::Frontier batch_tree_;
  IdPrints ids_;
  Hash identity_{};
  VerifierKey ledger_key_;  ///< in force after the last entry
  std::optional<Batch> batch_;
  const OperatorState* signer_ = nullptr;
  bool has_rules_ = true;
  std::int64_t replayed_ = 0;
  std::optional<KeyState> key_;
  std::int64_t last_recorded_at_ms_ = 0;
  std::int64_t batches_ = 0, signatures_ = 0, checkpoints_ = 0, tiles_ = 0;
};

}  // namespace ledger::audit
