#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"

namespace ledger {
namespace report {
namespace {

constexpr int bar_width = 40;

std::string headline_text(const Report& report, Language language) {
  std::string out = fmt::format("  {}\n", headline(report, language));
  if (report.target)
    out += fmt::format("  {}\n",
                       bar(report.utilised_g, grams_of_tonnes(report.target->mass_t), bar_width));
  for (const std::string& note : headline_notes(report, language))
    out += fmt::format("  {}\n", note);
  return heading(headline_title(language)) + out;
}

}  // namespace

std::string heading(std::string_view title) {
  return fmt::format("\n{}\n", title);
}

}  // namespace report

std::string report_text(const Report& report, Language language) {
  using namespace report;
  const std::string withheld = withheld_sentence(report, language);
  return title(report, language) + "\n" + grid_text(provenance_grid(report, language), language) +
         grid_text(checks_grid(report, language), language) + headline_text(report, language) +
         grid_text(figures_grid(report, language), language) + splits_text(report, language) +
         grid_text(materials_grid(report, language), language) + elements_text(report, language) +
         grid_text(places_grid(report, language), language) +
         grid_text(quality_grid(report, language), language) +
         (withheld.empty() ? "" : heading(withheld));
}

std::string written(const Report& report, ReportFormat format, Language language) {
  switch (format) {
    case ReportFormat::json:
      return report_json(report);
    case ReportFormat::csv:
      return report_csv(report);
    case ReportFormat::xlsx:
      return report_xlsx(report, language);
    case ReportFormat::html:
      return report_html(report, language);
    case ReportFormat::text:
      break;
  }
  return report_text(report, language);
}

}  // namespace ledger
