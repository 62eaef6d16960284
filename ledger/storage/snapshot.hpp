#pragma once

#include <stdexcept>

#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Everything read while it lives is one state of the ledger, and no look-up locks the file anew.
class Snapshot {
 public:
  explicit Snapshot(Store& store) : store_(store) { store_.begin_read(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() {
    try {
      store_.end_read();
    } catch (const std::runtime_error&) {
      // A failing disk has ended it already, or closing the file will: nothing was written.
    }
  }

  /// The state as of now. A snapshot kept long keeps the log from being checkpointed.
  void renew() {
    store_.end_read();
    store_.begin_read();
  }

 private:
  Store& store_;
};

}  // namespace ledger::storage
