#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/parts.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

std::string id_of(const ReportSource& source, std::int64_t operator_no) {
  for (const OperatorState& state : source.operators)
    if (state.no == operator_no) return state.id;
  return fmt::format("{}", operator_no);
}

/// Names that are shown, and how many are not.
std::string keys_text(const Doubtful& doubtful, Language language) {
  std::string keys;
  for (const std::string& key : doubtful.keys) keys += (keys.empty() ? "" : ", ") + key;
  if (doubtful.withheld_keys == 0) return keys;
  const bool is_zh = language == Language::zh;
  if (!keys.empty()) keys += is_zh ? "，" : ", ";
  return keys + (is_zh ? fmt::format("{} 个密钥未列出，需监管令牌", doubtful.withheld_keys)
                       : fmt::format("{} withheld; the names need a regulator's token",
                                     doubtful.withheld_keys));
}

/// What they add, and what is without them.
std::string mass_text(const Report& report, Language language) {
  const bool is_zh = language == Language::zh;
  if (report.doubtful->is_mass_withheld)
    return std::string(
        is_zh ? "涉及的综合利用量未列出：其背后不足两家企业，需监管令牌"
              : "what they add is withheld: fewer than two operators stand behind it; it needs a "
                "regulator's token");
  const std::string with = tonnes_text(report.doubtful->utilised_g);
  const std::string without =
      tonnes_text(difference(report.utilised_g, report.doubtful->utilised_g));
  return is_zh ? fmt::format("涉及综合利用量 {} 吨；不计入则为 {} 吨", with, without)
               : fmt::format("they add {} t; without them {} t", with, without);
}

}  // namespace

void fill_doubtful(const ReportSource& source, Report& report) {
  if (!source.doubtful) return;
  Doubtful& doubtful = report.doubtful.emplace();
  doubtful.keys = source.doubtful->keys;
  const auto entries = source.doubtful->entries.find(report.year);
  if (entries != source.doubtful->entries.end()) doubtful.entries = entries->second;
  std::map<std::int64_t, Share> shares;
  for (const auto& [key, figure] : source.doubtful->figures)
    if (is_of_year(key, report.year) && key.origin == Origin::vehicle)
      count(figure, report.rule, shares[key.operator_no]);
  for (const auto& [operator_no, share] : shares) {
    add(doubtful.utilised_g, share.utilised_g);
    if (share.utilised_g != 0) doubtful.operators.push_back(id_of(source, operator_no));
  }
}

std::string doubtful_sentence(const Report& report, Language language) {
  if (!report.doubtful) return {};
  const std::string entries = grouped(report.doubtful->entries);
  const std::string keys = keys_text(*report.doubtful, language);
  const std::string mass = mass_text(report, language);
  return language == Language::zh
             ? fmt::format("存疑：本年度 {} 条记录由不再可信的密钥签署（{}），{}", entries, keys,
                           mass)
             : fmt::format(
                   "doubtful: {} entries of this year are signed with keys no longer trusted "
                   "({}); {}",
                   entries, keys, mass);
}

}  // namespace ledger::report

namespace ledger {

void withhold_doubtful(Report& report, std::string_view own_operator) {
  if (!report.doubtful) return;
  Doubtful& doubtful = *report.doubtful;
  const std::string own_start = std::string(own_operator) + '/';
  doubtful.withheld_keys += static_cast<std::int64_t>(std::erase_if(
      doubtful.keys, [&](const std::string& key) { return !key.starts_with(own_start); }));
  const bool is_own = doubtful.operators == std::vector{std::string(own_operator)};
  if (doubtful.entries == 0 || doubtful.operators.size() >= 2 || is_own) return;
  doubtful.utilised_g = 0;
  doubtful.operators.clear();
  doubtful.is_mass_withheld = true;
}

}  // namespace ledger
