#include "ledger/report/parts.hpp"

namespace ledger::report {
namespace {

std::string kind_of(Material material) {
  if (is_battery_mass(material)) return "battery";
  if (is_intermediate(material)) return "intermediate";
  if (is_product(material)) return "product";
  return material >= Material::residue && material <= Material::coolant ? "waste" : "other";
}

}  // namespace

void fill_materials(const ReportSource& source, Report& report) {
  for (const auto& [key, sum] : source.tallies.materials) {
    if (key.year != report.year || sum == MaterialSum{}) continue;
    report.materials.push_back({std::string(text(key.material)), kind_of(key.material), sum.made_g,
                                sum.used_g, sum.delivered_g, sum.disposed_g});
  }
}

}  // namespace ledger::report
