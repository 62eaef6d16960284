#pragma once

#include <stdexcept>

#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// For destructors: a failing disk has ended the reading already, or closing the file will.
inline void end_read_quietly(Store& store) {
  try {
    store.end_read();
  } catch (const std::runtime_error&) {
    return;
  }
}

/// Everything read while it lives is one state of the ledger, and no look-up locks the file anew.
class Snapshot {
 public:
  explicit Snapshot(Store& store) : store_(store) { store_.begin_read(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() { end_read_quietly(store_); }

  /// The state as of now. A snapshot kept long keeps the log from being checkpointed.
  void renew() {
    store_.end_read();
    store_.begin_read();
  }

 private:
  Store& store_;
};

}  // namespace ledger::storage
