#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/table.hpp"
#include "ledger/report/text_parts.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

std::string norm_text(const Norm& norm, Language language) {
  return fmt::format("{} >= {} {}", norm.id, percent_text(norm.permille),
                     norm.met ? say(language, "met", "达到") : say(language, "not met", "未达到"));
}

std::string elements_table(const Report& report, Language language) {
  if (report.elements.empty()) return {};
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  table.row({"", word("in products t", "产品中 吨"), word("fed t", "投入 吨"),
             word("rate", "回收率"), word("norms in force", "适用指标")});
  for (const ElementLine& line : report.elements) {
    std::string norms;
    for (const Norm& norm : line.norms)
      norms += (norms.empty() ? "" : "; ") + norm_text(norm, language);
    table.row({label(language, line.element), tonnes_text(line.recovered_g),
               tonnes_text(line.fed_g),
               line.rate_permille < 0 ? "-" : percent_text(line.rate_permille), norms});
  }
  return heading(word("Elements", "元素回收")) + table.text() +
         fmt::format("  {}\n",
                     say(language,
                         "Rate: element in products made, of the same in black mass consumed; the "
                         "EU's own rate divides by the element in the batteries.",
                         "回收率＝产品所含元素÷投入黑粉所含元素；欧盟口径以电池所含元素为分母。"));
}

}  // namespace

std::string materials_text(const Report& report, Language language) {
  std::string out;
  if (!report.materials.empty()) {
    Table table({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right});
    const auto word = [&](std::string_view en, std::string_view zh) {
      return std::string(say(language, en, zh));
    };
    table.row({"", word("kind", "类别"), word("made t", "产出 吨"), word("used t", "耗用 吨"),
               word("delivered t", "交付 吨"), word("disposed t", "处置 吨")});
    for (const MaterialLine& line : report.materials)
      table.row({label(language, line.material), label(language, line.kind),
                 tonnes_text(line.made_g), tonnes_text(line.used_g), tonnes_text(line.delivered_g),
                 tonnes_text(line.disposed_g)});
    out = heading(word("Materials", "物料")) + table.text();
  }
  return out + elements_table(report, language);
}

}  // namespace ledger::report
