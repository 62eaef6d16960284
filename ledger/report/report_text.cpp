#include <fmt/format.h>

#include "ledger/report/text_parts.hpp"

namespace ledger {
namespace report {

std::string heading(std::string_view title) {
  return fmt::format("\n{}\n", title);
}

}  // namespace report

std::string report_text(const Report& report, Language language) {
  return report::provenance_text(report, language) + report::headline_text(report, language) +
         report::splits_text(report, language) + report::materials_text(report, language) +
         report::balances_text(report, language) + report::quality_text(report, language);
}

std::string written(const Report& report, ReportFormat format, Language language) {
  const auto text = [&] {
    switch (format) {
      case ReportFormat::json:
        return report_json(report);
      case ReportFormat::csv:
        return report_csv(report);
      case ReportFormat::text:
        break;
    }
    return report_text(report, language);
  }();
  return text.ends_with('\n') ? text : text + '\n';
}

}  // namespace ledger
