#include <algorithm>

#include "ledger/report/facts.hpp"
#include "ledger/report/parts.hpp"
#include "ledger/report/sums.hpp"

namespace ledger::report {
namespace {

/// Rounded down, so that a rate reaches a norm of whole permille exactly when the masses do.
std::int64_t rate(const ElementSum& sum) {
  return sum.fed_g > 0 ? scaled(sum.recovered_g, 1'000, sum.fed_g) : -1;
}

ElementSum sum_of(const ReportSource& source, std::int64_t year, Element element) {
  const auto found = source.tallies.elements.find({year, element});
  return found == source.tallies.elements.end() ? ElementSum{} : found->second;
}

/// What the norm looks at: the element alone, or all of the norm's together.
ElementSum measured(const ReportSource& source, std::int64_t year, Element element,
                    const NormFact& norm) {
  if (!norm.together) return sum_of(source, year, element);
  ElementSum all;
  for (const Element each : norm.elements) {
    const ElementSum one = sum_of(source, year, each);
    add(all.recovered_g, one.recovered_g);
    add(all.fed_g, one.fed_g);
  }
  return all;
}

}  // namespace

void fill_elements(const ReportSource& source, Report& report) {
  for (const auto& [key, sum] : source.tallies.elements) {
    if (key.year != report.year || sum == ElementSum{}) continue;
    ElementLine line{std::string(text(key.element)), sum.recovered_g, sum.fed_g, rate(sum), {}};
    for (const NormFact& norm : norm_facts()) {
      const bool names_it =
          std::find(norm.elements.begin(), norm.elements.end(), key.element) != norm.elements.end();
      if (!names_it || !norm.is_in_force(report.year)) continue;
      const std::int64_t reached = rate(measured(source, report.year, key.element, norm));
      line.norms.push_back({norm.id, norm.source, norm.permille, reached >= norm.permille});
    }
    report.elements.push_back(std::move(line));
  }
}

}  // namespace ledger::report
