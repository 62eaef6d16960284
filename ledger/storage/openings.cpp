#include <algorithm>

#include "ledger/result.hpp"
#include "ledger/storage/connection.hpp"
#include "ledger/storage/database.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/storage/migrate.hpp"
#include "ledger/storage/store.hpp"
#include "openings_migrations.hpp"

namespace ledger::storage {

struct Openings::Impl {
  explicit Impl(const std::filesystem::path& file) : database(file, Use::openings) {}

  Database database;
  Statement keep{database,
                 "INSERT INTO opening (entry, member, salt, text)"
                 " VALUES (:entry, :member, :salt, :text) ON CONFLICT (entry, member)"
                 " DO UPDATE SET salt = excluded.salt, text = excluded.text"};
  Statement of{database,
               "SELECT entry, member, salt, text FROM opening WHERE entry = :entry"
               " ORDER BY member"};
  Statement entry_from{database,
                       "SELECT entry FROM opening WHERE entry >= :entry ORDER BY entry LIMIT 1"};
  Statement erase{database, "DELETE FROM opening WHERE entry = :entry AND member = :member"};
};

Openings::Openings(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Openings::Openings(Openings&&) noexcept = default;
Openings& Openings::operator=(Openings&&) noexcept = default;
Openings::~Openings() = default;

namespace {

/// Also after a crash between making the file and its schema.
bool is_empty(Database& database) {
  return database.integer("SELECT count(*) FROM sqlite_schema") == 0 &&
         database.integer("PRAGMA application_id") == 0;
}

}  // namespace

std::optional<Openings> Openings::read(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return std::nullopt;
  auto impl = std::make_unique<Impl>(file);
  if (is_empty(impl->database)) return std::nullopt;
  migrate(impl->database, openings_mark, openings_migrations, false);
  return Openings(std::move(impl));
}

Openings Openings::open(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) make_private_file(file);
  auto impl = std::make_unique<Impl>(file);
  if (is_empty(impl->database))
    make_schema(impl->database, openings_mark, openings_migrations);
  else
    migrate(impl->database, openings_mark, openings_migrations, true);
  settle_journal(impl->database, Use::openings);
  return Openings(std::move(impl));
}

void Openings::keep(std::span<const Opening> openings) {
  Transaction transaction(impl_->database);
  for (const Opening& opening : openings)
    impl_->keep.bind(":entry", opening.entry)
        .bind(":member", opening.member)
        .bind(":salt", opening.salt)
        .bind(":text", opening.text)
        .run();
  transaction.commit();
}

std::vector<Opening> Openings::of(Index entry) const {
  Rows rows = impl_->of.bind(":entry", entry).query();
  std::vector<Opening> openings;
  while (rows.next()) {
    Opening& opening = openings.emplace_back();
    opening.entry = rows.integer(0);
    opening.member = rows.text(1);
    rows.fixed(2, opening.salt);
    opening.text = rows.text(3);
  }
  return openings;
}

std::optional<Index> Openings::entry_from(Index entry) const {
  Rows rows = impl_->entry_from.bind(":entry", entry).query();
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

void Openings::erase(Index entry, std::string_view member) {
  Transaction transaction(impl_->database);
  impl_->erase.bind(":entry", entry).bind(":member", member).run();
  transaction.commit();
}

}  // namespace ledger::storage
