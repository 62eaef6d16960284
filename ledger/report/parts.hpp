#pragma once

#include "ledger/report.hpp"

/// The parts make_report is put together from. Each reads the source and fills its own members.
namespace ledger::report {

/// Year, rule, where and when the ledger stood, the target that counts.
void fill_provenance(const ReportSource& source, Report& report);
void fill_headline(const ReportSource& source, Report& report);
void fill_splits(const ReportSource& source, Report& report);
void fill_materials(const ReportSource& source, Report& report);
void fill_elements(const ReportSource& source, Report& report);
void fill_balances(const ReportSource& source, Report& report);
void fill_quality(const ReportSource& source, Report& report);

void fill_doubtful(const ReportSource& source, Report& report);

/// One figure into one part of a split, under the counting rule.
void count(const Figure& figure, CountingRule rule, Share& share);

[[nodiscard]] inline bool is_of_year(const FigureKey& key, std::int64_t year) {
  return key.month / 100 == year;
}

}  // namespace ledger::report
