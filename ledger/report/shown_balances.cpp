#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

/// Every posting takes from one place what it puts into another, so the two sums must agree.
std::string identity_sentence(const Report& report, Language language) {
  std::int64_t in_g = 0, out_g = 0, balance_g = 0;
  for (const PlaceLine& line : report.places) {
    add(in_g, line.in_g);
    add(out_g, line.out_g);
    add(balance_g, line.balance_g);
  }
  if (in_g == out_g && balance_g == 0)
    return language == Language::zh
               ? fmt::format("平衡：转入合计 {} 吨＝转出合计 {} 吨，逐克相等", tonnes_text(in_g),
                             tonnes_text(out_g))
               : fmt::format("balanced to the gram: {} t came in, {} t went out", tonnes_text(in_g),
                             tonnes_text(out_g));
  return language == Language::zh
             ? fmt::format("不平衡：相差 {} 克，自建账以来 {} 克；请运行 celltrail audit",
                           grouped(difference(in_g, out_g)), grouped(balance_g))
             : fmt::format(
                   "NOT balanced: off by {} g, since the founding by {} g; run celltrail "
                   "audit",
                   grouped(difference(in_g, out_g)), grouped(balance_g));
}

}  // namespace

Grid places_grid(const Report& report, Language language) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  Grid grid{
      "places",
      word("Places", "质量平衡"),
      word("Where the grams are (whole ledger, all origins)", "质量平衡（全部账户、全部来源）"),
      {{"", Unit::none},
       {word("in", "转入"), Unit::grams},
       {word("out", "转出"), Unit::grams},
       {word("at year end", "年末余额"), Unit::grams}},
      {},
      {},
      {}};
  for (const PlaceLine& line : report.places)
    grid.rows.push_back({words(label(language, line.place)), figure(Unit::grams, line.in_g),
                         figure(Unit::grams, line.out_g), figure(Unit::grams, line.balance_g)});
  if (!report.places.empty()) grid.notes = {identity_sentence(report, language)};
  return grid;
}

Grid quality_grid(const Report& report, Language language) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  const std::string title = word("Quality of the record", "记录质量");
  Grid grid{
      "quality", word("Quality", "记录质量"), title, {{"", Unit::none}, {"", Unit::each}}, {}, {},
      {}};
  const auto row = [&](std::string name, Cell value) {
    grid.rows.push_back({words(std::move(name)), std::move(value)});
  };
  row(word("retirement to treatment, median", "退役至处理，中位数"),
      known(Unit::days, report.days_median));
  row(word("retirement to treatment, 90 %", "退役至处理，90 % 分位"),
      known(Unit::days, report.days_p90));
  row(word("retired without a code", "退役时无编码"),
      figure(Unit::permille, report.uncoded_permille));
  row(word("retired unweighed", "退役时未称量"), figure(Unit::permille, report.unweighed_permille));
  row(word("corrections", "更正"), figure(Unit::count, report.corrections));
  std::int64_t findings = 0;
  for (const auto& [name, count] : report.findings) add(findings, count);
  row(word("findings", "疑点"), figure(Unit::count, findings));
  // The name is what `findings --rule` takes.
  for (const auto& [name, count] : report.findings)
    row("  " + (language == Language::zh ? label(language, name) : name),
        figure(Unit::count, count));
  if (findings > 0)
    grid.notes = {word("each of them: ", "逐条查看：") + "celltrail findings --year " +
                  std::to_string(report.year)};
  return grid;
}

}  // namespace ledger::report
