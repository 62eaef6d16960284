#include "cli/finding_words.hpp"

#include <algorithm>
#include <array>

namespace cli {
namespace {

constexpr std::array catalogue{
    FindingWords{"earlier_than_the_trail",
                 "the event is dated on an earlier day than the last entry about the battery or "
                 "lot: it was reported late, or its date is wrong",
                 "事件日期早于该电池或批次上一条记录的日期：补报较晚，或日期有误"},
    FindingWords{"received_mass_differs",
                 "sender and receiver state masses further apart than the ledger's tolerance",
                 "发出方与接收方申报的质量之差超过账本允许误差"},
    FindingWords{"weighed_mass_differs",
                 "a scale found a mass further from the booked one than the ledger's tolerance",
                 "称得质量与账面质量之差超过账本允许误差"},
    FindingWords{"code_chemistry_at_odds",
                 "the battery's code names another chemistry than the report does",
                 "电池编码所示的材料体系与申报的不一致"},
    FindingWords{"code_date_odd", "the date in the battery's code is no day of the calendar",
                 "电池编码中的日期不是有效日期"},
    FindingWords{"code_date_after_event",
                 "by its code the battery was made after the event: code or date is wrong",
                 "按编码，电池的生产日期晚于事件日期：编码或日期有误"},
    FindingWords{"scrapped_without_battery",
                 "a vehicle was scrapped and its battery was not there: ask where it went",
                 "整车报废时电池缺失：须查明电池去向"},
    FindingWords{"scrapped_with_a_battery_out_of_service",
                 "a scrapped vehicle lists a battery that had left service before: one of the two "
                 "reports is wrong",
                 "报废车辆所列电池此前已退役：两份申报必有一误"},
};

}  // namespace

std::span<const FindingWords> finding_words() {
  return catalogue;
}

std::string_view finding_meaning(std::string_view name, ledger::Language language) {
  const auto* found = std::find_if(catalogue.begin(), catalogue.end(),
                                   [&](const FindingWords& words) { return words.name == name; });
  if (found == catalogue.end()) return {};
  return language == ledger::Language::zh ? found->zh : found->en;
}

}  // namespace cli
