#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <sqlite3.h>

#include "ledger/result.hpp"

/// SQLite as another program would open the file: without our settings.
namespace tests {

/// Whether the file's triggers are asked.
enum class Guards : std::uint8_t { on, off };

/// Runs SQL; gives the last value of the last row. Throws Failure with SQLite's words.
inline std::string raw_text(const std::filesystem::path& file, const std::string& sql,
                            Guards guards = Guards::on) {
  sqlite3* handle = nullptr;
  std::string value;
  char* words = nullptr;
  const auto take = [](void* out, int columns, char** values, char**) {
    const char* last = values[columns - 1];
    *static_cast<std::string*>(out) = last == nullptr ? "" : last;
    return 0;
  };
  int code = sqlite3_open(file.c_str(), &handle);
  if (code == SQLITE_OK)
    code = sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, guards == Guards::on, nullptr);
  if (code == SQLITE_OK) code = sqlite3_exec(handle, sql.c_str(), take, &value, &words);
  const std::string failure = words == nullptr ? "" : words;
  sqlite3_free(words);
  sqlite3_close(handle);
  if (code != SQLITE_OK) throw ledger::Failure("raw SQL failed: " + failure);
  return value;
}

inline void run_raw(const std::filesystem::path& file, const std::string& sql,
                    Guards guards = Guards::on) {
  (void)raw_text(file, sql, guards);
}

}  // namespace tests
