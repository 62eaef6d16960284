#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Units and their codes.
class UnitTables {
 public:
  explicit UnitTables(Database& database) : database_(&database) {}

  void write(std::span<const UnitState> units);
  void write(std::span<const CodeState> codes);
  [[nodiscard]] std::optional<UnitState> unit(std::int64_t no);
  [[nodiscard]] std::optional<CodeState> code(std::string_view code);
  /// The unit's own code first, then the others in order.
  [[nodiscard]] std::vector<CodeState> codes_of(std::int64_t unit);
  void each_unit(const std::function<bool(UnitState&&)>& take);
  void each_unit_in(Place place, std::int64_t ref, const std::function<bool(UnitState&&)>& take,
                    std::int64_t from_no);
  void each_code(const std::function<bool(CodeState&&)>& take);

 private:
  Database* database_;
  Statement upsert_unit_{
      *database_,
      "INSERT INTO unit (no, code, code_scheme, level, chemistry, origin, mass_basis, place, ref,"
      " claim, mass_g, spent_g, seen_g, energy_wh, retired_at_s, counted, received, last,"
      " last_at_s)"
      " VALUES (:no, :code, :code_scheme, :level, :chemistry, :origin, :mass_basis, :place, :ref,"
      " :claim, :mass_g, :spent_g, :seen_g, :energy_wh, :retired_at_s, :counted, :received, :last,"
      " :last_at_s)"
      " ON CONFLICT (no) DO UPDATE SET code = excluded.code, code_scheme = excluded.code_scheme,"
      " level = excluded.level, chemistry = excluded.chemistry, origin = excluded.origin,"
      " mass_basis = excluded.mass_basis, place = excluded.place, ref = excluded.ref,"
      " claim = excluded.claim, mass_g = excluded.mass_g, spent_g = excluded.spent_g,"
      " seen_g = excluded.seen_g, energy_wh = excluded.energy_wh,"
      " retired_at_s = excluded.retired_at_s, counted = excluded.counted,"
      " received = excluded.received, last = excluded.last, last_at_s = excluded.last_at_s"};
  Statement upsert_code_{*database_,
                         "INSERT INTO code (code, unit, kind) VALUES (:code, :unit, :kind)"
                         " ON CONFLICT (code) DO UPDATE SET unit = excluded.unit,"
                         " kind = excluded.kind"};
  Statement unit_{
      *database_,
      "SELECT no, code, code_scheme, level, chemistry, origin, mass_basis, place, ref, claim,"
      " mass_g, spent_g, seen_g, energy_wh, retired_at_s, counted, received, last, last_at_s"
      " FROM unit WHERE no = :no"};
  Statement code_{*database_, "SELECT code, unit, kind FROM code WHERE code = :code"};
  Statement codes_of_{
      *database_,
      "SELECT code, unit, kind FROM code"
      " WHERE code = (SELECT code FROM unit WHERE no = :unit) AND unit = :unit AND kind = 0"
      " UNION ALL SELECT * FROM (SELECT code, unit, kind FROM code"
      " WHERE unit = :unit AND kind <> 0 ORDER BY code)"};
};

}  // namespace ledger::storage
