#include "ledger/storage/schema_check.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <mutex>

#include <fmt/format.h>

namespace ledger::storage {

namespace {

/// A row of sqlite_schema but for its root page, which depends on the file.
struct Made {
  std::string type, name, table, sql;
  auto operator<=>(const Made&) const = default;
};
using Schema = std::vector<Made>;

Schema schema_of(Database& database) {
  // The index behind a PRIMARY KEY or UNIQUE has no SQL; its number is its place in the table.
  Statement statement(database,
                      "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema");
  Rows rows = statement.query();
  Schema schema;
  while (rows.next())
    schema.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                      std::string(rows.text(2)), std::string(rows.text(3))});
  // VACUUM writes the rows in another order.
  std::sort(schema.begin(), schema.end());
  return schema;
}

const Schema& schema_made_by(std::span<const EmbeddedText> migrations) {
  static std::mutex mutex;
  static std::map<std::pair<const EmbeddedText*, std::size_t>, Schema> made;
  const std::lock_guard guard(mutex);
  const auto [at, is_new] = made.try_emplace({migrations.data(), migrations.size()});
  if (!is_new) return at->second;
  try {
    Database database(":memory:", Use::in_memory);
    for (const EmbeddedText& migration : migrations)
      database.execute(std::string(migration.content), fmt::format("migration {}", migration.name));
    at->second = schema_of(database);
  } catch (...) {
    made.erase(at);
    throw;
  }
  return at->second;
}

/// One line of plain ASCII: the text is a stranger's.
std::string printable(std::string_view text) {
  constexpr std::size_t letters_max = 100;
  std::string line;
  for (const char c : text.substr(0, letters_max))
    line.push_back(c == '\n' ? ' ' : c >= ' ' && c <= '~' ? c : '?');
  return text.size() > letters_max ? line + "…" : line;
}

std::string words(const Made& made, std::size_t from) {
  if (made.sql.empty()) return "an index of the table " + printable(made.table);
  return (from == 0 ? "" : "…") + printable(std::string_view(made.sql).substr(from));
}

Contradiction differs(const Made* expected, const Made* found) {
  const Made& named = expected ? *expected : *found;
  std::size_t from = 0;
  if (expected && found) {
    const auto parting = std::mismatch(expected->sql.begin(), expected->sql.end(),
                                       found->sql.begin(), found->sql.end());
    constexpr std::ptrdiff_t letters_before = 20;
    from = static_cast<std::size_t>(
        std::max<std::ptrdiff_t>(0, parting.first - expected->sql.begin() - letters_before));
  }
  const std::string none = "no such " + printable(named.type);
  return {
      fmt::format("schema of the database: {} {}", printable(named.type), printable(named.name)),
      expected ? words(*expected, from) : none, found ? words(*found, from) : none};
}

bool is_same_thing(const Made& one, const Made& other) {
  return one.type == other.type && one.name == other.name;
}

}  // namespace

std::optional<Contradiction> schema_contradiction(Database& database,
                                                  std::span<const EmbeddedText> migrations) {
  const Schema& expected = schema_made_by(migrations);
  const Schema found = schema_of(database);
  const auto [e, f] = std::mismatch(expected.begin(), expected.end(), found.begin(), found.end());
  if (e == expected.end() && f == found.end()) return std::nullopt;
  if (e == expected.end()) return differs(nullptr, &*f);
  if (f == found.end()) return differs(&*e, nullptr);
  if (is_same_thing(*e, *f)) return differs(&*e, &*f);
  return *e < *f ? differs(&*e, nullptr) : differs(nullptr, &*f);
}

}  // namespace ledger::storage
