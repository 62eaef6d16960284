#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/parts.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {

void fill_doubtful(const ReportSource& source, Report& report) {
  if (!source.doubtful) return;
  Doubtful& doubtful = report.doubtful.emplace();
  doubtful.keys = source.doubtful->keys;
  const auto entries = source.doubtful->entries.find(report.year);
  if (entries != source.doubtful->entries.end()) doubtful.entries = entries->second;
  Share share;
  for (const auto& [key, figure] : source.doubtful->figures)
    if (is_of_year(key, report.year) && key.origin == Origin::vehicle)
      count(figure, report.rule, share);
  doubtful.utilised_g = share.utilised_g;
}

std::string doubtful_sentence(const Report& report, Language language) {
  if (!report.doubtful) return {};
  const Doubtful& doubtful = *report.doubtful;
  std::string keys;
  for (const std::string& key : doubtful.keys) keys += (keys.empty() ? "" : ", ") + key;
  const std::string with = tonnes_text(doubtful.utilised_g);
  const std::string without = tonnes_text(difference(report.utilised_g, doubtful.utilised_g));
  const std::string entries = grouped(doubtful.entries);
  return language == Language::zh
             ? fmt::format(
                   "存疑：本年度 {} 条记录由不再可信的密钥签署（{}），涉及综合利用量 {} 吨；"
                   "不计入则为 {} 吨",
                   entries, keys, with, without)
             : fmt::format(
                   "doubtful: {} entries of this year are signed with keys no longer trusted "
                   "({}); they add {} t; without them {} t",
                   entries, keys, with, without);
}

}  // namespace ledger::report
