#include <fmt/format.h>

#include "ledger/backup.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/copies/marks.hpp"
#include "ledger/copies/staging.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/ledger.hpp"
#include "ledger/storage/copy.hpp"
#include "ledger/storage/head_file.hpp"
#include "ledger/storage/store.hpp"
#include "ledger/storage/write_lock.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void other_history(const std::string& where, std::int64_t size) {
  throw Damage(
      fmt::format("restoring: {} has another history than the backup at size {}; it is not a "
                  "backup of this ledger, or one of the two was changed. Nothing was restored",
                  where, size));
}

/// One restoring, from what is known of heads to a directory that may be written.
class Restoring {
 public:
  Restoring(const fs::path& backup, const RestoreOptions& options)
      : backup_(backup),
        paths_(backup_),
        options_(options),
        store_(storage::Store::open(paths_.database, storage::Mode::read)) {
    const auto head = store_.last_checkpoint();
    if (!head) throw Damage("restoring: the backup has no signed head");
    head_ = *head;
    auto& restoration = restored_.restoration;
    restoration = {head_.size, head_.root, head_.size};
    restored_.last_recorded_at_ms = store_.batch_with(head_.size - 1)->recorded_at_ms;
    // Put back once and not recorded yet: what was lost then still is to be said.
    if (const auto before = read_restoration(paths_)) restoration.lost_size = before->lost_size;
    // Only the head file says what was answered last; a head that somebody kept may not be the
    // last.
    restored_.must_record = !options.instead_of;
    if (options.instead_of) compare_replaced(*options.instead_of);
    if (options.checkpoint) compare_kept(*options.checkpoint);
    if (restoration.lost() > 0) restored_.must_record = true;
  }

  [[nodiscard]] Restored& restored() { return restored_; }
  void make(const fs::path& directory, const Progress& progress);

 private:
  void compare_replaced(const fs::path& old);
  void compare_database(const fs::path& file);
  void compare_kept(const std::string& note);
  void compare(std::int64_t size, const Hash& root, const std::string& where);

  fs::path backup_;
  storage::Paths paths_;
  const RestoreOptions& options_;
  storage::Store store_;
  Checkpoint head_;
  Restored restored_;
};

/// A head that was signed: one within the backup must be a head of it, one beyond counts as lost.
void Restoring::compare(std::int64_t size, const Hash& root, const std::string& where) {
  auto& restoration = restored_.restoration;
  restoration.lost_size = std::max(restoration.lost_size, size);
  if (size == 0 || size > head_.size) return;
  const auto own = store_.checkpoint(size);
  if (!own || own->root != root) other_history(where, size);
}

void Restoring::compare_replaced(const fs::path& old) {
  const storage::Paths paths(old);
  const auto last = storage::HeadFile::open(paths.head).last();
  if (!last)
    throw Failure(
        fmt::format("restoring: the head file of {} is empty; name the newest signed "
                    "head kept elsewhere with --checkpoint",
                    old.string()));
  compare(last->size, last->root, "the head file of " + old.string());
  try {
    compare_database(paths.database);
  } catch (const Failure&) {
    // It may be what the backup is needed for: its head file alone says how far it had come.
    restored_.first_lost_at_ms.reset();
  }
}

/// Entries that were stored and never answered are lost as well: they count, too.
void Restoring::compare_database(const fs::path& file) {
  const auto old = storage::Store::open(file, storage::Mode::read);
  if (old.size() == 0) return;
  if (old.leaves(0, 1).at(0) != store_.leaves(0, 1).at(0)) other_history(file.string(), 1);
  if (const auto last = old.last_checkpoint()) compare(last->size, last->root, file.string());
  if (const auto then = old.checkpoint(head_.size); then && then->root != head_.root)
    other_history(file.string(), head_.size);
  if (old.size() <= head_.size) return;
  restored_.first_lost_at_ms = old.batch_with(head_.size)->recorded_at_ms;
  restored_.last_lost_at_ms = old.batch_with(old.size() - 1)->recorded_at_ms;
}

void Restoring::compare_kept(const std::string& note) {
  const auto constitution = store_.constitution();
  const auto opened = [&](const std::string& vkey) {
    const auto key = read_vkey(vkey);
    return key ? chain::open_checkpoint(note, constitution->origin, *key) : std::nullopt;
  };
  auto kept = opened(constitution->ledger_key);
  for (const FormerLedgerKey& former : constitution->former_ledger_keys)
    if (!kept) kept = opened(former.vkey);
  if (!kept)
    throw Failure(fmt::format(
        "restoring: the checkpoint named is not one of {}, signed by {}; name a head that this "
        "ledger signed",
        constitution->origin, constitution->ledger_key));
  compare(kept->size, kept->root, "the checkpoint named");
}

void Restoring::make(const fs::path& directory, const Progress& progress) {
  const Staging staging(directory, "restore");
  {
    const storage::WriteLock lock(staging.path());
    staging.clear();
    const storage::Paths to(staging.path());
    if (fs::exists(paths_.openings))
      storage::copy_database(paths_.openings, to.openings, storage::Copied::openings, {});
    storage::copy_database(paths_.database, to.database, storage::Copied::ledger, progress);
    const fs::path key = options_.ledger_key.value_or(paths_.ledger_key);
    restored_.has_ledger_key = fs::exists(key);
    if (options_.ledger_key && !restored_.has_ledger_key)
      throw Failure(fmt::format("restoring: there is no key file {}", key.string()));
    if (restored_.has_ledger_key) {
      fs::copy_file(key, to.ledger_key);
      fs::permissions(to.ledger_key, fs::perms::owner_read | fs::perms::owner_write);
    }
    storage::HeadFile::create(to.head).write({head_.size, head_.root});
    restored_.has_witnesses =
        copy_witnesses(paths_, to) ||
        (options_.instead_of && copy_witnesses(storage::Paths(*options_.instead_of), to));
    if (restored_.must_record) write_restoration(to, restored_.restoration);
    const AuditReport audit = audit_ledger(staging.path(), {}, progress);
    if (audit.damage || audit.root != head_.root) {
      staging.remove();
      throw Damage(fmt::format(
          "restoring {}: the backup does not verify: {}; nothing was restored", backup_.string(),
          audit.damage ? audit.damage->where + ": expected " + audit.damage->expected + ", found " +
                             audit.damage->found
                       : "it changed while it was copied"));
    }
  }
  staging.publish();
  restored_.done = true;
}

void require_backup(const fs::path& backup) {
  if (fs::exists(storage::Paths(backup).backup)) return;
  throw Failure(
      fmt::format("restoring: {} is no backup; name a directory that `celltrail backup` "
                  "made",
                  backup.string()));
}

}  // namespace

Restored restore_ledger(const fs::path& backup, const fs::path& directory,
                        const RestoreOptions& options, const Progress& progress) {
  require_backup(backup);
  if (!is_free(directory))
    throw Failure(
        fmt::format("restoring to {}: something is there already, and it is never "
                    "written over; choose a new directory",
                    directory.string()));
  if (!options.instead_of && !options.checkpoint && !options.newest_head_unknown)
    throw Failure(
        "restoring: nothing says how far the ledger had come; name the directory that the backup "
        "takes the place of (--instead-of), the newest signed head kept elsewhere (--checkpoint), "
        "or say that nobody knows (--newest-head-unknown)");
  Restoring restoring(backup, options);
  const std::int64_t lost = restoring.restored().restoration.lost();
  if (lost == options.lose_entries.value_or(0)) restoring.make(directory, progress);
  return restoring.restored();
}

}  // namespace ledger
