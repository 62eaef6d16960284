#include "ledger/exchange/trade_words.hpp"

#include <algorithm>
#include <array>

#include "ledger/exchange/normal_text.hpp"

namespace ledger::exchange {
namespace {

// One Chinese word may stand for several of ours: the list that the cell belongs to decides.
constexpr std::array trade_words{
    Alias{"整车报废", "scrap_vehicle"},
    Alias{"退役", "retire"},
    Alias{"期初或外来", "bring_in"},
    Alias{"编码更正", "identify"},
    Alias{"称重", "weigh"},
    Alias{"检测", "inspect"},
    Alias{"出库", "dispatch"},
    Alias{"入库", "receive"},
    Alias{"拆解", "dismantle"},
    Alias{"梯次利用", "repurpose"},
    Alias{"再生利用", "process"},
    Alias{"交付", "deliver"},
    Alias{"处置", "dispose"},
    Alias{"报失", "report_missing"},
    // Lines of a balance.
    Alias{"投入", "input"},
    Alias{"电池", "unit"},
    Alias{"批次", "lot"},
    Alias{"辅料", "added"},
    Alias{"产出", "output"},
    Alias{"损耗", "loss"},
    Alias{"称量差", "weighing"},
    // What things are.
    Alias{"电池包", "pack"},
    Alias{"包", "pack"},
    Alias{"模块", "module"},
    Alias{"模组", "module"},
    Alias{"单体", "cell"},
    Alias{"电芯", "cell"},
    Alias{"磷酸铁锂", "LFP"},
    Alias{"磷酸锰铁锂", "LMFP"},
    Alias{"镍钴锰三元", "NCM"},
    Alias{"镍钴铝三元", "NCA"},
    Alias{"锰酸锂", "LMO"},
    Alias{"钴酸锂", "LCO"},
    Alias{"钛酸锂", "LTO"},
    Alias{"铁锂", "LFP"},
    Alias{"锰铁锂", "LMFP"},
    Alias{"镍钴锰", "NCM"},
    Alias{"镍钴铝", "NCA"},
    Alias{"镍氢", "NIMH"},
    Alias{"钠离子", "SODIUM_ION"},
    Alias{"混合", "MIXED"},
    Alias{"其他", "other"},
    Alias{"其他", "OTHER"},
    Alias{"临时编码", "provisional"},
    Alias{"其他编码", "other"},
    Alias{"过磅", "weighed"},
    Alias{"实测", "weighed"},
    Alias{"申报", "declared"},
    Alias{"称重", "weighed"},
    Alias{"估算", "estimated"},
    Alias{"估计", "estimated"},
    Alias{"车用动力电池", "vehicle"},
    Alias{"生产废料", "production_scrap"},
    Alias{"非车用电池", "non_vehicle"},
    Alias{"进口电池", "imported"},
    // Why and where from.
    Alias{"报废车辆", "scrapped_vehicle"},
    Alias{"更换", "replaced"},
    Alias{"换电站", "swap_station"},
    Alias{"召回", "recalled"},
    Alias{"梯次利用退出", "second_life_ended"},
    Alias{"生产", "production"},
    Alias{"期初库存", "opening_stock"},
    Alias{"系统外来货", "outside_sender"},
    Alias{"进口", "import"},
    Alias{"此前为估算", "estimated_before"},
    Alias{"盘点", "stocktake"},
    Alias{"干燥", "drying"},
    Alias{"排液", "drained"},
    Alias{"损坏", "damage"},
    Alias{"破损", "damaged"},
    Alias{"损坏", "damaged"},
    Alias{"货物不符", "wrong_item"},
    Alias{"超重", "too_heavy"},
    Alias{"受污染", "contaminated"},
    Alias{"无单据", "no_papers"},
    Alias{"填报错误", "mistake"},
    Alias{"重复", "duplicate"},
    Alias{"质量有误", "wrong_mass"},
    Alias{"编码有误", "wrong_code"},
    Alias{"缺失", "missing"},
    Alias{"无法识读", "unreadable"},
    Alias{"国外编码", "foreign"},
    Alias{"库存", "stock"},
    Alias{"有", "present"},
    Alias{"无", "absent"},
    Alias{"已更换", "replaced"},
    // Papers.
    Alias{"磅单", "weighbridge"},
    Alias{"过磅单", "weighbridge"},
    Alias{"交接单", "slip"},
    Alias{"发票", "invoice"},
    Alias{"合同", "contract"},
    Alias{"检测报告", "test"},
    Alias{"照片", "photo"},
    Alias{"证明", "certificate"},
    // Tests, work, ends.
    Alias{"梯次利用", "second_life"},
    Alias{"再生利用", "recycle"},
    Alias{"待定", "hold"},
    Alias{"容量测试", "capacity_test"},
    Alias{"脉冲测试", "pulse_test"},
    Alias{"阻抗", "impedance"},
    Alias{"重量法", "gravimetric"},
    Alias{"机械法", "mechanical"},
    Alias{"湿法冶金", "hydrometallurgy"},
    Alias{"湿法", "hydrometallurgy"},
    Alias{"火法冶金", "pyrometallurgy"},
    Alias{"火法", "pyrometallurgy"},
    Alias{"直接再生", "direct"},
    Alias{"放电", "discharge"},
    Alias{"破碎", "crushing"},
    Alias{"热解", "pyrolysis"},
    Alias{"熔炼", "smelting"},
    Alias{"浸出", "leaching"},
    Alias{"萃取", "extraction"},
    Alias{"沉淀", "precipitation"},
    Alias{"结晶", "crystallisation"},
    Alias{"修复再生", "regeneration"},
    Alias{"混料", "blending"},
    Alias{"产品", "product"},
    Alias{"中间品", "intermediate"},
    Alias{"再使用", "reuse"},
    Alias{"外送处理", "treatment_elsewhere"},
    Alias{"电网储能", "grid_storage"},
    Alias{"备用电源", "backup_power"},
    Alias{"低速车", "low_speed_vehicle"},
    Alias{"路灯", "street_lighting"},
    Alias{"户用储能", "household_storage"},
    Alias{"备件", "spare_part"},
    Alias{"丢失", "lost"},
    Alias{"被盗", "stolen"},
    Alias{"烧毁", "burnt"},
    Alias{"找回", "recovered"},
    // Materials.
    Alias{"单体", "cells"},
    Alias{"电芯", "cells"},
    Alias{"模块", "modules"},
    Alias{"模组", "modules"},
    Alias{"废电池料", "battery_scrap"},
    Alias{"极片废料", "electrode_scrap"},
    Alias{"黑粉", "black_mass"},
    Alias{"电极粉", "black_mass"},
    Alias{"在制品", "in_process"},
    Alias{"混合氢氧化物", "mixed_hydroxide"},
    Alias{"合金", "alloy"},
    Alias{"炉渣", "slag"},
    Alias{"正极材料", "cathode_material"},
    Alias{"前驱体", "precursor"},
    Alias{"石墨", "graphite"},
    Alias{"铜", "copper"},
    Alias{"铝", "aluminium"},
    Alias{"钢", "steel"},
    Alias{"塑料", "plastics"},
    Alias{"电解液", "electrolyte"},
    Alias{"线缆", "cables"},
    Alias{"电路板", "circuit_boards"},
    Alias{"碳酸锂", "lithium_carbonate"},
    Alias{"一水氢氧化锂", "lithium_hydroxide_monohydrate"},
    Alias{"磷酸锂", "lithium_phosphate"},
    Alias{"六水硫酸镍", "nickel_sulfate_hexahydrate"},
    Alias{"七水硫酸钴", "cobalt_sulfate_heptahydrate"},
    Alias{"一水硫酸锰", "manganese_sulfate_monohydrate"},
    Alias{"氢氧化镍", "nickel_hydroxide"},
    Alias{"氢氧化钴", "cobalt_hydroxide"},
    Alias{"磷酸铁", "iron_phosphate"},
    Alias{"硫酸钠", "sodium_sulfate"},
    Alias{"残渣", "residue"},
    Alias{"废水", "wastewater"},
    Alias{"冷却液", "coolant"},
    Alias{"试剂", "reagent"},
    Alias{"零部件", "part"},
};

constexpr std::array regions{
    Alias{"中国", "CN"},      Alias{"安徽", "CN-AH"}, Alias{"北京", "CN-BJ"},
    Alias{"重庆", "CN-CQ"},   Alias{"福建", "CN-FJ"}, Alias{"广东", "CN-GD"},
    Alias{"甘肃", "CN-GS"},   Alias{"广西", "CN-GX"}, Alias{"贵州", "CN-GZ"},
    Alias{"河南", "CN-HA"},   Alias{"湖北", "CN-HB"}, Alias{"河北", "CN-HE"},
    Alias{"海南", "CN-HI"},   Alias{"香港", "CN-HK"}, Alias{"黑龙江", "CN-HL"},
    Alias{"湖南", "CN-HN"},   Alias{"吉林", "CN-JL"}, Alias{"江苏", "CN-JS"},
    Alias{"江西", "CN-JX"},   Alias{"辽宁", "CN-LN"}, Alias{"澳门", "CN-MO"},
    Alias{"内蒙古", "CN-NM"}, Alias{"宁夏", "CN-NX"}, Alias{"青海", "CN-QH"},
    Alias{"四川", "CN-SC"},   Alias{"山东", "CN-SD"}, Alias{"上海", "CN-SH"},
    Alias{"陕西", "CN-SN"},   Alias{"山西", "CN-SX"}, Alias{"天津", "CN-TJ"},
    Alias{"台湾", "CN-TW"},   Alias{"新疆", "CN-XJ"}, Alias{"西藏", "CN-XZ"},
    Alias{"云南", "CN-YN"},   Alias{"浙江", "CN-ZJ"},
};

constexpr std::array<std::string_view, 6> region_endings{
    "省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区"};

}  // namespace

std::span<const Alias> word_aliases() {
  return trade_words;
}

std::string word_hint(std::string_view cell, std::span<const std::string_view> words) {
  const auto is_listed = [words](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  // The trade's common word for both; whoever wrote it knows which battery it is.
  if ((cell == "三元" || cell == "三元锂") && is_listed("NCM"))
    return "三元 is NCM or NCA: write NCM (镍钴锰) or NCA (镍钴铝)";
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(cell.begin(), cell.end(), is_ascii)) return {};
  std::string list;
  for (const Alias& known : trade_words)
    if (is_listed(known.word))
      list.append(list.empty() ? "" : ", ").append(known.alias).append(" ").append(known.word);
  return list.empty() ? list : "use one of: " + list;
}

std::string_view find_word(std::string_view cell, std::span<const std::string_view> words) {
  // Nearly every cell has the word itself, which spares the spelling of each.
  const auto exact = std::find(words.begin(), words.end(), cell);
  if (exact != words.end()) return *exact;
  const std::string key = match_key(cell);
  if (key.empty()) return {};
  for (const std::string_view word : words)
    if (match_key(word) == key) return word;
  for (const Alias& known : trade_words)
    if (known.alias == key && std::find(words.begin(), words.end(), known.word) != words.end())
      return known.word;
  return {};
}

std::string_view find_region(std::string_view cell) {
  for (const Alias& region : regions) {
    if (!cell.starts_with(region.alias)) continue;
    const std::string_view rest = cell.substr(region.alias.size());
    if (rest.empty()) return region.word;
    for (const std::string_view ending : region_endings)
      if (rest == ending) return region.word;
  }
  return {};
}

}  // namespace ledger::exchange
