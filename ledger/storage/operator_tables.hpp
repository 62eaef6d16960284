#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Operators with their sites and keys.
class OperatorTables {
 public:
  explicit OperatorTables(Database& database) : database_(&database) {}

  void write(const OperatorState& state);
  [[nodiscard]] std::optional<OperatorState> by_id(std::string_view id);
  [[nodiscard]] std::optional<OperatorState> by_no(std::int64_t no);
  [[nodiscard]] std::optional<std::string> owner_of_key(const PublicKey& key);
  [[nodiscard]] std::map<std::string, Index> doubted_keys();
  void each(const std::function<bool(OperatorState&&)>& take, std::int64_t from_no);

 private:
  void write_row(const OperatorState& state);
  void write_sites(const OperatorState& state);
  void write_keys(const OperatorState& state);
  void read_sites(OperatorState& state);
  void read_keys(OperatorState& state);
  std::optional<OperatorState> one(Rows&& rows);

  Database* database_;
  Statement upsert_{
      *database_,
      "INSERT INTO operator (no, id, enrolled, suspended, roles, name, region, listing, capacity_t,"
      " standing, last, last_at_s)"
      " VALUES (:no, :id, :enrolled, :suspended, :roles, :name, :region, :listing, :capacity_t,"
      " :standing, :last, :last_at_s)"
      " ON CONFLICT (no) DO UPDATE SET id = excluded.id, enrolled = excluded.enrolled,"
      " suspended = excluded.suspended, roles = excluded.roles, name = excluded.name,"
      " region = excluded.region, listing = excluded.listing, capacity_t = excluded.capacity_t,"
      " standing = excluded.standing, last = excluded.last, last_at_s = excluded.last_at_s"};
  Statement delete_sites_{*database_, "DELETE FROM operator_site WHERE operator = :operator"};
  Statement insert_site_{
      *database_,
      "INSERT INTO operator_site (operator, position, site, name, region, capacity_t)"
      " VALUES (:operator, :position, :site, :name, :region, :capacity_t)"};
  Statement delete_keys_{*database_, "DELETE FROM operator_key WHERE operator = :operator"};
  Statement insert_key_{
      *database_,
      "INSERT INTO operator_key (operator, position, name, key, granted, revoked, until_s, types,"
      " holder, untrusted_since)"
      " VALUES (:operator, :position, :name, :key, :granted, :revoked, :until_s, :types,"
      " :holder, :untrusted_since)"};
  Statement by_id_{*database_,
                   "SELECT no, id, enrolled, suspended, roles, name, region, listing, capacity_t,"
                   " standing, last, last_at_s FROM operator WHERE id = :id"};
  Statement by_no_{*database_,
                   "SELECT no, id, enrolled, suspended, roles, name, region, listing, capacity_t,"
                   " standing, last, last_at_s FROM operator WHERE no = :no"};
  Statement sites_{*database_,
                   "SELECT site, name, region, capacity_t FROM operator_site"
                   " WHERE operator = :operator ORDER BY position"};
  Statement keys_{*database_,
                  "SELECT name, key, granted, revoked, until_s, types, holder, untrusted_since"
                  " FROM operator_key WHERE operator = :operator ORDER BY position"};
  Statement owner_of_key_{*database_, "SELECT name FROM operator_key WHERE key = :key"};
};

}  // namespace ledger::storage
