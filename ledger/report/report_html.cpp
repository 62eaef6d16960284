#include <fmt/format.h>

#include "ledger/report/html.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/words.hpp"
#include "report_texts.hpp"

namespace ledger {
namespace report {
namespace {

std::string head(const Report& report, Language language) {
  return fmt::format(
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"{}\"><head>\n"
      "<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<title>{} · {}</title>\n<style>{}</style>\n</head><body><main>\n",
      say(language, "en", "zh-CN"), report_html_policy(), html::escaped(title(report, language)),
      html::escaped(report.origin), report_texts.front().content);
}

/// A row without a name goes on in the row above.
std::string provenance(const Report& report, Language language) {
  std::string out = "<dl>\n", open;
  for (const auto& row : provenance_grid(report, language).rows) {
    const std::string value = html::escaped(shown(row[1]));
    if (row[0].text.empty())
      out += "<br/>" + value;
    else
      out += fmt::format("{}<dt>{}</dt><dd>{}", open, html::escaped(row[0].text), value);
    open = "</dd>\n";
  }
  return out + open + "</dl>\n";
}

std::string checks(const Report& report, Language language) {
  const Grid grid = checks_grid(report, language);
  std::string out = fmt::format("<h2>{}</h2>\n<dl>\n", html::escaped(grid.title));
  for (const auto& row : grid.rows)
    out += fmt::format("<dt><code>{}</code></dt><dd>{}</dd>\n", html::escaped(row[0].text),
                       html::escaped(row[1].text));
  out += "</dl>\n";
  for (const std::string& note : grid.notes) out += fmt::format("<p>{}</p>\n", html::escaped(note));
  return out;
}

std::string utilised(const Report& report, Language language) {
  std::string out =
      fmt::format("<h2>{}</h2>\n<p class=\"headline\">{}</p>\n{}", headline_title(language),
                  html::escaped(headline(report, language)), html::target_chart(report, language));
  for (const std::string& note : headline_notes(report, language))
    out += fmt::format("<p>{}</p>\n", html::escaped(note));
  return out + html::table(figures_grid(report, language), language);
}

std::string splits(const Report& report, Language language) {
  std::string out = "<div class=\"splits\">\n" + html::months_chart(report, language);
  for (const Grid& grid : split_grids(report, language)) out += html::table(grid, language);
  return out + "</div>\n";
}

}  // namespace
}  // namespace report

std::string_view report_html_policy() {
  // SHA-256 of report.css; a test says what it must be.
  return "default-src 'none'; style-src 'sha256-SJgclxLMyiSc1VIGK3vvuygH7SX+mQ32xPWL7y10BVw='; "
         "base-uri 'none'; form-action 'none'";
}

std::string report_html(const Report& report, Language language) {
  using namespace report;
  const auto put = [&](const Grid& grid) { return html::table(grid, language); };
  return head(report, language) +
         fmt::format("<h1>{}</h1>\n", html::escaped(title(report, language))) +
         provenance(report, language) + checks(report, language) + utilised(report, language) +
         splits(report, language) + put(materials_grid(report, language)) +
         put(elements_grid(report, language)) + put(norms_grid(report, language)) +
         put(places_grid(report, language)) + put(quality_grid(report, language)) +
         "</main></body></html>\n";
}

}  // namespace ledger
