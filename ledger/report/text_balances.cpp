#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/table.hpp"
#include "ledger/report/text_parts.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

/// Every posting takes from one place what it puts into another, so the two sums must agree.
std::string identity_line(const Report& report, Language language) {
  std::int64_t in_g = 0, out_g = 0, balance_g = 0;
  for (const PlaceLine& line : report.places) {
    add(in_g, line.in_g);
    add(out_g, line.out_g);
    add(balance_g, line.balance_g);
  }
  if (in_g == out_g && balance_g == 0)
    return language == Language::zh
               ? fmt::format("  平衡：转入合计 {} 吨＝转出合计 {} 吨，逐克相等\n",
                             tonnes_text(in_g), tonnes_text(out_g))
               : fmt::format("  balanced to the gram: {} t came in, {} t went out\n",
                             tonnes_text(in_g), tonnes_text(out_g));
  return language == Language::zh
             ? fmt::format("  不平衡：相差 {} 克，自建账以来 {} 克；请运行 celltrail audit\n",
                           grouped(difference(in_g, out_g)), grouped(balance_g))
             : fmt::format(
                   "  NOT balanced: off by {} g, since the founding by {} g; run celltrail "
                   "audit\n",
                   grouped(difference(in_g, out_g)), grouped(balance_g));
}

}  // namespace

std::string balances_text(const Report& report, Language language) {
  if (report.places.empty()) return {};
  Table table({Align::left, Align::right, Align::right, Align::right});
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  table.row({"", word("in t", "转入 吨"), word("out t", "转出 吨"),
             word("at year end t", "年末余额 吨")});
  for (const PlaceLine& line : report.places)
    table.row({label(language, line.place), tonnes_text(line.in_g), tonnes_text(line.out_g),
               tonnes_text(line.balance_g)});
  return heading(word("Where the grams are (whole ledger, all origins)",
                      "质量平衡（全部账户、全部来源）")) +
         table.text() + identity_line(report, language);
}

std::string quality_text(const Report& report, Language language) {
  Table table({Align::left, Align::right, Align::left});
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  const auto days = [&](std::string_view en, std::string_view zh, std::int64_t value) {
    table.row(
        {word(en, zh), value < 0 ? "-" : grouped(value), value < 0 ? "" : word("days", "天")});
  };
  days("retirement to treatment, median", "退役至处理，中位数", report.days_median);
  days("retirement to treatment, 90 %", "退役至处理，90 % 分位", report.days_p90);
  table.row(
      {word("retired without a code", "退役时无编码"), percent_text(report.uncoded_permille), ""});
  table.row(
      {word("retired unweighed", "退役时未称量"), percent_text(report.unweighed_permille), ""});
  table.row({word("corrections", "更正"), grouped(report.corrections), ""});
  std::int64_t findings = 0;
  for (const auto& [name, count] : report.findings) add(findings, count);
  table.row({word("findings", "疑点"), grouped(findings),
             findings == 0 ? "" : "celltrail findings --year " + std::to_string(report.year)});
  for (const auto& [name, count] : report.findings) table.row({"  " + name, grouped(count), ""});
  return heading(word("Quality of the record", "记录质量")) + table.text();
}

}  // namespace ledger::report
