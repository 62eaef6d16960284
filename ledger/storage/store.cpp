#include "ledger/storage/store.hpp"

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/connection.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/storage/migrate.hpp"
#include "ledger/storage/schema_check.hpp"
#include "ledger/storage/store_impl.hpp"
#include "migrations.hpp"

namespace ledger::storage {

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::create(const std::filesystem::path& file) {
  make_private_file(file);
  try {
    auto impl = std::make_unique<Impl>(file, Use::write_ledger);
    settle_journal(impl->database, Use::write_ledger);
    make_schema(impl->database, ledger_mark, migrations);
    // What was made is moved into the file at once: it is a ledger even without its WAL.
    impl->database.checkpoint_wal(0);
    impl->database.require_sound_disk();
    return Store(std::move(impl));
  } catch (...) {
    // It was ours alone and nobody was told of it: the next attempt finds the place free.
    for (const char* part : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(file.string() + part);
    throw;
  }
}

Store Store::open(const std::filesystem::path& file, Mode mode) {
  const bool may_write = mode == Mode::write;
  const Use use = may_write ? Use::write_ledger : Use::read_ledger;
  auto impl = std::make_unique<Impl>(file, use);
  migrate(impl->database, ledger_mark, migrations, may_write);
  if (may_write) {
    settle_journal(impl->database, use);
    // After a crash the WAL may hold a commit that was written but never fsynced. We can read it,
    // so somebody may be answered from it: it goes to disk before that.
    impl->database.checkpoint_wal(0);
    impl->database.require_sound_disk();
  }
  return Store(std::move(impl));
}

std::optional<Contradiction> Store::schema_contradiction(const std::filesystem::path& file) {
  Database database(file, Use::read_ledger);
  const std::int64_t version = schema_version(database, ledger_mark, migrations);
  return storage::schema_contradiction(
      database, std::span(migrations).first(static_cast<std::size_t>(version)));
}

void Store::append(const Append& transaction) {
  require(!transaction.batches.empty() && !transaction.entries.empty(), "an append has entries");
  require(transaction.checkpoint &&
              transaction.checkpoint->size == transaction.entries.back().index + 1,
          "an append ends at its checkpoint");
  Transaction all(impl_->database);
  impl_->check_place(transaction);
  impl_->write(transaction);
  all.commit();
  if (!impl_->leaves_wal) impl_->database.checkpoint_wal(wal_pages);
}

void Store::leave_wal(bool leaves) {
  impl_->leaves_wal = leaves;
}

void Store::move_wal() noexcept {
  impl_->database.checkpoint_wal(0);
}

std::int64_t Store::wal_bytes() const {
  return std::int64_t{impl_->database.wal_pages()} * page_bytes;
}

void Store::Impl::check_place(const Append& transaction) {
  // Another writer may have come between the reading that this was made from and the lock.
  const std::int64_t stored = chain.size();
  const Index first = transaction.batches.front().first;
  if (stored != first)
    throw Failure(
        fmt::format("{}: the ledger moved: it has {} entries, the append begins at {}; "
                    "read it again and send the same",
                    database.name(), stored, first));
}

void Store::Impl::write(const Append& transaction) {
  chain.write(transaction.batches, transaction.entries);
  chain.write_tiles(transaction.tiles);
  if (transaction.checkpoint) chain.write_checkpoint(*transaction.checkpoint);
  if (transaction.constitution) registers.write(*transaction.constitution);
  for (const OperatorState& state : transaction.operators) operators.write(state);
  units.write(transaction.units);
  units.write(transaction.codes);
  for (const LotState& lot : transaction.lots) lots.write(lot);
  for (const TransferState& transfer : transaction.transfers) transfers.write(transfer);
  for (const TargetState& target : transaction.targets) registers.write(target);
  registers.write(transaction.findings);
  tallies.add(transaction.tallies);
}

void Store::begin_read() {
  if (impl_->reading++ > 0) return;
  try {
    impl_->database.execute("BEGIN", "beginning to read");
    // The snapshot is taken by the first read, so that it is taken here.
    (void)impl_->chain.size();
  } catch (...) {
    impl_->reading = 0;
    impl_->database.roll_back();
    throw;
  }
}

void Store::end_read() {
  if (--impl_->reading > 0) return;
  impl_->database.execute("COMMIT", "ending to read");
}

}  // namespace ledger::storage
