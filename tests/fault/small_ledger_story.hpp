#pragma once

#include <string_view>

namespace fault {

// VATTEST1 collects, VATTEST2 recycles. What the made-up year beside it does not have: hand-overs
// that only one side reported, things lost on the way, an alias, what comes too early.
inline constexpr std::string_view collector_story =
    R"({"v":1,"type":"retire","id":"R-1","operator":"VATTEST1","at":"2024-10-05T09:30:00+08:00","site":"S1","unit":"04QPE76836300JBC40000903","code_scheme":"gbt34014-24","level":"pack","chemistry":"NCM","mass_g":412000,"mass_basis":"weighed","energy_wh":52000,"origin":"vehicle","source":"scrapped_vehicle","region":"CN-FJ"}
{"v":1,"type":"retire","id":"R-2","operator":"VATTEST1","at":"2024-10-05T09:40:00+08:00","unit":"04QPE76836300JBC40000904","code_scheme":"gbt34014-24","level":"pack","chemistry":"NCM","mass_g":410000,"mass_basis":"estimated","origin":"vehicle","source":"replaced","region":"CN-FJ"}
{"v":1,"type":"retire","id":"R-3","operator":"VATTEST1","at":"2024-10-05T09:50:00+08:00","unit":"NOCODE-VATTEST1-1","code_scheme":"provisional","no_code_reason":"missing","level":"pack","chemistry":"LFP","mass_g":390000,"mass_basis":"weighed","origin":"vehicle","source":"recalled","region":"CN-ZJ"}
{"v":1,"type":"retire","id":"R-4","operator":"VATTEST1","at":"2024-10-06T09:50:00+08:00","lot":"VATTEST1/MD-1","material":"modules","chemistry":"LFP","mass_g":90000,"mass_basis":"weighed","origin":"vehicle","source":"swap_station","region":"CN-FJ"}
{"v":1,"type":"identify","id":"I-1","operator":"VATTEST1","at":"2024-10-07T09:50:00+08:00","unit":"NOCODE-VATTEST1-1","code":"MAKER:PLATE-7","code_scheme":"other","reason":"wrong_code"}
{"v":1,"type":"inspect","id":"N-1","operator":"VATTEST1","at":"2024-10-07T10:50:00+08:00","lot":"VATTEST1/MD-1","moisture_permille":3,"assay_ppm":{"Li":21000,"Fe":180000},"method":"icp"}
{"v":1,"type":"dispatch","id":"D-1","operator":"VATTEST1","at":"2024-10-08T09:50:00+08:00","to":"VATTEST2","transfer":"WB-1","items":[{"unit":"04QPE76836300JBC40000903","mass_g":412000},{"lot":"VATTEST1/MD-1","mass_g":20000}],"mass_basis":"weighed"}
{"v":1,"type":"dispatch","id":"D-2","operator":"VATTEST1","at":"2024-10-08T10:50:00+08:00","to":"VATTEST2","transfer":"WB-2","items":[{"unit":"NOCODE-VATTEST1-1","mass_g":390000},{"lot":"VATTEST1/MD-1","mass_g":5000}],"mass_basis":"weighed"}
{"v":1,"type":"report_missing","id":"M-1","operator":"VATTEST1","at":"2024-10-09T10:50:00+08:00","items":[{"unit":"MAKER:PLATE-7","mass_g":390000}],"mass_basis":"weighed","kind":"stolen"}
{"v":1,"type":"weigh","id":"W-1","operator":"VATTEST1","at":"2024-10-01T09:50:00+08:00","items":[{"lot":"VATTEST1/MD-1","mass_g":64990}],"mass_basis":"weighed","reason":"stocktake"}
)";

inline constexpr std::string_view recycler_story =
    R"({"v":1,"type":"receive","id":"A-1","operator":"VATTEST2","at":"2024-10-12T08:10:00+08:00","from":"VATTEST1","transfer":"WB-3","items":[{"unit":"04QPE76836300JBC40000904","received_g":410000,"accepted_g":410000,"refused_g":0},{"lot":"VATTEST1/MD-1","received_g":10000,"accepted_g":9000,"refused_g":1000,"reason":"damaged"}],"mass_basis":"weighed"}
)";

}  // namespace fault
