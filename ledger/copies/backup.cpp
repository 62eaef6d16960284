#include "ledger/backup.hpp"

#include <fmt/format.h>

#include "ledger/copies/marks.hpp"
#include "ledger/copies/staging.hpp"
#include "ledger/ledger.hpp"
#include "ledger/storage/copy.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/storage/head_file.hpp"
#include "ledger/storage/store.hpp"
#include "ledger/storage/write_lock.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

void require_ledger(const fs::path& directory) {
  const storage::Paths paths(directory);
  if (fs::exists(paths.mirror) || fs::exists(paths.backup))
    throw Failure(
        fmt::format("backing up {}: it is a copy itself; back up the ledger, or copy the "
                    "directory while nothing writes it",
                    directory.string()));
  if (fs::exists(paths.database) && fs::exists(paths.head)) return;
  throw Failure(
      fmt::format("backing up {}: there is no ledger in it (no ledger.db, or no head); check the "
                  "path",
                  directory.string()));
}

void copy_key(const fs::path& from, const fs::path& to) {
  fs::copy_file(from, to);
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

BackedUp backup_ledger(const fs::path& ledger, const fs::path& backup, bool with_ledger_key,
                       const Progress& progress) {
  const storage::Paths from(ledger);
  require_ledger(ledger);
  // Refused before any work: a database behind its head is nothing to keep in place of another.
  const SystemClock clock;
  (void)Ledger::open(ledger, Ledger::Access::read, clock).info();
  const Staging staging(backup, "backup");
  BackedUp done;
  {
    const storage::WriteLock lock(staging.path());
    staging.clear();
    const storage::Paths to(staging.path());
    // Openings first: each belongs to an entry that is in the database copied after them.
    done.has_openings = fs::exists(from.openings);
    if (done.has_openings)
      storage::copy_database(from.openings, to.openings, storage::Copied::openings, {});
    storage::copy_database(from.database, to.database, storage::Copied::ledger, progress);
    done.has_ledger_key = with_ledger_key;
    if (with_ledger_key) copy_key(from.ledger_key, to.ledger_key);
    done.has_witnesses = copy_witnesses(from, to);
    if (const auto restoration = read_restoration(from)) write_restoration(to, *restoration);
    Checkpoint head;
    {
      const auto store = storage::Store::open(to.database, storage::Mode::read);
      head = store.last_checkpoint().value();
      done.identity = store.leaves(0, 1).at(0);
    }
    storage::HeadFile::create(to.head).write({head.size, head.root});
    storage::write_private_file(staging.path() / "checkpoint", head.note);
    storage::write_private_file(to.backup, "celltrail-backup/1\n");
    done.size = head.size;
    done.root = head.root;
    const AuditReport audit = audit_ledger(staging.path(), {}, progress);
    if (audit.damage) {
      staging.remove();
      throw Damage(fmt::format(
          "backing up {}: the copy does not verify: {}: expected {}, found {}; "
          "audit the ledger itself",
          ledger.string(), audit.damage->where, audit.damage->expected, audit.damage->found));
    }
  }
  fs::remove(staging.path() / "lock");
  staging.publish();
  return done;
}

}  // namespace ledger
