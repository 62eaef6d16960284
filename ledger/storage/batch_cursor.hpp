#pragma once

#include <fmt/format.h>

#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// The batch of each entry of a walk in order: one seek a batch, one batch in memory.
class BatchCursor {
 public:
  explicit BatchCursor(const Store& store) : store_(store) {}

  /// Throws Damage when no batch holds the entry.
  const Batch& of(Index index) {
    if (batch_ && index >= batch_->first && index < batch_->first + batch_->head.count)
      return *batch_;
    batch_ = store_.batch_with(index);
    if (!batch_) throw Damage(fmt::format("reading entry {}: no batch holds it", index));
    return *batch_;
  }

 private:
  const Store& store_;
  std::optional<Batch> batch_;
};

}  // namespace ledger::storage
