#include <fmt/format.h>

#include "ledger/report/facts.hpp"
#include "ledger/report/numbers.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/table.hpp"
#include "ledger/report/text_parts.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

constexpr int bar_width = 40;

/// Whether the target is reached, in words that keep `=`, `>=` and `>` apart.
std::string verdict(const Report& report, Language language, std::int64_t target_g) {
  const bool is_zh = language == Language::zh;
  const std::int64_t over = difference(report.utilised_g, target_g);
  if (over < 0) {
    const std::string short_by = tonnes_text(difference(target_g, report.utilised_g));
    if (is_zh)
      return fmt::format("{}，差 {} 吨", report.year_is_over ? "未完成目标" : "尚未完成目标",
                         short_by);
    return fmt::format("{}: {} t short", report.year_is_over ? "not reached" : "not yet reached",
                       short_by);
  }
  if (over == 0 && report.target->bound == Bound::more_than)
    return is_zh ? "未超过目标：恰好相等" : "not reached: equal, and more was aimed for";
  if (over == 0) return is_zh ? "恰好完成目标" : "reached exactly";
  if (is_zh) return fmt::format("已完成目标，超出 {} 吨", tonnes_text(over));
  return report.target->bound == Bound::exactly
             ? fmt::format("exceeded by {} t", tonnes_text(over))
             : fmt::format("reached, {} t above", tonnes_text(over));
}

std::string target_text(const Report& report, Language language) {
  const bool is_zh = language == Language::zh;
  const std::string utilised = tonnes_text(report.utilised_g);
  if (!report.target)
    return is_zh ? fmt::format("  综合利用量 {} 吨\n  本年度未设目标\n", utilised)
                 : fmt::format("  utilised {} t\n  no target is set for this year\n", utilised);
  const TargetState& target = *report.target;
  const std::int64_t target_g = grams_of_tonnes(target.mass_t);
  const std::string mass = grouped(target.mass_t);
  const std::string share = percent_text(permille_reached(report.utilised_g, target_g));
  std::string out =
      is_zh ? fmt::format("  综合利用量 {} 吨，目标 {} 吨（{}）\n", utilised, mass, share)
            : fmt::format("  utilised {} t of {} t ({})\n", utilised, mass, share);
  out += fmt::format("  {}\n", bar(report.utilised_g, target_g, bar_width));
  const std::string bounded = bounded_text(language, target.bound, target.mass_t);
  const std::string reached = verdict(report, language, target_g);
  out += is_zh ? fmt::format("  目标：{}（{}）；{}\n", bounded, target.source, reached)
               : fmt::format("  target: {} ({}); {}\n", bounded, target.source, reached);
  return out;
}

/// Said only while the year runs, and never where it could be taken for a figure.
std::string projection_text(const Report& report, Language language) {
  if (report.year_is_over) return {};
  const bool is_zh = language == Language::zh;
  if (report.year_elapsed_permille == 0)
    return is_zh ? "  截至上述时间，本年度尚未开始\n"
                 : "  the year has not begun at the time of this report\n";
  const std::string elapsed = percent_text(report.year_elapsed_permille);
  const std::string expected =
      tonnes_text(scaled(report.utilised_g, 1'000, report.year_elapsed_permille));
  return is_zh ? fmt::format("  本年度已过 {}；按此进度推算全年 {} 吨（推算，非统计数）\n", elapsed,
                             expected)
               : fmt::format(
                     "  {} of the year has passed; at this pace {} t at its end (a "
                     "projection, not a figure)\n",
                     elapsed, expected);
}

std::string national_text(const Report& report, Language language) {
  std::string out;
  for (const NationalFact& fact : national_facts()) {
    if (fact.year != report.year) continue;
    out += fmt::format(
        "  {}{} ({})\n",
        fact.is_target
            ? say(language, "to compare: national aim, ", "参考：全国目标 ")
            : say(language, "to compare: utilised in all of China, ", "参考：全国综合利用量 "),
        bounded_text(language, fact.bound, fact.mass_t), fact.source);
  }
  return out;
}

std::string figures_table(const Report& report, Language language) {
  Table table({Align::left, Align::right, Align::left});
  const std::string tonne(say(language, "t", "吨"));
  const auto mass = [&](std::string_view en, std::string_view zh, std::int64_t grams) {
    table.row({std::string(say(language, en, zh)), tonnes_text(grams), tonne});
  };
  mass("net: no gram twice", "净量（不重复计量）",
       difference(report.gross_g, report.counted_before_g));
  mass("gross", "总量", report.gross_g);
  mass("  treated", "  拆解、再生利用", report.treated_g);
  mass("  second life", "  梯次利用", report.second_life_g);
  mass("  of it counted before", "  其中此前已计量", report.counted_before_g);
  mass("received by recyclers and repurposers", "再生、梯次利用企业入库", report.received_g);
  mass("retired (all origins)", "退役（全部来源）", report.retired_g);
  table.row({std::string(say(language, "batteries utilised", "综合利用电池数")),
             grouped(report.units), std::string(say(language, "units", "个"))});
  table.row({std::string(say(language, "their energy", "对应电量")),
             millions_text(report.energy_wh), "MWh"});
  table.row({std::string(say(language, "batteries retired", "退役电池数")),
             grouped(report.retired_units), std::string(say(language, "units", "个"))});
  table.row({std::string(say(language, "their energy", "对应电量")),
             millions_text(report.retired_energy_wh), "MWh"});
  return table.text();
}

}  // namespace

std::string headline_text(const Report& report, Language language) {
  return heading(say(language, "Utilised", "综合利用量")) + target_text(report, language) +
         doubtful_text(report, language) + projection_text(report, language) +
         national_text(report, language) + "\n" + figures_table(report, language);
}

}  // namespace ledger::report
