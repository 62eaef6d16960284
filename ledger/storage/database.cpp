#include "ledger/storage/database.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/connection.hpp"

namespace ledger::storage {

namespace {

const char* advice(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "the disk is full: free some space and send the same again";
    case SQLITE_IOERR:
      return "the disk reported an error: look at the system's log before going on";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process is busy with the file: try again";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "check that the file and its folder are there and yours to write";
    case SQLITE_NOMEM:
      return "there was not enough memory";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "put back a backup, or mirror another copy";
    default:
      return "nothing was stored";
  }
}

/// Also where SQLite knows only that writing failed, as when the WAL's index finds no room. Never
/// after a failed fsync: whatever its reason, what the disk holds is unknown then.
bool is_full(int code, sqlite3* handle) {
  if ((code & 0xff) == SQLITE_FULL) return true;
  if ((code & 0xff) != SQLITE_IOERR || handle == nullptr) return false;
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) return false;
  const int number = sqlite3_system_errno(handle);
  return number == ENOSPC || number == EDQUOT;
}

int count_wal_pages(void* counter, sqlite3* /*handle*/, const char* /*schema*/, int pages) {
  *static_cast<int*>(counter) = pages;
  return SQLITE_OK;
}

}  // namespace

Database::Database(const std::filesystem::path& file, Use use) : name_(file.string()) {
  // Memory statistics cost a lock shared by all threads at every allocation, and nothing reads
  // them. Refused once SQLite is in use: then they stay on.
  static const int without_statistics = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(without_statistics);
  if (use != Use::in_memory && !std::filesystem::exists(file))
    throw Failure(fmt::format("opening {}: there is no such file", name_));
  const int access = use == Use::read_ledger ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  try {
    const int code = sqlite3_open_v2(name_.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) fail(code, "opening");
    configure(*this, use);
    sqlite3_wal_hook(handle_, count_wal_pages, &wal_pages_);
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() {
  // After a failed fsync, closing must not move anything either.
  if (sync_failed_) sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_close(handle_);
}

void Database::execute(const std::string& sql, std::string_view doing) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, doing);
}

void Database::roll_back() noexcept {
  // Some errors have rolled back already. A failure here leaves the file as it was all the same.
  if (sqlite3_get_autocommit(handle_) == 0)
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Database::integer(const char* sql) {
  Statement statement(*this, sql);
  Rows rows = statement.query();
  require(rows.next(), "a statement for one integer gives a row");
  return rows.integer(0);
}

void Database::note_sync(int code) noexcept {
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) sync_failed_ = true;
}

void Database::fail(int code, std::string_view doing) {
  note_sync(code);
  const int primary = code & 0xff;
  // The connection remembers the words of its last call only while the codes agree.
  const bool known = handle_ != nullptr && sqlite3_extended_errcode(handle_) == code;
  std::string text =
      fmt::format("{}: {} failed: {} (code {}); {}", name_, doing,
                  known ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), code, advice(code));
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) throw Damage(text);
  if (is_full(code, handle_)) throw DiskFull(text);
  throw Failure(text);
}

void Database::checkpoint_wal(int pages) noexcept {
  if (wal_pages_ < pages || sync_failed_) return;
  note_sync(
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
}

void Database::truncate_wal() noexcept {
  if (sync_failed_) return;
  sqlite3_busy_timeout(handle_, 500);
  note_sync(
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr));
}

void Database::require_sound_disk() const {
  if (sync_failed_)
    throw Failure(fmt::format(
        "{}: an earlier fsync failed, so that nothing more is written; check the disk, open the "
        "ledger again and audit it",
        name_));
}

Transaction::Transaction(Database& database) : database_(&database) {
  database.require_sound_disk();
  database.execute("BEGIN IMMEDIATE", "beginning a transaction");
}

Transaction::~Transaction() {
  database_->roll_back();
}

void Transaction::commit() {
  database_->execute("COMMIT",
                     "COMMIT (whether it is stored is unknown until the file is read again)");
}

}  // namespace ledger::storage
