#include "ledger/storage/tally_tables.hpp"

namespace ledger::storage {

namespace {

FigureKey read_figure_key(const Rows& rows) {
  return {rows.integer(0),           rows.integer(1),        std::string(rows.text(2)),
          rows.listed<Chemistry>(3), rows.listed<Origin>(4), rows.listed<Route>(5)};
}

Figure read_figure(const Rows& rows) {
  return {rows.integer(6),  rows.integer(7),  rows.integer(8),  rows.integer(9),  rows.integer(10),
          rows.integer(11), rows.integer(12), rows.integer(13), rows.integer(14), rows.integer(15),
          rows.integer(16), rows.integer(17), rows.integer(18)};
}

void read_figures(Database& database, std::int64_t first_year, std::int64_t last_year,
                  Tallies& out) {
  Statement statement(
      database,
      "SELECT month, operator, region, chemistry, origin, route, net_g, treated_g, second_life_g,"
      " received_g, retired_g, units, energy_wh, received_units, received_energy_wh,"
      " retired_units, retired_energy_wh, uncoded_units, unweighed_units FROM figure"
      " WHERE month >= :first AND month <= :last"
      " ORDER BY month, operator, region, chemistry, origin, route");
  Rows rows =
      statement.bind(":first", first_year * 100).bind(":last", last_year * 100 + 99).query();
  while (rows.next())
    out.figures.emplace_hint(out.figures.end(), read_figure_key(rows), read_figure(rows));
}

void read_flows(Database& database, std::int64_t last_year, Tallies& out) {
  Statement statement(database,
                      "SELECT month, place, in_g, out_g FROM flow WHERE month <= :last"
                      " ORDER BY month, place");
  Rows rows = statement.bind(":last", last_year * 100 + 99).query();
  while (rows.next())
    out.flows.emplace_hint(out.flows.end(), FlowKey{rows.integer(0), rows.listed<Place>(1)},
                           Flow{rows.integer(2), rows.integer(3)});
}

void read_materials(Database& database, std::int64_t first_year, std::int64_t last_year,
                    Tallies& out) {
  Statement statement(database,
                      "SELECT year, material, made_g, used_g, delivered_g, disposed_g"
                      " FROM material WHERE year >= :first AND year <= :last"
                      " ORDER BY year, material");
  Rows rows = statement.bind(":first", first_year).bind(":last", last_year).query();
  while (rows.next())
    out.materials.emplace_hint(
        out.materials.end(), MaterialKey{rows.integer(0), rows.listed<Material>(1)},
        MaterialSum{rows.integer(2), rows.integer(3), rows.integer(4), rows.integer(5)});
}

void read_elements(Database& database, std::int64_t first_year, std::int64_t last_year,
                   Tallies& out) {
  Statement statement(database,
                      "SELECT year, element, recovered_g, fed_g FROM element"
                      " WHERE year >= :first AND year <= :last ORDER BY year, element");
  Rows rows = statement.bind(":first", first_year).bind(":last", last_year).query();
  while (rows.next())
    out.elements.emplace_hint(out.elements.end(),
                              ElementKey{rows.integer(0), rows.listed<Element>(1)},
                              ElementSum{rows.integer(2), rows.integer(3)});
}

void read_delays(Database& database, std::int64_t first_year, std::int64_t last_year,
                 Tallies& out) {
  Statement statement(database,
                      "SELECT year, days, units FROM delay"
                      " WHERE year >= :first AND year <= :last ORDER BY year, days");
  Rows rows = statement.bind(":first", first_year).bind(":last", last_year).query();
  while (rows.next())
    out.delays.emplace_hint(out.delays.end(), DelayKey{rows.integer(0), rows.integer(1)},
                            rows.integer(2));
}

void read_accounts(Database& database, Tallies& out) {
  Statement statement(database,
                      "SELECT place, operator, grams FROM account ORDER BY place, operator");
  Rows rows = statement.query();
  while (rows.next())
    out.accounts.emplace_hint(out.accounts.end(),
                              AccountKey{rows.listed<Place>(0), rows.integer(1)}, rows.integer(2));
}

}  // namespace

void TallyTables::add(const Tallies& tallies) {
  add_figures(tallies);
  add_flows(tallies);
  add_materials(tallies);
  add_elements(tallies);
  add_delays(tallies);
  add_accounts(tallies);
}

void TallyTables::add_figures(const Tallies& tallies) {
  for (const auto& [key, figure] : tallies.figures)
    add_figure_.bind(":month", key.month)
        .bind(":operator", key.operator_no)
        .bind(":region", key.region)
        .bind(":chemistry", key.chemistry)
        .bind(":origin", key.origin)
        .bind(":route", key.route)
        .bind(":net_g", figure.net_g)
        .bind(":treated_g", figure.treated_g)
        .bind(":second_life_g", figure.second_life_g)
        .bind(":received_g", figure.received_g)
        .bind(":retired_g", figure.retired_g)
        .bind(":units", figure.units)
        .bind(":energy_wh", figure.energy_wh)
        .bind(":received_units", figure.received_units)
        .bind(":received_energy_wh", figure.received_energy_wh)
        .bind(":retired_units", figure.retired_units)
        .bind(":retired_energy_wh", figure.retired_energy_wh)
        .bind(":uncoded_units", figure.uncoded_units)
        .bind(":unweighed_units", figure.unweighed_units)
        .run();
}

void TallyTables::add_flows(const Tallies& tallies) {
  for (const auto& [key, flow] : tallies.flows)
    add_flow_.bind(":month", key.month)
        .bind(":place", key.place)
        .bind(":in_g", flow.in_g)
        .bind(":out_g", flow.out_g)
        .run();
}

void TallyTables::add_materials(const Tallies& tallies) {
  for (const auto& [key, sum] : tallies.materials)
    add_material_.bind(":year", key.year)
        .bind(":material", key.material)
        .bind(":made_g", sum.made_g)
        .bind(":used_g", sum.used_g)
        .bind(":delivered_g", sum.delivered_g)
        .bind(":disposed_g", sum.disposed_g)
        .run();
}

void TallyTables::add_elements(const Tallies& tallies) {
  for (const auto& [key, sum] : tallies.elements)
    add_element_.bind(":year", key.year)
        .bind(":element", key.element)
        .bind(":recovered_g", sum.recovered_g)
        .bind(":fed_g", sum.fed_g)
        .run();
}

void TallyTables::add_delays(const Tallies& tallies) {
  for (const auto& [key, units] : tallies.delays)
    add_delay_.bind(":year", key.year).bind(":days", key.days).bind(":units", units).run();
}

void TallyTables::add_accounts(const Tallies& tallies) {
  for (const auto& [key, grams] : tallies.accounts)
    add_account_.bind(":place", key.place)
        .bind(":operator", key.operator_no)
        .bind(":grams", grams)
        .run();
}

Tallies TallyTables::read(std::int64_t first_year, std::int64_t last_year) {
  Tallies tallies;
  read_figures(*database_, first_year, last_year, tallies);
  read_flows(*database_, last_year, tallies);
  read_materials(*database_, first_year, last_year, tallies);
  read_elements(*database_, first_year, last_year, tallies);
  read_delays(*database_, first_year, last_year, tallies);
  read_accounts(*database_, tallies);
  return tallies;
}

}  // namespace ledger::storage
