#include "ledger/storage/unit_tables.hpp"

#include <algorithm>

namespace ledger::storage {

namespace {

UnitState read_unit(const Rows& rows) {
  UnitState unit;
  unit.no = rows.integer(0);
  unit.code = rows.text(1);
  unit.code_scheme = rows.listed<CodeScheme>(2);
  unit.level = rows.listed<Level>(3);
  unit.chemistry = rows.listed<Chemistry>(4);
  unit.origin = rows.listed<Origin>(5);
  unit.mass_basis = rows.listed<MassBasis>(6);
  unit.place = rows.listed<Place>(7);
  unit.ref = rows.integer(8);
  unit.claim = rows.integer(9);
  unit.mass_g = rows.integer(10);
  unit.spent_g = rows.integer(11);
  unit.seen_g = rows.integer(12);
  unit.energy_wh = rows.integer(13);
  unit.retired_at_s = rows.integer(14);
  unit.counted = rows.flag(15);
  unit.received = rows.flag(16);
  unit.last = rows.integer(17);
  unit.last_at_s = rows.integer(18);
  return unit;
}

CodeState read_code(const Rows& rows) {
  constexpr std::size_t kinds = static_cast<std::size_t>(CodeKind::part) + 1;
  return CodeState{std::string(rows.text(0)), rows.integer(1),
                   static_cast<CodeKind>(rows.position_below(kinds, 2))};
}

void give_units(Rows&& rows, const std::function<bool(UnitState&&)>& take) {
  while (rows.next())
    if (!take(read_unit(rows))) return;
}

}  // namespace

void UnitTables::write(std::span<const UnitState> units) {
  for (const UnitState& unit : units)
    upsert_unit_.bind(":no", unit.no)
        .bind(":code", unit.code)
        .bind(":code_scheme", unit.code_scheme)
        .bind(":level", unit.level)
        .bind(":chemistry", unit.chemistry)
        .bind(":origin", unit.origin)
        .bind(":mass_basis", unit.mass_basis)
        .bind(":place", unit.place)
        .bind(":ref", unit.ref)
        .bind(":claim", unit.claim)
        .bind(":mass_g", unit.mass_g)
        .bind(":spent_g", unit.spent_g)
        .bind(":seen_g", unit.seen_g)
        .bind(":energy_wh", unit.energy_wh)
        .bind(":retired_at_s", unit.retired_at_s)
        .bind(":counted", unit.counted)
        .bind(":received", unit.received)
        .bind(":last", unit.last)
        .bind(":last_at_s", unit.last_at_s)
        .run();
}

void UnitTables::write(std::span<const CodeState> codes) {
  std::vector<const CodeState*> sorted;
  sorted.reserve(codes.size());
  for (const CodeState& code : codes) sorted.push_back(&code);
  // In the order of the table, as with event ids. Stable: of two words about one code the later
  // one holds.
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const CodeState* a, const CodeState* b) { return a->code < b->code; });
  for (const CodeState* code : sorted)
    upsert_code_.bind(":code", code->code)
        .bind(":unit", code->unit)
        .bind(":kind", code->kind)
        .run();
}

std::optional<UnitState> UnitTables::unit(std::int64_t no) {
  Rows rows = unit_.bind(":no", no).query();
  if (!rows.next()) return std::nullopt;
  return read_unit(rows);
}

std::optional<CodeState> UnitTables::code(std::string_view code) {
  Rows rows = code_.bind(":code", code).query();
  if (!rows.next()) return std::nullopt;
  return read_code(rows);
}

std::vector<CodeState> UnitTables::codes_of(std::int64_t unit) {
  Rows rows = codes_of_.bind(":unit", unit).query();
  std::vector<CodeState> codes;
  while (rows.next()) codes.push_back(read_code(rows));
  return codes;
}

void UnitTables::each_unit(const std::function<bool(UnitState&&)>& take) {
  Statement statement(
      *database_,
      "SELECT no, code, code_scheme, level, chemistry, origin, mass_basis, place, ref, claim,"
      " mass_g, spent_g, seen_g, energy_wh, retired_at_s, counted, received, last, last_at_s"
      " FROM unit ORDER BY no");
  give_units(statement.query(), take);
}

void UnitTables::each_unit_in(Place place, std::int64_t ref,
                              const std::function<bool(UnitState&&)>& take, std::int64_t from_no) {
  if (place == Place::stock) {
    // The place as a literal lets SQLite use the index over stock alone.
    Statement statement(
        *database_,
        "SELECT no, code, code_scheme, level, chemistry, origin, mass_basis, place, ref, claim,"
        " mass_g, spent_g, seen_g, energy_wh, retired_at_s, counted, received, last, last_at_s"
        " FROM unit WHERE place = 3 AND ref = :ref AND no >= :from_no ORDER BY no");
    give_units(statement.bind(":ref", ref).bind(":from_no", from_no).query(), take);
    return;
  }
  Statement statement(
      *database_,
      "SELECT no, code, code_scheme, level, chemistry, origin, mass_basis, place, ref, claim,"
      " mass_g, spent_g, seen_g, energy_wh, retired_at_s, counted, received, last, last_at_s"
      " FROM unit WHERE place = :place AND ref = :ref AND no >= :from_no ORDER BY no");
  give_units(statement.bind(":place", place).bind(":ref", ref).bind(":from_no", from_no).query(),
             take);
}

void UnitTables::each_code(const std::function<bool(CodeState&&)>& take) {
  Statement statement(*database_, "SELECT code, unit, kind FROM code ORDER BY code");
  Rows rows = statement.query();
  while (rows.next())
    if (!take(read_code(rows))) return;
}

}  // namespace ledger::storage
