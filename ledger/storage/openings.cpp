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
                 " VALUES (:entry, :member, :salt, :text) ON CONFLICT DO NOTHING"};
  Statement of{database,
               "SELECT entry, member, salt, text FROM opening WHERE entry = :entry"
               " ORDER BY member"};
  Statement erase{database, "DELETE FROM opening WHERE entry = :entry AND member = :member"};
};

Openings::Openings(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Openings::Openings(Openings&&) noexcept = default;
Openings& Openings::operator=(Openings&&) noexcept = default;
Openings::~Openings() = default;

Openings Openings::open(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) make_private_file(file);
  auto impl = std::make_unique<Impl>(file);
  // Empty also after a crash between making the file and its schema.
  const bool empty = impl->database.integer("SELECT count(*) FROM sqlite_schema") == 0 &&
                     impl->database.integer("PRAGMA application_id") == 0;
  if (empty)
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

void Openings::erase(Index entry, std::string_view member) {
  Transaction transaction(impl_->database);
  impl_->erase.bind(":entry", entry).bind(":member", member).run();
  transaction.commit();
}

}  // namespace ledger::storage
