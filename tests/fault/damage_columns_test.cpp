#include <set>

#include <fmt/format.h>

#include "tests/fault/raw_rows.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"

using namespace fault;

namespace {

/// Which rows of a table to harm: all of them in a long run, else the first, the last and some
/// between.
std::vector<std::string> chosen(std::vector<std::string> rows) {
  const auto most = static_cast<std::size_t>(rounds(3, 1'000'000));
  if (rows.size() <= most) return rows;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * (rows.size() - 1) / (most - 1)]);
  return some;
}

struct Harm {
  Table table;
  std::string row, column, before, after;

  [[nodiscard]] std::string sql(bool undo) const {
    return fmt::format("UPDATE {} SET {} = {} WHERE {}", table.name, column, undo ? before : after,
                       undo ? where_after() : row);
  }
  [[nodiscard]] std::string where_after() const {
    std::string where = row;
    const std::string was = fmt::format("{} = {}", column, before);
    if (const auto at = where.find(was); at != std::string::npos)
      where.replace(at, was.size(), fmt::format("{} = {}", column, after));
    return where;
  }
};

/// Changes one byte of the value; false when the table takes none of the tried changes.
bool harm_one(RawDatabase& raw, Harm& harm, std::uint64_t seed) {
  for (const std::string& after : near_to(harm.before, seed)) {
    harm.after = after;
    if (after != harm.before && raw.change(harm.sql(false))) return true;
  }
  return false;
}

/// The index in a WHERE about one entry.
ledger::Index index_of(const std::string& row) {
  return std::stoll(row.substr(row.find("= ") + 2));
}

}  // namespace

TEST_CASE("one byte changed in any column of any row is found", "[damage]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), book);
  std::vector<Table> tables;
  {
    RawDatabase raw(book / "ledger.db");
    tables = raw.tables();
  }
  std::int64_t done = 0;
  std::set<std::string> not_changed;
  for (const Table& table : tables) {
    std::vector<std::string> rows;
    {
      RawDatabase raw(book / "ledger.db");
      rows = chosen(raw.rows(table));
    }
    for (const std::string& row : rows) {
      for (const std::string& column : table.columns) {
        Harm harm{table, row, column, "", ""};
        {
          RawDatabase raw(book / "ledger.db");
          harm.before = raw.value(table, row, column);
          if (!harm_one(raw, harm, static_cast<std::uint64_t>(++done))) {
            not_changed.insert(table.name + '.' + column);
            continue;
          }
        }
        CAPTURE(harm.sql(false), harm.before);
        const ledger::AuditReport report = ledger::audit_ledger(book, {}, {});
        CHECK(report.damage);
        if (report.damage && table.name == "entry" && column != "\"index\"")
          CHECK(report.damage->entry == index_of(row));
        if (report.damage && table.name == "batch" && column != "\"first\"" &&
            column != "\"count\"")
          CHECK(report.damage->entry == index_of(row));
        RawDatabase raw(book / "ledger.db");
        REQUIRE(raw.change(harm.sql(true)));
      }
    }
  }
  CHECK(not_changed.empty());
  CHECK_FALSE(damage_in(book));
  WARN(done << " changes in " << tables.size() << " tables");
}

TEST_CASE("a row that is gone, or one too many, is found in any table", "[damage]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book";
  copy_ledger(small_ledger(), folder / "whole");
  std::vector<Table> tables;
  {
    RawDatabase raw(folder / "whole" / "ledger.db");
    tables = raw.tables();
  }
  for (const Table& table : tables) {
    CAPTURE(table.name);
    copy_ledger(folder / "whole", book);
    std::vector<std::string> rows;
    {
      RawDatabase raw(book / "ledger.db");
      rows = raw.rows(table);
    }
    for (const std::string& row : chosen(rows)) {
      CAPTURE(row);
      copy_ledger(folder / "whole", book);
      {
        RawDatabase raw(book / "ledger.db");
        REQUIRE(raw.change(fmt::format("DELETE FROM {} WHERE {}", table.name, row)));
      }
      CHECK(damage_in(book));
    }
    // The last row once more under another key.
    copy_ledger(folder / "whole", book);
    {
      RawDatabase raw(book / "ledger.db");
      std::string values;
      for (const std::string& column : table.columns) {
        const std::string literal = raw.value(table, rows.back(), column);
        const bool is_key = column == table.key.back();
        const bool is_unique = table.name == "operator_key" || column == "\"name\"" ||
                               column == "\"id\"" || column == "\"slip\"" || column == "\"vkey\"";
        values += (values.empty() ? "" : ", ") +
                  (is_key || is_unique ? near_to(literal, 3).back() : literal);
      }
      REQUIRE(raw.change(fmt::format("INSERT INTO {} VALUES ({})", table.name, values)));
    }
    CHECK(damage_in(book));
  }
}
