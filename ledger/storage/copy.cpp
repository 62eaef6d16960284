#include "ledger/storage/copy.hpp"

#include "ledger/result.hpp"
#include "ledger/storage/database.hpp"
#include "ledger/storage/file.hpp"

namespace ledger::storage {
namespace {

/// Pages between two words of progress: some 32 MiB.
constexpr int step_pages = 4096;

/// An online backup under way; ended when it goes.
class PageCopy {
 public:
  PageCopy(Database& to, Database& from)
      : to_(to), copy_(sqlite3_backup_init(to.handle(), "main", from.handle(), "main")) {
    if (!copy_) to_.fail(sqlite3_extended_errcode(to_.handle()), "beginning the copy");
  }
  PageCopy(const PageCopy&) = delete;
  PageCopy& operator=(const PageCopy&) = delete;
  ~PageCopy() { sqlite3_backup_finish(copy_); }

  void run(const std::function<void(std::int64_t, std::int64_t)>& progress) {
    for (int code = SQLITE_OK; code != SQLITE_DONE;) {
      code = sqlite3_backup_step(copy_, step_pages);
      if (code != SQLITE_OK && code != SQLITE_DONE) to_.fail(code, "copying the database");
      const std::int64_t total = sqlite3_backup_pagecount(copy_);
      if (progress) progress(total - sqlite3_backup_remaining(copy_), total);
    }
  }

 private:
  Database& to_;
  sqlite3_backup* copy_;
};

}  // namespace

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to, Copied kind,
                   const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const bool is_ledger = kind == Copied::ledger;
  make_private_file(to);
  try {
    Database source(from, is_ledger ? Use::read_ledger : Use::openings);
    Database copy(to, is_ledger ? Use::write_ledger : Use::openings);
    // One snapshot for all steps: a writer's commit in between would begin the copy anew.
    source.execute("BEGIN", "beginning to read");
    (void)source.integer("SELECT count(*) FROM sqlite_schema");
    PageCopy(copy, source).run(progress);
    source.execute("COMMIT", "ending to read");
    copy.require_sound_disk();
  } catch (...) {
    for (const char* part : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(to.string() + part);
    throw;
  }
}

}  // namespace ledger::storage
