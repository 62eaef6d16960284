#include "ledger/report/words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/report/numbers.hpp"

namespace ledger::report {
namespace {

struct Word {
  std::string_view key, zh;
};

// Trade terms first: routes, origins, places, kinds. Then materials.
constexpr std::array words{
    Word{"none", "未注明"},
    Word{"other", "其他"},
    Word{"mechanical", "机械法"},
    Word{"hydrometallurgy", "湿法冶金"},
    Word{"pyrometallurgy", "火法冶金"},
    Word{"direct", "直接再生"},
    Word{"dismantling", "拆解"},
    Word{"repurposing", "梯次利用加工"},
    Word{"second_life", "梯次利用"},
    Word{"vehicle", "车用动力电池"},
    Word{"production_scrap", "生产废料"},
    Word{"non_vehicle", "非车用电池"},
    Word{"imported", "进口电池"},
    Word{"in_service", "在用"},
    Word{"outside", "账外"},
    Word{"added", "投入辅料"},
    Word{"stock", "库存"},
    Word{"transit", "在途"},
    Word{"delivered", "交付"},
    Word{"disposed", "处置"},
    Word{"missing", "缺失"},
    Word{"loss", "损耗"},
    Word{"weighing_difference", "称量差"},
    Word{"consumed", "已消耗"},
    Word{"battery", "电池类"},
    Word{"intermediate", "中间品"},
    Word{"product", "产品"},
    Word{"waste", "废物"},
    Word{"cells", "单体"},
    Word{"modules", "模块"},
    Word{"battery_scrap", "废电池料"},
    Word{"electrode_scrap", "极片废料"},
    Word{"black_mass", "黑粉（电极粉）"},
    Word{"in_process", "在制品"},
    Word{"mixed_hydroxide", "混合氢氧化物"},
    Word{"alloy", "合金"},
    Word{"slag", "炉渣"},
    Word{"cathode_material", "正极材料"},
    Word{"precursor", "前驱体"},
    Word{"graphite", "石墨"},
    Word{"copper", "铜"},
    Word{"aluminium", "铝"},
    Word{"steel", "钢"},
    Word{"plastics", "塑料"},
    Word{"electrolyte", "电解液"},
    Word{"cables", "线缆"},
    Word{"circuit_boards", "电路板"},
    Word{"lithium_carbonate", "碳酸锂"},
    Word{"lithium_hydroxide_monohydrate", "一水氢氧化锂"},
    Word{"lithium_phosphate", "磷酸锂"},
    Word{"nickel_sulfate_hexahydrate", "六水硫酸镍"},
    Word{"cobalt_sulfate_heptahydrate", "七水硫酸钴"},
    Word{"manganese_sulfate_monohydrate", "一水硫酸锰"},
    Word{"nickel_hydroxide", "氢氧化镍"},
    Word{"cobalt_hydroxide", "氢氧化钴"},
    Word{"iron_phosphate", "磷酸铁"},
    Word{"sodium_sulfate", "硫酸钠"},
    Word{"residue", "残渣"},
    Word{"wastewater", "废水"},
    Word{"coolant", "冷却液"},
    Word{"reagent", "试剂"},
    Word{"part", "零部件"},
};

// Codes that stay beside their name.
constexpr std::array codes{
    Word{"LFP", "磷酸铁锂"},
    Word{"LMFP", "磷酸锰铁锂"},
    Word{"NCM", "镍钴锰三元"},
    Word{"NCA", "镍钴铝三元"},
    Word{"LMO", "锰酸锂"},
    Word{"LCO", "钴酸锂"},
    Word{"LTO", "钛酸锂"},
    Word{"NIMH", "镍氢"},
    Word{"SODIUM_ION", "钠离子"},
    Word{"OTHER", "其他"},
    Word{"MIXED", "混合"},
    Word{"Li", "锂"},
    Word{"Ni", "镍"},
    Word{"Co", "钴"},
    Word{"Mn", "锰"},
    Word{"Cu", "铜"},
    Word{"Al", "铝"},
    Word{"Fe", "铁"},
    Word{"P", "磷"},
    Word{"F", "氟"},
    Word{"C", "碳"},
    Word{"Ti", "钛"},
    Word{"O", "氧"},
    Word{"S", "硫"},
    Word{"Cl", "氯"},
    Word{"Pb", "铅"},
    Word{"earlier_than_the_trail", "日期早于上一条记录"},
    Word{"received_mass_differs", "收发质量不符"},
    Word{"weighed_mass_differs", "称量与账面不符"},
    Word{"code_chemistry_at_odds", "编码与材料体系不符"},
    Word{"code_date_odd", "编码日期无效"},
    Word{"code_date_after_event", "编码日期晚于事件"},
    Word{"scrapped_without_battery", "报废车辆缺电池"},
    Word{"scrapped_with_a_battery_out_of_service", "报废车辆的电池已退役"},
    Word{"CN-AH", "安徽"},
    Word{"CN-BJ", "北京"},
    Word{"CN-CQ", "重庆"},
    Word{"CN-FJ", "福建"},
    Word{"CN-GD", "广东"},
    Word{"CN-GS", "甘肃"},
    Word{"CN-GX", "广西"},
    Word{"CN-GZ", "贵州"},
    Word{"CN-HA", "河南"},
    Word{"CN-HB", "湖北"},
    Word{"CN-HE", "河北"},
    Word{"CN-HI", "海南"},
    Word{"CN-HK", "香港"},
    Word{"CN-HL", "黑龙江"},
    Word{"CN-HN", "湖南"},
    Word{"CN-JL", "吉林"},
    Word{"CN-JS", "江苏"},
    Word{"CN-JX", "江西"},
    Word{"CN-LN", "辽宁"},
    Word{"CN-MO", "澳门"},
    Word{"CN-NM", "内蒙古"},
    Word{"CN-NX", "宁夏"},
    Word{"CN-QH", "青海"},
    Word{"CN-SC", "四川"},
    Word{"CN-SD", "山东"},
    Word{"CN-SH", "上海"},
    Word{"CN-SN", "陕西"},
    Word{"CN-SX", "山西"},
    Word{"CN-TJ", "天津"},
    Word{"CN-TW", "台湾"},
    Word{"CN-XJ", "新疆"},
    Word{"CN-XZ", "西藏"},
    Word{"CN-YN", "云南"},
    Word{"CN-ZJ", "浙江"},
};

template <std::size_t N>
std::string_view chinese(const std::array<Word, N>& table, std::string_view key) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Word& w) { return w.key == key; });
  return found == table.end() ? std::string_view{} : found->zh;
}

