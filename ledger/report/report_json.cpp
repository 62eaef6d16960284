#include <nlohmann/json.hpp>

#include "ledger/encoding/base64.hpp"
#include "ledger/report.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger {
namespace report {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::int64_t value) {
  return value < 0 ? Json(nullptr) : Json(value);
}

void put_figures(Json& out, const Share& share) {
  out["utilised_g"] = share.utilised_g;
  out["gross_g"] = share.gross_g;
  out["treated_g"] = share.treated_g;
  out["second_life_g"] = share.second_life_g;
  out["received_g"] = share.received_g;
  out["retired_g"] = share.retired_g;
  out["units"] = share.units;
  out["energy_wh"] = share.energy_wh;
  out["retired_units"] = share.retired_units;
  out["retired_energy_wh"] = share.retired_energy_wh;
}

Json split(const std::vector<Share>& shares, const char* key_name) {
  Json out = Json::array();
  for (const Share& share : shares) {
    Json row{{key_name, share.key}};
    put_figures(row, share);
    out.push_back(std::move(row));
  }
  return out;
}

Json months(const std::vector<Share>& shares) {
  Json out = Json::array();
  for (const Share& share : shares) {
    Json row{{"month", out.size() + 1}};
    put_figures(row, share);
    out.push_back(std::move(row));
  }
  return out;
}

Json operators(const std::vector<Share>& shares) {
  Json out = Json::array();
  for (const Share& share : shares) {
    Json row{{"operator", share.key}, {"name", share.name}};
    put_figures(row, share);
    row["capacity_t"] = or_null(share.capacity_t);
    row["capacity_permille"] =
        share.capacity_t > 0 ? Json(permille(share.utilised_g, grams_of_tonnes(share.capacity_t)))
                             : Json(nullptr);
    out.push_back(std::move(row));
  }
  return out;
}

Json target(const Report& report) {
  if (!report.target) return nullptr;
  const TargetState& target = *report.target;
  return {{"mass_t", target.mass_t},
          {"bound", text(target.bound)},
          {"source", target.source},
          {"share_permille", permille_reached(report.utilised_g, grams_of_tonnes(target.mass_t))}};
}

Json materials(const Report& report) {
  Json out = Json::array();
  for (const MaterialLine& line : report.materials)
    out.push_back({{"material", line.material},
                   {"kind", line.kind},
                   {"made_g", line.made_g},
                   {"used_g", line.used_g},
                   {"delivered_g", line.delivered_g},
                   {"disposed_g", line.disposed_g}});
  return out;
}

Json elements(const Report& report) {
  Json out = Json::array();
  for (const ElementLine& line : report.elements) {
    Json norms = Json::array();
    for (const Norm& norm : line.norms)
      norms.push_back({{"id", norm.id},
                       {"source", norm.source},
                       {"permille", norm.permille},
                       {"met", norm.met}});
    out.push_back({{"element", line.element},
                   {"recovered_g", line.recovered_g},
                   {"fed_g", line.fed_g},
                   {"rate_permille", or_null(line.rate_permille)},
                   {"norms", std::move(norms)}});
  }
  return out;
}

Json places(const Report& report) {
  Json out = Json::array();
  for (const PlaceLine& line : report.places)
    out.push_back({{"place", line.place},
                   {"in_g", line.in_g},
                   {"out_g", line.out_g},
                   {"balance_g", line.balance_g}});
  return out;
}

void put_provenance(Json& out, const Report& report) {
  out["year"] = report.year;
  out["rule"] = text(report.rule);
  out["rule_text"] = rule_text(Language::en, report.rule);
  out["ledger"] = {{"identity", encoding::base64(report.identity)},
                   {"origin", report.origin},
                   {"size", report.size},
                   {"root", encoding::base64(report.root)}};
  out["as_of"] = report.now;
  out["rules"] = report.rules;
  out["year_is_over"] = report.year_is_over;
  out["year_elapsed_permille"] = report.year_elapsed_permille;
  out["target"] = target(report);
}

void put_headline(Json& out, const Report& report) {
  out["utilised_g"] = report.utilised_g;
  out["gross_g"] = report.gross_g;
  out["second_life_g"] = report.second_life_g;
  out["treated_g"] = report.treated_g;
  out["counted_before_g"] = report.counted_before_g;
  out["received_g"] = report.received_g;
  out["retired_g"] = report.retired_g;
  out["brought_in_g"] = report.brought_in_g;
  out["added_g"] = report.added_g;
  out["stock_g"] = report.stock_g;
  out["transit_g"] = report.transit_g;
  out["in_second_life_g"] = report.in_second_life_g;
  out["weighing_difference_g"] = report.weighing_difference_g;
  out["lost_g"] = report.lost_g;
  out["delivered_g"] = report.delivered_g;
  out["disposed_g"] = report.disposed_g;
  out["missing_g"] = report.missing_g;
  out["units"] = report.units;
  out["energy_wh"] = report.energy_wh;
  out["retired_units"] = report.retired_units;
  out["retired_energy_wh"] = report.retired_energy_wh;
}

void put_doubtful(Json& out, const Doubtful& doubtful) {
  Json& shown = out["doubtful"];
  shown["entries"] = doubtful.entries;
  if (!doubtful.is_mass_withheld) shown["utilised_g"] = doubtful.utilised_g;
  shown["keys"] = doubtful.keys;
  if (doubtful.withheld_keys > 0) out["withheld"]["doubted_keys"] = doubtful.withheld_keys;
  if (doubtful.is_mass_withheld) out["withheld"]["doubtful_utilised_g"] = true;
}

}  // namespace
}  // namespace report

std::string report_json(const Report& report) {
  report::Json out;
  report::put_provenance(out, report);
  report::put_headline(out, report);
  out["by_month"] = report::months(report.by_month);
  out["by_origin"] = report::split(report.by_origin, "origin");
  out["by_route"] = report::split(report.by_route, "route");
  out["by_chemistry"] = report::split(report.by_chemistry, "chemistry");
  out["by_region"] = report::split(report.by_region, "region");
  out["by_operator"] = report::operators(report.by_operator);
  out["materials"] = report::materials(report);
  out["elements"] = report::elements(report);
  out["places"] = report::places(report);
  out["days_median"] = report::or_null(report.days_median);
  out["days_p90"] = report::or_null(report.days_p90);
  out["uncoded_permille"] = report.uncoded_permille;
  out["unweighed_permille"] = report.unweighed_permille;
  out["corrections"] = report.corrections;
  out["findings"] = report.findings;
  if (report.doubtful) report::put_doubtful(out, *report.doubtful);
  if (report.withheld_operators > 0) out["withheld"]["by_operator"] = report.withheld_operators;
  return out.dump(2) + "\n";
}

}  // namespace ledger
