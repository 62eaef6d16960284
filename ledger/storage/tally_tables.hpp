#pragma once

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Sums over entries. A sum beyond 64 bits fails: SQLite would go on in floating point, which the
/// STRICT tables refuse.
class TallyTables {
 public:
  explicit TallyTables(Database& database) : database_(&database) {}

  void add(const Tallies& tallies);
  [[nodiscard]] Tallies read(std::int64_t first_year, std::int64_t last_year);

 private:
  void add_figures(const Tallies& tallies);
  void add_flows(const Tallies& tallies);
  void add_materials(const Tallies& tallies);
  void add_elements(const Tallies& tallies);
  void add_delays(const Tallies& tallies);
  void add_accounts(const Tallies& tallies);

  Database* database_;
  Statement add_figure_{
      *database_,
      "INSERT INTO figure (month, operator, region, chemistry, origin, route, net_g, treated_g,"
      " second_life_g, received_g, retired_g, units, energy_wh, received_units,"
      " received_energy_wh, retired_units, retired_energy_wh, uncoded_units, unweighed_units)"
      " VALUES (:month, :operator, :region, :chemistry, :origin, :route, :net_g, :treated_g,"
      " :second_life_g, :received_g, :retired_g, :units, :energy_wh, :received_units,"
      " :received_energy_wh, :retired_units, :retired_energy_wh, :uncoded_units,"
      " :unweighed_units)"
      " ON CONFLICT DO UPDATE SET net_g = net_g + excluded.net_g,"
      " treated_g = treated_g + excluded.treated_g,"
      " second_life_g = second_life_g + excluded.second_life_g,"
      " received_g = received_g + excluded.received_g,"
      " retired_g = retired_g + excluded.retired_g, units = units + excluded.units,"
      " energy_wh = energy_wh + excluded.energy_wh,"
      " received_units = received_units + excluded.received_units,"
      " received_energy_wh = received_energy_wh + excluded.received_energy_wh,"
      " retired_units = retired_units + excluded.retired_units,"
      " retired_energy_wh = retired_energy_wh + excluded.retired_energy_wh,"
      " uncoded_units = uncoded_units + excluded.uncoded_units,"
      " unweighed_units = unweighed_units + excluded.unweighed_units"};
  Statement add_flow_{*database_,
                      "INSERT INTO flow (month, place, in_g, out_g)"
                      " VALUES (:month, :place, :in_g, :out_g)"
                      " ON CONFLICT DO UPDATE SET in_g = in_g + excluded.in_g,"
                      " out_g = out_g + excluded.out_g"};
  Statement add_material_{
      *database_,
      "INSERT INTO material (year, material, made_g, used_g, delivered_g, disposed_g)"
      " VALUES (:year, :material, :made_g, :used_g, :delivered_g, :disposed_g)"
      " ON CONFLICT DO UPDATE SET made_g = made_g + excluded.made_g,"
      " used_g = used_g + excluded.used_g, delivered_g = delivered_g + excluded.delivered_g,"
      " disposed_g = disposed_g + excluded.disposed_g"};
  Statement add_element_{*database_,
                         "INSERT INTO element (year, element, recovered_g, fed_g)"
                         " VALUES (:year, :element, :recovered_g, :fed_g)"
                         " ON CONFLICT DO UPDATE SET"
                         " recovered_g = recovered_g + excluded.recovered_g,"
                         " fed_g = fed_g + excluded.fed_g"};
  Statement add_delay_{*database_,
                       "INSERT INTO delay (year, days, units) VALUES (:year, :days, :units)"
                       " ON CONFLICT DO UPDATE SET units = units + excluded.units"};
  Statement add_account_{*database_,
                         "INSERT INTO account (place, operator, grams)"
                         " VALUES (:place, :operator, :grams)"
                         " ON CONFLICT DO UPDATE SET grams = grams + excluded.grams"};
};

}  // namespace ledger::storage
