#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {
namespace {

std::optional<storage::WriteLock> lock_for(const std::filesystem::path& directory,
                                           Ledger::Access access) {
  if (access == Ledger::Access::read) return std::nullopt;
  require_no_copy(storage::Paths(directory));
  return storage::WriteLock(directory);
}

const std::filesystem::path& existing(const std::filesystem::path& directory) {
  if (Ledger::is_prepared(directory))
    throw Failure(fmt::format(
        "opening the ledger {}: it waits for the authority's signature under its founding; have "
        "the file `founding` in it signed with `celltrail sign`, then run `celltrail init {} "
        "--founding SIGNED`",
        directory.string(), directory.string()));
  if (std::filesystem::is_directory(directory)) return directory;
  throw Failure(
      fmt::format("opening the ledger {}: there is no such directory; check the path, or "
                  "make a new ledger with `celltrail init`",
                  directory.string()));
}

After newest_in(const storage::Store& store) {
  const std::int64_t size = store.size();
  return size == 0 ? After{} : After{size - 1, store.leaves(size - 1, size).at(0)};
}

}  // namespace

Ledger::Impl::Impl(const std::filesystem::path& dir, Access how, const Clock& time,
                   const AskPassphrase& ask)
    : directory(existing(dir)),
      paths(dir),
      access(how),
      clock(time),
      lock(lock_for(dir, how)),
      store(storage::Store::open(
          paths.database, how == Access::write ? storage::Mode::write : storage::Mode::read)),
      head(storage::HeadFile::open(paths.head)) {
  check_head();
  if (const auto constitution = store.constitution(); constitution && how == Access::write)
    keys.emplace(paths, constitution->ledger_key, ask);
  if (how == Access::write) restoration = read_restoration(paths);
  // Nothing else could be written: the entry is there, a crash left its note behind.
  if (restoration && store.size() > restoration->size) restoration_told();
  read_newest();
}

void Ledger::Impl::require_restoration_told(const SignedBatch* batch) const {
  if (!restoration) return;
  if (batch && !batch->events.empty() && tells(batch->events.front(), *restoration)) return;
  throw Failure(
      fmt::format("recording: the ledger was put back to {} entries, heads of up to {} had been "
                  "signed; first its authority records that, with `celltrail restore --record`",
                  restoration->size, restoration->lost_size));
}

void Ledger::Impl::restoration_told() {
  if (!restoration) return;
  remove_restoration(paths);
  restoration.reset();
}

/// A database behind the head file was put back to an earlier state, or is another one: writing to
/// it would grow a second history (design §3, "Checkpoint").
void Ledger::Impl::check_head() {
  const storage::Snapshot snapshot(store);
  const auto checkpoint = store.last_checkpoint();
  const std::int64_t size = store.size();
  if (size != (checkpoint ? checkpoint->size : 0))
    throw Damage(
        fmt::format("opening the ledger {}: {} entries are stored, the last checkpoint "
                    "signs {}; run `celltrail audit`",
                    directory.string(), size, checkpoint ? checkpoint->size : 0));
  const auto last = head.last();
  if (!last && size > 0)
    throw Damage(
        fmt::format("opening the ledger {}: the head file is empty, the database has {} "
                    "entries: it was emptied, and no longer shows whether the database was "
                    "put back. Bring back the head file; compare with a checkpoint kept "
                    "elsewhere",
                    directory.string(), size));
  if (!last) return;
  if (last->size > size)
    throw Damage(
        fmt::format("opening the ledger {}: the head file remembers {} entries, the "
                    "database has {}: it was put back to an earlier state. Bring back the "
                    "newer database; nothing was changed",
                    directory.string(), last->size, size));
  const auto then = store.checkpoint(last->size);
  if (last->size > 0 && (!then || then->root != last->root))
    throw Damage(
        fmt::format("opening the ledger {}: at size {} the head file remembers root {}, "
                    "the database has {}: its history was changed. Run `celltrail audit`",
                    directory.string(), last->size, encoding::base64(last->root),
                    then ? encoding::base64(then->root) : "no checkpoint"));
  // A crash between COMMIT and the head file leaves the file one step behind: caught up here.
  if (access == Access::write && last->size < size) head.write({size, checkpoint->root});
}

void Ledger::Impl::read_newest() {
  const std::lock_guard guard(newest_mutex);
  newest = newest_in(store);
}

Recorder& Ledger::Impl::recorder() {
  if (!state) {
    state.emplace(store, clock, ring, keys ? &*keys : nullptr);
    if (clock_jump_accepted) state->accept_clock_jump();
  }
  return *state;
}

void Ledger::Impl::forget_state() {
  state.reset();
  ring.clear();
}

void Ledger::Impl::require_writable() const {
  if (access == Access::read) throw Failure("recording: the ledger was opened for reading only");
  if (!contradiction.empty()) throw Damage(contradiction);
}

void Ledger::Impl::store_transaction(const storage::Append& transaction, storage::Store& writer) {
  writer.append(transaction);
  {
    const auto& last = transaction.entries.back();
    const std::lock_guard guard(newest_mutex);
    newest = After{last.index, last.leaf};
  }
  head_is_behind = true;
  head.write({transaction.checkpoint->size, transaction.checkpoint->root});
  head_is_behind = false;
  // After the commit: the next opening finishes it when this does not come to it.
  if (transaction.constitution && keys) keys->put_in_force(transaction.constitution->ledger_key);
}

void Ledger::Impl::catch_up_head() {
  if (!head_is_behind) return;
  const Checkpoint last = store.last_checkpoint().value();
  head.write({last.size, last.root});
  head_is_behind = false;
  if (keys) keys->put_in_force(store.constitution()->ledger_key);
}

void Ledger::Impl::keep_openings(const std::vector<storage::Opening>& openings) {
  if (!openings.empty()) storage::Openings::open(paths.openings).keep(openings);
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Ledger::Snapshot::Snapshot(const Ledger& ledger) : ledger_(ledger) {
  ledger_.impl_->store.begin_read();
}

Ledger::Snapshot::~Snapshot() {
  storage::end_read_quietly(ledger_.impl_->store);
}

Ledger Ledger::open(const std::filesystem::path& directory, Access access, const Clock& clock,
                    const AskPassphrase& ask) {
  return Ledger(std::make_unique<Impl>(directory, access, clock, ask));
}

After Ledger::newest() const {
  // While an import writes, its workers ask.
  if (impl_->access == Access::write) {
    const std::lock_guard guard(impl_->newest_mutex);
    return impl_->newest;
  }
  const storage::Snapshot snapshot(impl_->store);
  return newest_in(impl_->store);
}

void Ledger::accept_clock_jump() {
  impl_->clock_jump_accepted = true;
  if (impl_->state) impl_->state->accept_clock_jump();
}

}  // namespace ledger
