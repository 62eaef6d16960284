#include <vector>

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

/// A sentence cut after its semicolon, to keep lines short.
std::vector<std::string_view> clauses(std::string_view sentence) {
  for (const std::string_view mark : {"; ", "；"})
    if (const auto at = sentence.find(mark); at != std::string_view::npos)
      return {sentence.substr(0, at), sentence.substr(at + mark.size())};
  return {sentence};
}

}  // namespace

std::string title(const Report& report, Language language) {
  return language == Language::zh
             ? fmt::format("{} 年废旧动力电池综合利用年度报告", report.year)
             : fmt::format("Used power batteries: annual report {}", report.year);
}

Grid provenance_grid(const Report& report, Language language) {
  Grid grid{"provenance", "", "", {{"", Unit::none}, {"", Unit::none}}, {}, {}, {}};
  const auto row = [&](std::string_view en, std::string_view zh, Cell value) {
    grid.rows.push_back({words(std::string(say(language, en, zh))), std::move(value)});
  };
  row("rule", "计量规则", words(std::string(text(report.rule))));
  for (const std::string_view part : clauses(rule_text(language, report.rule)))
    row("", "", words(std::string(part)));
  row("identity", "账本标识", words(encoding::base64(report.identity)));
  row("origin", "账本名称", words(report.origin));
  row("size", "记录数", figure(Unit::count, report.size));
  row("root", "树根", words(encoding::base64(report.root)));
  row("as of", "截至", words(report.now));
  row("rules", "规则版本", figure(Unit::count, report.rules));
  return grid;
}

Grid checks_grid(const Report& report, Language language) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  Grid grid{"checks", "", word("How to check it", "如何核验"), {{}, {}}, {}, {}, {}};
  const auto row = [&](std::string command, std::string_view en, std::string_view zh) {
    grid.rows.push_back({words(std::move(command)), words(word(en, zh))});
  };
  row(fmt::format("celltrail report {} --rule {} --at {}", report.year, text(report.rule),
                  report.size),
      "the same figures again, byte for byte, from any copy of the ledger",
      "由任一账本副本重新得出逐字节相同的报告");
  row("celltrail audit", "every entry read, hashed, verified and replayed",
      "重新读取、散列、验签并重放全部记录");
  row("celltrail export DIR --format jsonl",
      "then examples/offline_audit: a check without this program",
      "导出后用 examples/offline_audit 核验，无需本程序");
  grid.notes = {word("Proved: who claimed it, when, and that nothing was changed since.",
                     "能证明：由谁、何时申报，且此后未经改动。"),
                word("Not proved: that a battery existed or weighed what was claimed.",
                     "不能证明：电池确实存在或质量属实。")};
  return grid;
}

}  // namespace ledger::report
