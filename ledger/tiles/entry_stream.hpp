#pragma once

#include <optional>
#include <string>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/storage/batch_cursor.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// Rebuilds entry bytes one after the other and holds each against its leaf.
class EntryStream {
 public:
  /// `store` must outlive it.
  explicit EntryStream(const storage::Store& store) : store_(store), batches_(store) {}

  /// The bytes of the row's entry, valid until the next call. Rows in order cost least. Throws
  /// Damage when the bytes do not hash to the leaf.
  const std::string& next(const storage::EntryRow& row);

 private:
  const storage::Store& store_;
  storage::BatchCursor batches_;
  std::optional<chain::EntryWriter> writer_;
  Index next_ = -1;
  Hash prev_{};
  std::string bytes_;
};

}  // namespace ledger
