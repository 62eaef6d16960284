#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// The constitution, the targets and the findings.
class RegisterTables {
 public:
  explicit RegisterTables(Database& database) : database_(&database) {}

  void write(const Constitution& constitution);
  void write(const TargetState& target);
  void write(std::span<const Finding> findings);
  [[nodiscard]] std::optional<Constitution> constitution();
  [[nodiscard]] std::vector<TargetState> targets();
  void each_finding(const std::function<bool(Finding&&)>& take, std::int64_t from_no);
  [[nodiscard]] std::map<std::string, std::int64_t> finding_counts(std::int64_t year);

 private:
  Database* database_;
  Statement upsert_constitution_{
      *database_,
      "INSERT INTO constitution (one, origin, authority, ledger_key, recovery_key, utc_offset_min,"
      " mass_tolerance_ppm, batch_window_s, rules, founded_at_s)"
      " VALUES (1, :origin, :authority, :ledger_key, :recovery_key, :utc_offset_min,"
      " :mass_tolerance_ppm, :batch_window_s, :rules, :founded_at_s)"
      " ON CONFLICT (one) DO UPDATE SET origin = excluded.origin, authority = excluded.authority,"
      " ledger_key = excluded.ledger_key, recovery_key = excluded.recovery_key,"
      " utc_offset_min = excluded.utc_offset_min,"
      " mass_tolerance_ppm = excluded.mass_tolerance_ppm,"
      " batch_window_s = excluded.batch_window_s, rules = excluded.rules,"
      " founded_at_s = excluded.founded_at_s"};
  Statement upsert_former_key_{
      *database_,
      "INSERT INTO former_ledger_key (replaced, vkey) VALUES (:replaced, :vkey)"
      " ON CONFLICT (replaced) DO UPDATE SET vkey = excluded.vkey"};
  Statement former_keys_{*database_,
                         "SELECT vkey, replaced FROM former_ledger_key ORDER BY replaced"};
  Statement upsert_target_{*database_,
                           "INSERT INTO target (year, mass_t, bound, source, entry)"
                           " VALUES (:year, :mass_t, :bound, :source, :entry)"
                           " ON CONFLICT (year) DO UPDATE SET mass_t = excluded.mass_t,"
                           " bound = excluded.bound, source = excluded.source,"
                           " entry = excluded.entry"};
  Statement insert_finding_{*database_,
                            "INSERT INTO finding (entry, name, subject, year)"
                            " VALUES (:entry, :name, :subject, :year)"};
  Statement constitution_{
      *database_,
      "SELECT origin, authority, ledger_key, recovery_key, utc_offset_min, mass_tolerance_ppm,"
      " batch_window_s, rules, founded_at_s FROM constitution"};
};

}  // namespace ledger::storage
