#pragma once

#include <filesystem>
#include <string>

#include <sqlite3.h>

#include "ledger/result.hpp"

namespace bench {

/// A connection without anything of ours on it.
class Sqlite {
 public:
  Sqlite(const std::filesystem::path& file, int flags) {
    check(sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr));
  }
  ~Sqlite() { sqlite3_close(handle_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  void run(const std::string& sql) const {
    check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
  }
  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
      throw ledger::Failure(std::string("SQLite: ") + sqlite3_errmsg(handle_));
  }

 private:
  sqlite3* handle_ = nullptr;
};

class Query {
 public:
  Query(const Sqlite& database, const std::string& sql) : database_(database) {
    database_.check(sqlite3_prepare_v2(database_.handle(), sql.c_str(), -1, &statement_, nullptr));
  }
  ~Query() { sqlite3_finalize(statement_); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  [[nodiscard]] sqlite3_stmt* handle() const { return statement_; }
  bool step() {
    const int code = sqlite3_step(statement_);
    database_.check(code);
    return code == SQLITE_ROW;
  }
  void reset() { sqlite3_reset(statement_); }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  /// Of text or a blob, good until the next step.
  [[nodiscard]] std::string_view bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
  }

 private:
  const Sqlite& database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace bench
