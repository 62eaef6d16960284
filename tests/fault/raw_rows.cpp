#include "tests/fault/raw_rows.hpp"

#include <cctype>

#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/result.hpp"

namespace fault {
namespace {

std::string near_blob(std::string literal, std::uint64_t seed) {
  // X'..': a digit between the quotes.
  char& digit = literal[2 + seed % (literal.size() - 3)];
  digit = digit == '0' ? '1' : '0';
  return literal;
}

std::string near_text(std::string literal, std::uint64_t seed) {
  const std::size_t size = literal.size();
  for (std::size_t i = 0; i < size; ++i) {
    char& letter = literal[1 + (seed + i) % (size - 1)];
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) continue;
    // Another digit or letter of the same kind, so that the text keeps its form.
    letter = std::isdigit(static_cast<unsigned char>(letter)) != 0 ? (letter == '9' ? '8' : '9')
             : letter == 'x'                                       ? 'y'
                                                                   : 'x';
    return literal;
  }
  literal.insert(size - 1, "x");
  return literal;
}

}  // namespace

RawDatabase::RawDatabase(const std::filesystem::path& file) {
  if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK) throw ledger::Failure("opening raw");
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  for (const char* pragma :
       {"ignore_check_constraints = ON", "foreign_keys = OFF", "synchronous = OFF"})
    (void)query(fmt::format("PRAGMA {}", pragma));
}

RawDatabase::~RawDatabase() {
  sqlite3_close(handle_);
}

std::vector<std::vector<std::string>> RawDatabase::query(const std::string& sql) {
  using Found = std::vector<std::vector<std::string>>;
  Found found;
  const auto take = [](void* into, int count, char** values, char**) {
    auto& row = static_cast<Found*>(into)->emplace_back();
    for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
    return 0;
  };
  if (sqlite3_exec(handle_, sql.c_str(), take, &found, nullptr) != SQLITE_OK)
    throw ledger::Failure(sql + ": " + sqlite3_errmsg(handle_));
  return found;
}

bool RawDatabase::change(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_CONSTRAINT) return false;
  if (code != SQLITE_OK) throw ledger::Failure(sql + ": " + sqlite3_errmsg(handle_));
  return true;
}

std::vector<Table> RawDatabase::tables() {
  std::vector<Table> tables;
  for (const auto& name : query("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    Table table{name[0], {}, {}};
    for (const auto& column : query("SELECT name, pk FROM pragma_table_info('" + name[0] + "')")) {
      table.columns.push_back('"' + column[0] + '"');
      if (column[1] != "0") table.key.push_back(table.columns.back());
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

std::vector<std::string> RawDatabase::rows(const Table& table) {
  std::string words;
  for (const std::string& column : table.key)
    words += fmt::format("{}'{} = ' || quote({})", words.empty() ? "" : " || ' AND ' || ", column,
                         column);
  std::vector<std::string> rows;
  for (auto& row : query(fmt::format("SELECT {} FROM {} ORDER BY 1", words, table.name)))
    rows.push_back(std::move(row[0]));
  return rows;
}

std::string RawDatabase::value(const Table& table, const std::string& row,
                               const std::string& column) {
  return query(fmt::format("SELECT quote({}) FROM {} WHERE {}", column, table.name, row))
      .at(0)
      .at(0);
}

std::vector<std::string> near_to(const std::string& literal, std::uint64_t seed) {
  if (literal.starts_with("X'")) return {near_blob(literal, seed)};
  if (literal.starts_with("'")) return {near_text(literal, seed), near_text(literal, seed + 7)};
  const std::int64_t number = std::stoll(literal);
  return {std::to_string(number ^ 1), std::to_string(number ^ 2), std::to_string(number ^ 64),
          std::to_string(number ^ 4096)};
}

}  // namespace fault
