#include <array>

#include <fmt/format.h>

#include "ledger/storage/schema_check.hpp"
#include "ledger/storage/store_impl.hpp"
#include "migrations.hpp"

namespace ledger::storage {

namespace {

/// What the tables say twice, in a way that no state read from them would show: each statement
/// gives what contradicts, and nothing when all agrees.
struct Agreement {
  const char* where;
  const char* expected;
  const char* contradictions;
};

constexpr std::array agreements{
    Agreement{"table ledger", "one row, number 1",
              "SELECT count(*) || ' rows, number ' || max(one) FROM ledger"
              " HAVING count(*) <> 1 OR max(one) <> 1"},
    Agreement{"table constitution", "one row, number 1",
              "SELECT count(*) || ' rows, number ' || max(one) FROM constitution"
              " HAVING count(*) <> 1 OR max(one) <> 1"},
    Agreement{"rows that belong to a row", "the row that each belongs to",
              "SELECT \"table\" || ' without its ' || parent FROM pragma_foreign_key_check()"},
    Agreement{"sites of operators", "positions from 0 without gaps",
              "SELECT 'operator no ' || operator FROM operator_site GROUP BY operator"
              " HAVING min(position) <> 0 OR max(position) <> count(*) - 1"},
    Agreement{"keys of operators", "positions from 0 without gaps",
              "SELECT 'operator no ' || operator FROM operator_key GROUP BY operator"
              " HAVING min(position) <> 0 OR max(position) <> count(*) - 1"},
    Agreement{"assays of lots", "positions from 0 without gaps",
              "SELECT 'lot no ' || lot FROM assay GROUP BY lot"
              " HAVING min(position) <> 0 OR max(position) <> count(*) - 1"},
    Agreement{"findings", "numbers from 1 without gaps",
              "SELECT 'numbers ' || min(no) || ' to ' || max(no) || ' of ' || count(*) FROM finding"
              " HAVING min(no) <> 1 OR max(no) <> count(*)"},
    Agreement{"transfers marked open", "those with an item that one side has reported",
              "SELECT 'transfer no ' || no FROM transfer WHERE open <> EXISTS (SELECT 1"
              " FROM transfer_item WHERE transfer = no AND missing = 0"
              " AND (dispatched_g < 0) <> (received_g < 0))"}};

/// Entries, their ids and their batches are read whole by whoever audits and have no index. In the
/// others SQLite holds every index and CHECK against the rows.
constexpr std::array checked_tables{"ledger",   "tile",          "checkpoint",   "constitution",
                                    "operator", "operator_site", "operator_key", "unit",
                                    "code",     "lot",           "assay",        "holding",
                                    "transfer", "transfer_item", "target",       "finding"};

std::optional<std::string> first_text(Database& database, const std::string& sql) {
  Statement statement(database, sql);
  Rows rows = statement.query();
  if (!rows.next()) return std::nullopt;
  return std::string(rows.text(0));
}

}  // namespace

std::optional<Contradiction> Store::contradiction() const {
  Database& database = impl_->database;
  if (auto odd = storage::schema_contradiction(database, migrations)) return odd;
  for (const char* table : checked_tables) {
    auto found = first_text(database, fmt::format("PRAGMA integrity_check({})", table));
    if (found != "ok")
      return Contradiction{fmt::format("table {}", table), "rows and indexes that agree",
                           found.value_or("no answer")};
  }
  for (const Agreement& agreement : agreements)
    if (auto found = first_text(database, agreement.contradictions))
      return Contradiction{agreement.where, agreement.expected, std::move(*found)};
  return std::nullopt;
}

}  // namespace ledger::storage
