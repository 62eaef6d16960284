#include "ledger/storage/connection.hpp"

#include <array>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace ledger::storage {

namespace {

void switch_setting(Database& database, int setting, int value) {
  const int code = sqlite3_db_config(database.handle(), setting, value, nullptr);
  if (code != SQLITE_OK) database.fail(code, "setting up the connection");
}

void set_switches(Database& database) {
  // No SQL of ours needs to reach below the tables; SQL planted in a file must not either.
  switch_setting(database, SQLITE_DBCONFIG_DEFENSIVE, 1);
  switch_setting(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  switch_setting(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  switch_setting(database, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0);
  // A misspelt column in double quotes is an error, not a text.
  switch_setting(database, SQLITE_DBCONFIG_DQS_DDL, 0);
  switch_setting(database, SQLITE_DBCONFIG_DQS_DML, 0);
}

void set_limits(sqlite3* handle) {
  struct Limit {
    int what, value;
  };
  // Just above what our own statements and rows need: a hostile file cannot make us do more.
  constexpr std::array<Limit, 9> limits{{{SQLITE_LIMIT_LENGTH, 1 << 20},
                                         {SQLITE_LIMIT_SQL_LENGTH, 1 << 18},
                                         {SQLITE_LIMIT_COLUMN, 64},
                                         {SQLITE_LIMIT_EXPR_DEPTH, 64},
                                         {SQLITE_LIMIT_COMPOUND_SELECT, 4},
                                         {SQLITE_LIMIT_FUNCTION_ARG, 8},
                                         {SQLITE_LIMIT_ATTACHED, 0},
                                         {SQLITE_LIMIT_VARIABLE_NUMBER, 64},
                                         {SQLITE_LIMIT_TRIGGER_DEPTH, 4}}};
  for (const Limit& limit : limits) sqlite3_limit(handle, limit.what, limit.value);
}

void set_common_pragmas(const auto& pragma) {
  // Readers and migrations of the same file wait for each other this long before they give up.
  pragma("busy_timeout = 10000");
  // Checks what a page says of itself before it is believed: damage is named, not followed.
  pragma("cell_size_check = ON");
  // A read error of a mapped page would end the program with a signal; as a read it is an error.
  pragma("mmap_size = 0");
  // Sorting never leaves traces of the ledger in a temporary file.
  pragma("temp_store = MEMORY");
  pragma("foreign_keys = ON");
  // Without it INSERT OR REPLACE removes a row without asking the append-only guards.
  pragma("recursive_triggers = ON");
}

void set_ledger_pragmas(const auto& pragma, Use use) {
  // 64 MiB hold the inner pages of every table and what a large transaction touches twice; a
  // reader mostly passes through.
  pragma(use == Use::write_ledger ? "cache_size = -65536" : "cache_size = -8192");
  // Nothing in this file is ever erased, so that nothing needs to be overwritten with zeros.
  pragma("secure_delete = OFF");
  if (use == Use::read_ledger) return;
  pragma(fmt::format("page_size = {}", page_bytes));  // heard only by a file still empty
  // An answer is given after COMMIT: NORMAL would let a power cut take back what was answered.
  // EXTRA is FULL and one thing more: the switch to WAL goes through a rollback journal, which,
  // were its removal not fsynced, could come back after a power cut and empty the new file.
  pragma("synchronous = EXTRA");
  // Store moves pages after an append itself (Database::checkpoint_wal): SQLite's own way would
  // pass over a failed fsync in silence.
  pragma("wal_autocheckpoint = 0");
  // After a large import the WAL goes back to a size worth keeping.
  pragma(fmt::format("journal_size_limit = {}", wal_pages * page_bytes));
}

void set_openings_pragmas(const auto& pragma) {
  // What is erased is overwritten in the file.
  pragma("secure_delete = ON");
  // EXTRA also fsyncs the folder, so that the removed journal cannot come back.
  pragma("synchronous = EXTRA");
}

}  // namespace

void configure(Database& database, Use use) {
  set_switches(database);
  set_limits(database.handle());
  const auto pragma = [&database](const std::string& setting) {
    database.execute("PRAGMA " + setting, "setting up the connection");
  };
  set_common_pragmas(pragma);
  if (use == Use::in_memory) return;
  if (use == Use::openings)
    set_openings_pragmas(pragma);
  else
    set_ledger_pragmas(pragma, use);
}

void settle_journal(Database& database, Use use) {
  // A ledger: one fsync a commit, and readers that never wait for the writer. Openings: no copy of
  // what is erased stays in a WAL; the rollback journal is removed with each transaction.
  database.execute(
      use == Use::openings ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL",
      "settling the journal's kind");
}

}  // namespace ledger::storage
