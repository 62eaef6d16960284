#include "ledger/storage/lot_tables.hpp"

namespace ledger::storage {

namespace {

LotState read_lot(const Rows& rows) {
  LotState lot;
  lot.no = rows.integer(0);
  lot.name = rows.text(1);
  lot.material = rows.listed<Material>(2);
  lot.other_name = rows.text(3);
  lot.chemistry = rows.listed<Chemistry>(4);
  lot.origin = rows.listed<Origin>(5);
  lot.drawn = rows.flag(6);
  lot.moisture_permille = rows.integer(7);
  lot.last = rows.integer(8);
  lot.last_at_s = rows.integer(9);
  return lot;
}

}  // namespace

void LotTables::write(const LotState& lot) {
  upsert_.bind(":no", lot.no)
      .bind(":name", lot.name)
      .bind(":material", lot.material)
      .bind(":other_name", lot.other_name)
      .bind(":chemistry", lot.chemistry)
      .bind(":origin", lot.origin)
      .bind(":drawn", lot.drawn)
      .bind(":moisture_permille", lot.moisture_permille)
      .bind(":last", lot.last)
      .bind(":last_at_s", lot.last_at_s)
      .run();
  write_parts(lot);
}

void LotTables::write_parts(const LotState& lot) {
  delete_assay_.bind(":lot", lot.no).run();
  std::int64_t position = 0;
  for (const Assay& assay : lot.assay)
    insert_assay_.bind(":lot", lot.no)
        .bind(":position", position++)
        .bind(":element", assay.element)
        .bind(":ppm", assay.ppm)
        .run();
  delete_holdings_.bind(":lot", lot.no).run();
  for (const Holding& holding : lot.holdings)
    insert_holding_.bind(":lot", lot.no)
        .bind(":place", holding.place)
        .bind(":ref", holding.ref)
        .bind(":mass_g", holding.mass_g)
        .bind(":claimed_g", holding.claimed_g)
        .bind(":spent_g", holding.spent_g)
        .bind(":seen_g", holding.seen_g)
        .run();
}

void LotTables::read_parts(LotState& lot) {
  Rows assay = assay_.bind(":lot", lot.no).query();
  while (assay.next()) lot.assay.push_back({assay.listed<Element>(0), assay.integer(1)});
  Rows rows = holdings_.bind(":lot", lot.no).query();
  while (rows.next())
    lot.holdings.push_back({rows.listed<Place>(0), rows.integer(1), rows.integer(2),
                            rows.integer(3), rows.integer(4), rows.integer(5)});
}

std::optional<LotState> LotTables::one(Rows&& rows) {
  if (!rows.next()) return std::nullopt;
  LotState lot = read_lot(rows);
  read_parts(lot);
  return lot;
}

void LotTables::give(Rows&& rows, const std::function<bool(LotState&&)>& take) {
  while (rows.next()) {
    LotState lot = read_lot(rows);
    read_parts(lot);
    if (!take(std::move(lot))) return;
  }
}

std::optional<LotState> LotTables::by_name(std::string_view name) {
  return one(by_name_.bind(":name", name).query());
}

std::optional<LotState> LotTables::by_no(std::int64_t no) {
  return one(by_no_.bind(":no", no).query());
}

std::optional<std::string> LotTables::name_of(std::int64_t no) {
  Rows rows = name_of_.bind(":no", no).query();
  return rows.next() ? std::optional<std::string>(rows.text(0)) : std::nullopt;
}

void LotTables::each(const std::function<bool(LotState&&)>& take) {
  Statement statement(*database_,
                      "SELECT no, name, material, other_name, chemistry, origin, drawn,"
                      " moisture_permille, last, last_at_s FROM lot ORDER BY no");
  give(statement.query(), take);
}

void LotTables::each_in(Place place, std::int64_t ref, const std::function<bool(LotState&&)>& take,
                        std::int64_t from_no) {
  Statement statement(
      *database_,
      "SELECT no, name, material, other_name, chemistry, origin, drawn,"
      " moisture_permille, last, last_at_s"
      " FROM holding CROSS JOIN lot ON lot.no = holding.lot"
      " WHERE place = :place AND ref = :ref AND holding.lot >= :from_no ORDER BY holding.lot");
  give(statement.bind(":place", place).bind(":ref", ref).bind(":from_no", from_no).query(), take);
}

}  // namespace ledger::storage
