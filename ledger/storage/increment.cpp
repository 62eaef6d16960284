#include "ledger/result.hpp"
#include "ledger/storage/connection.hpp"
#include "ledger/storage/store_impl.hpp"

namespace ledger::storage {

struct Increment::State {
  explicit State(Store::Impl& into) : store(into), all(into.database) {}
  Store::Impl& store;
  Transaction all;
};

Increment::Increment(Store& store) : state_(std::make_unique<State>(*store.impl_)) {}
Increment::~Increment() = default;

void Increment::add(const Append& part) {
  require(!part.batches.empty() && !part.entries.empty() && !part.checkpoint,
          "a part has entries and no checkpoint of its own");
  state_->store.check_place(part);
  state_->store.write(part);
}

void Increment::add(const Checkpoint& checkpoint) {
  state_->store.chain.write_checkpoint(checkpoint);
}

void Increment::commit() {
  state_->all.commit();
  state_->store.database.checkpoint_wal(wal_pages);
}

}  // namespace ledger::storage
