#include "ledger/storage/migrate.hpp"

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/schema_check.hpp"

namespace ledger::storage {

namespace {

/// One transaction: a file is at one version or the next, never between.
void apply(Database& database, std::int64_t mark, std::span<const EmbeddedText> migrations,
           std::int64_t from) {
  Transaction transaction(database);
  for (const EmbeddedText& migration : migrations.subspan(static_cast<std::size_t>(from)))
    database.execute(std::string(migration.content), fmt::format("migration {}", migration.name));
  database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", mark, migrations.size()),
      "writing the schema's version");
  transaction.commit();
}

}  // namespace

void make_schema(Database& database, std::int64_t mark, std::span<const EmbeddedText> migrations) {
  apply(database, mark, migrations, 0);
}

std::int64_t schema_version(Database& database, std::int64_t mark,
                            std::span<const EmbeddedText> migrations) {
  if (database.integer("PRAGMA application_id") != mark)
    throw Failure(
        fmt::format("opening {}: it is no Celltrail file of this kind; name the ledger's "
                    "own file, or make a new ledger with `celltrail init`",
                    database.name()));
  const std::int64_t found = database.integer("PRAGMA user_version");
  const auto known = static_cast<std::int64_t>(migrations.size());
  if (found > known)
    throw Failure(
        fmt::format("opening {}: its schema is version {}, this program knows up to {}; "
                    "use the newer program that wrote it",
                    database.name(), found, known));
  if (found < 1)
    throw Damage(
        fmt::format("opening {}: its schema says version {}, the first one is 1; put back "
                    "a backup, or mirror another copy",
                    database.name(), found));
  return found;
}

void migrate(Database& database, std::int64_t mark, std::span<const EmbeddedText> migrations,
             bool may_write) {
  const std::int64_t found = schema_version(database, mark, migrations);
  const auto known = static_cast<std::int64_t>(migrations.size());
  if (const auto odd =
          schema_contradiction(database, migrations.first(static_cast<std::size_t>(found))))
    throw Damage(
        fmt::format("opening {}: {}: expected {}, found {}; nothing was read, for what it gives "
                    "need not be what it holds. Put back a backup, or mirror another copy",
                    database.name(), odd->where, odd->expected, odd->found));
  if (found == known) return;
  if (!may_write)
    throw Failure(
        fmt::format("opening {}: its schema is version {}, this program reads {}; open "
                    "it once for writing to bring it up to date",
                    database.name(), found, known));
  apply(database, mark, migrations, found);
}

}  // namespace ledger::storage
