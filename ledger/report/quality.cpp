#include "ledger/report/parts.hpp"
#include "ledger/report/sums.hpp"

namespace ledger::report {
namespace {

/// A correction is lawful and expected: counted by itself, not among what is odd.
constexpr const char* correction = "correction";

/// The smallest number of days by which `percent` of the units were treated.
std::int64_t nearest_rank(const std::map<DelayKey, std::int64_t>& delays, std::int64_t year,
                          std::int64_t percent) {
  std::int64_t units = 0, seen = 0;
  for (const auto& [key, count] : delays)
    if (key.year == year) add(units, count);
  if (units <= 0) return -1;
  // Rounded up without leaving 64 bits: the rest that lies beyond the percentile, rounded down.
  const std::int64_t rank = units - scaled(units, 100 - percent, 100);
  for (const auto& [key, count] : delays) {
    if (key.year != year) continue;
    add(seen, count);
    if (seen >= rank) return key.days;
  }
  return -1;
}

}  // namespace

void fill_quality(const ReportSource& source, Report& report) {
  report.days_median = nearest_rank(source.tallies.delays, report.year, 50);
  report.days_p90 = nearest_rank(source.tallies.delays, report.year, 90);

  std::int64_t uncoded = 0, unweighed = 0;
  for (const auto& [key, figure] : source.tallies.figures) {
    if (!is_of_year(key, report.year)) continue;
    add(uncoded, figure.uncoded_units);
    add(unweighed, figure.unweighed_units);
  }
  report.uncoded_permille = permille(uncoded, report.retired_units);
  report.unweighed_permille = permille(unweighed, report.retired_units);

  report.findings = source.finding_counts;
  if (const auto found = report.findings.find(correction); found != report.findings.end()) {
    report.corrections = found->second;
    report.findings.erase(found);
  }
}

}  // namespace ledger::report
