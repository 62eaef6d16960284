#include <fmt/format.h>

#include "ledger/report/parts.hpp"
#include "ledger/result.hpp"

namespace ledger {

Report make_report(const ReportSource& source, std::int64_t year, CountingRule rule) {
  if (year < 1 || year > 9999)
    throw Failure(fmt::format("making a report: year {} is not between 1 and 9999", year));
  Report out;
  out.year = year;
  out.rule = rule;
  report::fill_provenance(source, out);
  report::fill_headline(source, out);
  report::fill_splits(source, out);
  report::fill_materials(source, out);
  report::fill_elements(source, out);
  report::fill_balances(source, out);
  report::fill_quality(source, out);
  report::fill_doubtful(source, out);
  return out;
}

}  // namespace ledger
