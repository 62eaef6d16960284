#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

/// A ledger's database under a hand that knows SQLite: guards, checks and references are off.
namespace fault {

struct Table {
  std::string name;
  std::vector<std::string> columns, key;  ///< as they are written in SQL
};

class RawDatabase {
 public:
  explicit RawDatabase(const std::filesystem::path& file);
  ~RawDatabase();
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  [[nodiscard]] std::vector<Table> tables();
  /// For each row what stands behind WHERE to name it.
  [[nodiscard]] std::vector<std::string> rows(const Table& table);
  /// A value as an SQL literal.
  [[nodiscard]] std::string value(const Table& table, const std::string& row,
                                  const std::string& column);
  /// False when a uniqueness of the table does not allow the change.
  bool change(const std::string& sql);
  [[nodiscard]] std::vector<std::vector<std::string>> query(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
};

/// Literals near to this one: one byte changed. The first that the table takes is the harm done.
[[nodiscard]] std::vector<std::string> near_to(const std::string& literal, std::uint64_t seed);

}  // namespace fault
