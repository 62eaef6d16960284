#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

struct WalMover::Impl {
  explicit Impl(const std::filesystem::path& file) : database(file, Use::write_ledger) {}
  Database database;
};

WalMover::WalMover(const std::filesystem::path& file) : impl_(std::make_unique<Impl>(file)) {}
WalMover::~WalMover() = default;

bool WalMover::move() noexcept {
  impl_->database.checkpoint_wal(0);
  return impl_->database.is_sound();
}

bool WalMover::empty() noexcept {
  impl_->database.truncate_wal();
  return impl_->database.is_sound();
}

}  // namespace ledger::storage
