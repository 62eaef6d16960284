#include <fmt/format.h>

#include "ledger/report/facts.hpp"
#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

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

std::string target_sentence(const Report& report, Language language) {
  const bool is_zh = language == Language::zh;
  if (!report.target) return is_zh ? "本年度未设目标" : "no target is set for this year";
  const TargetState& target = *report.target;
  const std::string bounded = bounded_text(language, target.bound, target.mass_t);
  const std::string reached = verdict(report, language, grams_of_tonnes(target.mass_t));
  return is_zh ? fmt::format("目标：{}（{}）；{}", bounded, target.source, reached)
               : fmt::format("target: {} ({}); {}", bounded, target.source, reached);
}

/// Said only while the year runs, and never where it could be taken for a figure.
std::string projection_sentence(const Report& report, Language language) {
  if (report.year_is_over) return {};
  const bool is_zh = language == Language::zh;
  if (report.year_elapsed_permille == 0)
    return is_zh ? "截至上述时间，本年度尚未开始"
                 : "the year has not begun at the time of this report";
  const std::string elapsed = percent_text(report.year_elapsed_permille);
  const std::string expected =
      tonnes_text(scaled(report.utilised_g, 1'000, report.year_elapsed_permille));
  return is_zh ? fmt::format("本年度已过 {}；按此进度推算全年 {} 吨（推算，非统计数）", elapsed,
                             expected)
               : fmt::format(
                     "{} of the year has passed; at this pace {} t at its end (a "
                     "projection, not a figure)",
                     elapsed, expected);
}

void put_national(const Report& report, Language language, std::vector<std::string>& notes) {
  for (const NationalFact& fact : national_facts()) {
    if (fact.year != report.year) continue;
    notes.push_back(fmt::format(
        "{}{} ({})",
        fact.is_target
            ? say(language, "to compare: national aim, ", "参考：全国目标 ")
            : say(language, "to compare: utilised in all of China, ", "参考：全国综合利用量 "),
        bounded_text(language, fact.bound, fact.mass_t), fact.source));
  }
}

}  // namespace

std::string_view headline_title(Language language) {
  return say(language, "Utilised", "综合利用量");
}

std::string headline(const Report& report, Language language) {
  const bool is_zh = language == Language::zh;
  const std::string utilised = tonnes_text(report.utilised_g);
  if (!report.target)
    return is_zh ? fmt::format("综合利用量 {} 吨", utilised)
                 : fmt::format("utilised {} t", utilised);
  const std::string mass = grouped(report.target->mass_t);
  const std::string share =
      percent_text(permille_reached(report.utilised_g, grams_of_tonnes(report.target->mass_t)));
  return is_zh ? fmt::format("综合利用量 {} 吨，目标 {} 吨（{}）", utilised, mass, share)
               : fmt::format("utilised {} t of {} t ({})", utilised, mass, share);
}

std::vector<std::string> headline_notes(const Report& report, Language language) {
  std::vector<std::string> notes{target_sentence(report, language),
                                 doubtful_sentence(report, language),
                                 projection_sentence(report, language)};
  std::erase(notes, "");
  put_national(report, language, notes);
  return notes;
}

Grid figures_grid(const Report& report, Language language) {
  Grid grid{"figures", std::string(say(language, "In figures", "分项数字")),
            "",        {{"", Unit::none}, {"", Unit::each}},
            {},        {},
            {}};
  const auto row = [&](std::string_view en, std::string_view zh, Unit unit, std::int64_t value) {
    grid.rows.push_back({words(std::string(say(language, en, zh))), figure(unit, value)});
  };
  row("net: no gram twice", "净量（不重复计量）", Unit::grams,
      difference(report.gross_g, report.counted_before_g));
  row("gross", "总量", Unit::grams, report.gross_g);
  row("  treated", "  拆解、再生利用", Unit::grams, report.treated_g);
  row("  second life", "  梯次利用", Unit::grams, report.second_life_g);
  row("  of it counted before", "  其中此前已计量", Unit::grams, report.counted_before_g);
  row("received by recyclers and repurposers", "再生、梯次利用企业入库", Unit::grams,
      report.received_g);
  row("retired (all origins)", "退役（全部来源）", Unit::grams, report.retired_g);
  row("batteries utilised", "综合利用电池数", Unit::units, report.units);
  row("their energy", "对应电量", Unit::watt_hours, report.energy_wh);
  row("batteries retired", "退役电池数", Unit::units, report.retired_units);
  row("their energy", "对应电量", Unit::watt_hours, report.retired_energy_wh);
  return grid;
}

}  // namespace ledger::report
