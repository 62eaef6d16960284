#include <chrono>

#include "ledger/encoding/time.hpp"
#include "ledger/report/parts.hpp"
#include "ledger/report/sums.hpp"

namespace ledger::report {
namespace {

/// The first second of a year at the ledger's fixed offset.
std::int64_t first_second(std::int64_t year, std::int64_t utc_offset_min) {
  const std::chrono::sys_days day =
      std::chrono::year{static_cast<int>(year)} / std::chrono::January / 1;
  return std::int64_t{day.time_since_epoch().count()} * 86'400 - utc_offset_min * 60;
}

}  // namespace

void fill_provenance(const ReportSource& source, Report& report) {
  report.origin = source.origin;
  report.identity = source.identity;
  report.root = source.root;
  report.size = source.size;
  report.rules = source.rules;

  const std::int64_t now = source.now_ms / 1'000 - (source.now_ms % 1'000 < 0 ? 1 : 0);
  report.now = encoding::local_time_text(now, source.utc_offset_min);
  const std::int64_t begin = first_second(report.year, source.utc_offset_min);
  const std::int64_t end = first_second(report.year + 1, source.utc_offset_min);
  report.year_is_over = now >= end;
  report.year_elapsed_permille = report.year_is_over ? 1'000
                                 : now <= begin      ? 0
                                                     : scaled(now - begin, 1'000, end - begin);

  for (const TargetState& target : source.targets)
    if (target.year == report.year && (!report.target || target.entry > report.target->entry))
      report.target = target;
}

}  // namespace ledger::report
