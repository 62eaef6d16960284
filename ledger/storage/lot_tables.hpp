#pragma once

#include <functional>
#include <optional>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Lots, their latest assay and where their grams are.
class LotTables {
 public:
  explicit LotTables(Database& database) : database_(&database) {}

  void write(const LotState& lot);
  [[nodiscard]] std::optional<LotState> by_name(std::string_view name);
  [[nodiscard]] std::optional<LotState> by_no(std::int64_t no);
  [[nodiscard]] std::optional<std::string> name_of(std::int64_t no);
  void each(const std::function<bool(LotState&&)>& take);
  void each_in(Place place, std::int64_t ref, const std::function<bool(LotState&&)>& take,
               std::int64_t from_no);

 private:
  void write_parts(const LotState& lot);
  void read_parts(LotState& lot);
  std::optional<LotState> one(Rows&& rows);
  void give(Rows&& rows, const std::function<bool(LotState&&)>& take);

  Database* database_;
  Statement upsert_{
      *database_,
      "INSERT INTO lot (no, name, material, other_name, chemistry, origin, drawn,"
      " moisture_permille, last, last_at_s)"
      " VALUES (:no, :name, :material, :other_name, :chemistry, :origin, :drawn,"
      " :moisture_permille, :last, :last_at_s)"
      " ON CONFLICT (no) DO UPDATE SET name = excluded.name, material = excluded.material,"
      " other_name = excluded.other_name, chemistry = excluded.chemistry,"
      " origin = excluded.origin, drawn = excluded.drawn,"
      " moisture_permille = excluded.moisture_permille, last = excluded.last,"
      " last_at_s = excluded.last_at_s"};
  Statement name_of_{*database_, "SELECT name FROM lot WHERE no = :no"};
  Statement delete_assay_{*database_, "DELETE FROM assay WHERE lot = :lot"};
  Statement insert_assay_{*database_,
                          "INSERT INTO assay (lot, position, element, ppm)"
                          " VALUES (:lot, :position, :element, :ppm)"};
  Statement delete_holdings_{*database_, "DELETE FROM holding WHERE lot = :lot"};
  Statement insert_holding_{
      *database_,
      "INSERT INTO holding (lot, place, ref, mass_g, claimed_g, spent_g, seen_g)"
      " VALUES (:lot, :place, :ref, :mass_g, :claimed_g, :spent_g, :seen_g)"};
  Statement by_name_{*database_,
                     "SELECT no, name, material, other_name, chemistry, origin, drawn,"
                     " moisture_permille, last, last_at_s FROM lot WHERE name = :name"};
  Statement by_no_{*database_,
                   "SELECT no, name, material, other_name, chemistry, origin, drawn,"
                   " moisture_permille, last, last_at_s FROM lot WHERE no = :no"};
  Statement assay_{*database_, "SELECT element, ppm FROM assay WHERE lot = :lot ORDER BY position"};
  Statement holdings_{*database_,
                      "SELECT place, ref, mass_g, claimed_g, spent_g, seen_g FROM holding"
                      " WHERE lot = :lot ORDER BY place, ref"};
};

}  // namespace ledger::storage
