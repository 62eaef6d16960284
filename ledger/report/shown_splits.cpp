#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report {
namespace {

struct Measure {
  std::int64_t Share::*member;
  Unit unit;
  std::string_view en, zh;
};

// The share of the whole stands behind the first.
constexpr std::array measures{
    Measure{&Share::utilised_g, Unit::grams, "utilised", "综合利用量"},
    Measure{&Share::gross_g, Unit::grams, "gross", "总量"},
    Measure{&Share::treated_g, Unit::grams, "treated", "拆解、再生利用"},
    Measure{&Share::second_life_g, Unit::grams, "second life", "梯次利用"},
    Measure{&Share::units, Unit::units, "units", "电池数"},
    Measure{&Share::energy_wh, Unit::watt_hours, "energy", "电量"},
    Measure{&Share::received_g, Unit::grams, "received", "入库"},
    Measure{&Share::retired_g, Unit::grams, "retired", "退役量"},
    Measure{&Share::retired_units, Unit::units, "retired units", "退役电池数"},
    Measure{&Share::retired_energy_wh, Unit::watt_hours, "retired energy", "退役电量"}};

/// What differs from one split to the next.
struct Kind {
  std::string_view id, name_en, name_zh, title_en, title_zh;
  bool with_share = true;
};

class SplitGrid {
 public:
  SplitGrid(const Report& report, Language language, const Kind& kind)
      : report_(report), language_(language), kind_(kind) {
    grid_.id = kind.id;
    grid_.name = say(language, kind.name_en, kind.name_zh);
    grid_.title = say(language, kind.title_en, kind.title_zh);
    column("", "", Unit::none);
  }

  void column(std::string_view en, std::string_view zh, Unit unit) {
    grid_.columns.push_back({std::string(say(language_, en, zh)), unit});
  }
  void measured_columns() {
    grid_.bar = grid_.columns.size();
    for (const Measure& measure : measures) {
      column(measure.en, measure.zh, measure.unit);
      if (kind_.with_share && &measure == measures.data()) column("share", "占比", Unit::permille);
    }
  }
  void row(std::vector<Cell> cells, const Share& share) {
    for (const Measure& measure : measures) {
      cells.push_back(figure(measure.unit, share.*measure.member));
      if (kind_.with_share && &measure == measures.data())
        cells.push_back(figure(Unit::permille, permille(share.utilised_g, report_.utilised_g)));
    }
    grid_.rows.push_back(std::move(cells));
  }
  Grid& grid() { return grid_; }

 private:
  const Report& report_;
  Language language_;
  const Kind& kind_;
  Grid grid_;
};

constexpr Kind by_month{"by_month", "Months", "按月", "By month (origin: vehicle)",
                        "按月（车用动力电池）"};
constexpr Kind by_route{"by_route", "Routes", "按工艺路线", "By route (origin: vehicle)",
                        "按工艺路线（车用动力电池）"};
constexpr Kind by_chemistry{"by_chemistry", "Chemistries", "按电池类型",
                            "By chemistry (origin: vehicle)", "按电池类型（车用动力电池）"};
constexpr Kind by_region{"by_region", "Regions", "按地区", "By region (origin: vehicle)",
                         "按地区（车用动力电池）"};
constexpr Kind by_operator{"by_operator", "Operators", "按企业", "By operator (origin: vehicle)",
                           "按企业（车用动力电池）"};
// Other origins are no part of the whole, so they have no share of it.
constexpr Kind by_origin{"by_origin",
                         "Origins",
                         "按电池来源",
                         "By origin (only vehicle counts above)",
                         "按电池来源（以上仅计车用动力电池）",
                         false};

Grid split_grid(const Report& report, Language language, const Kind& kind,
                const std::vector<Share>& shares) {
  SplitGrid split(report, language, kind);
  split.measured_columns();
  for (const Share& share : shares) split.row({words(label(language, share.key))}, share);
  return split.grid();
}

Grid operators_grid(const Report& report, Language language) {
  SplitGrid split(report, language, by_operator);
  split.column("name", "名称", Unit::none);
  split.column("capacity", "许可产能", Unit::tonnes);
  split.column("of capacity", "产能占比", Unit::permille);
  split.measured_columns();
  for (const Share& share : operators_by_mass(report)) {
    const bool is_stated = share.capacity_t > 0;
    split.row({words(share.key), words(share.name), known(Unit::tonnes, share.capacity_t),
               is_stated ? figure(Unit::permille,
                                  permille(share.utilised_g, grams_of_tonnes(share.capacity_t)))
                         : words("-")},
              share);
  }
  if (std::string withheld = withheld_sentence(report, language); !withheld.empty())
    split.grid().notes = {std::move(withheld)};
  return split.grid();
}

}  // namespace

std::vector<Share> operators_by_mass(const Report& report) {
  std::vector<Share> shares = report.by_operator;
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    if (a.utilised_g != b.utilised_g) return a.utilised_g > b.utilised_g;
    if (a.retired_g != b.retired_g) return a.retired_g > b.retired_g;
    return a.key < b.key;
  });
  return shares;
}

std::vector<Grid> split_grids(const Report& report, Language language) {
  return {split_grid(report, language, by_month, report.by_month),
          split_grid(report, language, by_route, report.by_route),
          split_grid(report, language, by_chemistry, report.by_chemistry),
          split_grid(report, language, by_region, report.by_region),
          operators_grid(report, language),
          split_grid(report, language, by_origin, report.by_origin)};
}

std::string withheld_sentence(const Report& report, Language language) {
  if (report.withheld_operators == 0) return {};
  return language == Language::zh
             ? fmt::format("按企业：{} 行未列出，需监管令牌", report.withheld_operators)
         : report.withheld_operators == 1
             ? "By operator: 1 row is withheld; it needs a regulator's token."
             : fmt::format("By operator: {} rows are withheld; they need a regulator's token.",
                           report.withheld_operators);
}

}  // namespace ledger::report
