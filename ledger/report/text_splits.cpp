#include <algorithm>

#include <fmt/format.h>

#include "ledger/report/numbers.hpp"
#include "ledger/report/padding.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/table.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

constexpr int bar_width = 20;
constexpr std::size_t operators_shown = 20;
constexpr std::size_t name_width = 36;

std::int64_t largest(const std::vector<Share>& shares) {
  std::int64_t out = 0;
  for (const Share& share : shares) out = std::max(out, share.utilised_g);
  return out;
}

/// A split as a table: mass, share of the whole, units, energy, retired, bar.
std::string split_table(const Report& report, const std::vector<Share>& shares, Language language,
                        std::string_view title, bool with_share) {
  if (shares.empty()) return {};
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::left});
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  table.row({"", word("utilised t", "综合利用量 吨"), with_share ? word("share", "占比") : "",
             word("units", "电池数"), "MWh", word("retired t", "退役量 吨"), ""});
  const std::int64_t most = largest(shares);
  for (const Share& share : shares)
    table.row({label(language, share.key), tonnes_text(share.utilised_g),
               with_share ? percent_text(permille(share.utilised_g, report.utilised_g)) : "",
               grouped(share.units), millions_text(share.energy_wh), tonnes_text(share.retired_g),
               bar(share.utilised_g, most, bar_width, "")});
  return heading(title) + table.text();
}

/// Grams of a licensed capacity of so many tonnes used, in permille.
std::string capacity_text(const Share& share) {
  if (share.capacity_t <= 0) return "-";
  return percent_text(permille(share.utilised_g, grams_of_tonnes(share.capacity_t)));
}

std::string operators_table(const Report& report, Language language) {
  if (report.by_operator.empty()) return {};
  const std::vector<Share> shares = operators_by_mass(report);
  Table table({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
               Align::right});
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(say(language, en, zh));
  };
  table.row({"", "", word("utilised t", "综合利用量 吨"), word("share", "占比"),
             word("of capacity", "产能占比"), word("units", "电池数"),
             word("retired t", "退役量 吨")});
  Share rest;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Share& share = shares[i];
    if (i >= operators_shown) {
      add(rest.utilised_g, share.utilised_g);
      add(rest.units, share.units);
      add(rest.retired_g, share.retired_g);
      continue;
    }
    table.row({share.key, shortened(share.name, name_width), tonnes_text(share.utilised_g),
               percent_text(permille(share.utilised_g, report.utilised_g)), capacity_text(share),
               grouped(share.units), tonnes_text(share.retired_g)});
  }
  if (shares.size() > operators_shown) {
    const std::size_t others = shares.size() - operators_shown;
    table.row({language == Language::zh ? fmt::format("其余 {} 家", others)
                                        : fmt::format("{} more", others),
               "", tonnes_text(rest.utilised_g),
               percent_text(permille(rest.utilised_g, report.utilised_g)), "", grouped(rest.units),
               tonnes_text(rest.retired_g)});
  }
  return heading(word("By operator (origin: vehicle)", "按企业（车用动力电池）")) + table.text();
}

}  // namespace

std::string splits_text(const Report& report, Language language) {
  const auto split = [&](const std::vector<Share>& shares, std::string_view en, std::string_view zh,
                         bool with_share) {
    return split_table(report, shares, language, say(language, en, zh), with_share);
  };
  return split(report.by_month, "By month (origin: vehicle)", "按月（车用动力电池）", true) +
         split(report.by_route, "By route (origin: vehicle)", "按工艺路线（车用动力电池）", true) +
         split(report.by_chemistry, "By chemistry (origin: vehicle)", "按电池类型（车用动力电池）",
               true) +
         split(report.by_region, "By region (origin: vehicle)", "按地区（车用动力电池）", true) +
         operators_table(report, language) +
         // Other origins are no part of the whole, so they have no share of it.
         split(report.by_origin, "By origin (only vehicle counts above)",
               "按电池来源（以上仅计车用动力电池）", false);
}

}  // namespace ledger::report