/// "black_mass" as "black mass"; codes in capitals keep their look.
std::string english(std::string_view key) {
  if (key == "none") return "not stated";
  if (key == "SODIUM_ION") return "sodium-ion";
  std::string out(key);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

}  // namespace

std::string label(Language language, std::string_view key) {
  if (language == Language::en) return english(key);
  if (const auto word = chinese(words, key); !word.empty()) return std::string(word);
  if (const auto name = chinese(codes, key); !name.empty()) return fmt::format("{} {}", key, name);
  return std::string(key);
}

std::string_view rule_text(Language language, CountingRule rule) {
  switch (rule) {
    case CountingRule::net_1:
      return say(
          language,
          "battery mass consumed, less battery mass produced, plus battery mass delivered "
          "for second life; what was counted once is not counted again",
          "消耗的电池质量，减去产出的电池质量，加上交付梯次利用的电池质量；已计量的不再重复计量");
    case CountingRule::gross_1:
      return say(language,
                 "battery mass consumed, less battery mass produced, plus battery mass delivered "
                 "for second life; what had a second life counts again when it is recycled",
                 "消耗的电池质量，减去产出的电池质量，加上交付梯次利用的电池质量；梯次利用后再生利"
                 "用的再次计量");
    case CountingRule::received_1:
      return say(language,
                 "battery mass the first time it is in the stock of a recycler or repurposer",
                 "电池首次入库再生利用或梯次利用企业时的质量");
  }
  return {};
}

std::string bounded_text(Language language, Bound bound, std::int64_t mass_t) {
  const std::string mass = fmt::format("{} {}", grouped(mass_t), say(language, "t", "吨"));
  switch (bound) {
    case Bound::at_least:
      return fmt::format("{} {}", say(language, "at least", "不少于"), mass);
    case Bound::more_than:
      return fmt::format("{} {}", say(language, "more than", "多于"), mass);
    case Bound::none:
    case Bound::exactly:
      break;
  }
  return mass;
}

}  // namespace ledger::report
