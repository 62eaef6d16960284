#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/table.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

std::string_view norm_result(const Norm& norm, Language language) {
  return norm.met ? say(language, "met", "达到") : say(language, "not met", "未达到");
}

std::string norm_text(const Norm& norm, Language language) {
  return fmt::format("{} >= {} {}", norm.id, percent_text(norm.permille),
                     norm_result(norm, language));
}

std::string rate_note(Language language) {
  return std::string(say(language,
                         "Rate: element in products made, of the same in black mass consumed; the "
                         "EU's own rate divides by the element in the batteries.",
                         "回收率＝产品所含元素÷投入黑粉所含元素；欧盟口径以电池所含元素为分母。"));
}

}  // namespace

Grid materials_grid(const Report& report, Language language) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  Grid grid{"materials", word("Materials", "物料"), word("Materials", "物料"), {}, {}, {}, {}};
  grid.columns = {{"", Unit::none},
                  {word("kind", "类别"), Unit::none},
                  {word("made", "产出"), Unit::grams},
                  {word("used", "耗用"), Unit::grams},
                  {word("delivered", "交付"), Unit::grams},
                  {word("disposed", "处置"), Unit::grams}};
  for (const MaterialLine& line : report.materials)
    grid.rows.push_back({words(label(language, line.material)), words(label(language, line.kind)),
                         figure(Unit::grams, line.made_g), figure(Unit::grams, line.used_g),
                         figure(Unit::grams, line.delivered_g),
                         figure(Unit::grams, line.disposed_g)});
  return grid;
}

Grid elements_grid(const Report& report, Language language) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  Grid grid{"elements", word("Elements", "元素"), word("Elements", "元素回收"), {}, {}, {}, {}};
  grid.columns = {{"", Unit::none},
                  {word("in products", "产品中"), Unit::grams},
                  {word("fed", "投入"), Unit::grams},
                  {word("rate", "回收率"), Unit::permille}};
  for (const ElementLine& line : report.elements)
    grid.rows.push_back({words(label(language, line.element)),
                         figure(Unit::grams, line.recovered_g), figure(Unit::grams, line.fed_g),
                         known(Unit::permille, line.rate_permille)});
  if (!grid.rows.empty()) grid.notes = {rate_note(language)};
  return grid;
}

Grid norms_grid(const Report& report, Language language) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  Grid grid{"norms", word("Norms", "适用指标"), word("Norms in force", "适用指标"), {}, {}, {}, {}};
  grid.columns = {{"", Unit::none},
                  {word("norm", "指标"), Unit::none},
                  {word("at least", "不低于"), Unit::permille},
                  {word("rate", "回收率"), Unit::permille},
                  {word("result", "结果"), Unit::none},
                  {word("source", "来源"), Unit::none}};
  for (const ElementLine& line : report.elements)
    for (const Norm& norm : line.norms)
      grid.rows.push_back({words(label(language, line.element)), words(norm.id),
                           figure(Unit::permille, norm.permille),
                           known(Unit::permille, line.rate_permille),
                           words(std::string(norm_result(norm, language))), words(norm.source)});
  return grid;
}

std::string elements_text(const Report& report, Language language) {
  if (report.elements.empty()) return {};
  const Grid grid = elements_grid(report, language);
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
  std::vector<std::string> row;
  for (const Column& column : grid.columns) row.push_back(shown_title(language, column));
  row.emplace_back(say(language, "norms in force", "适用指标"));
  table.row(row);
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    row.clear();
    for (const Cell& cell : grid.rows[i]) row.push_back(shown(cell));
    std::string norms;
    for (const Norm& norm : report.elements[i].norms)
      norms += (norms.empty() ? "" : "; ") + norm_text(norm, language);
    row.push_back(std::move(norms));
    table.row(row);
  }
  return heading(grid.title) + table.text() + fmt::format("  {}\n", grid.notes.front());
}

}  // namespace ledger::report
