#include "tests/unit/encoding/sample_events.hpp"

#include "ledger/result.hpp"

namespace samples {
namespace {

constexpr std::string_view vkey_bytes = "+01020304+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh";
constexpr std::string_view hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// 68 bytes: a note's signature line.
constexpr std::string_view signature =
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkM=";

struct Raw {
  std::string_view name;
  std::string_view text;
};

// @A the authority, @C the collector, @R the recycler, @K the end of a key, @H a hash, @P a
// signature line.
constexpr std::string_view head = "{'v':1,'operator':'@R','at':'2024-03-20T10:00:00+08:00',";

constexpr Raw pack_life[] = {
    {"retire",
     "'type':'retire','id':'R-0017','unit':'ZZ9PE76836300JBC40000903','code_scheme':"
     "'gbt34014-24','level':'pack','chemistry':'NCM','mass_g':412000,'mass_basis':"
     "'weighed','energy_wh':52000,'origin':'vehicle','source':'scrapped_vehicle',"
     "'region':'CN-FJ'}"},
    {"dispatch",
     "'type':'dispatch','id':'D-0004','to':'@C','transfer':'WB-88120','items':[{'unit':"
     "'ZZ9PE76836300JBC40000903','mass_g':412000}],'mass_basis':'weighed',"
     "'un_number':'UN3480'}"},
    {"receive",
     "'type':'receive','id':'IN-221','from':'@C','transfer':'WB-88120','items':[{'unit':"
     "'ZZ9PE76836300JBC40000903','received_g':411600,'accepted_g':411600,"
     "'refused_g':0}],'mass_basis':'weighed'}"},
    {"dismantle",
     "'type':'dismantle','id':'DM-90','inputs':[{'unit':'ZZ9PE76836300JBC40000903','mass_g':"
     "411600}],'units':[{'unit':'ZZ9ME76836300JBC40000904','code_scheme':'gbt34014-24','level':"
     "'module','mass_g':268000}],'lots':[{'lot':'@R/AL-7','material':'aluminium','mass_g':96000},"
     "{'lot':'@R/ST-7','material':'steel','mass_g':41600},{'lot':'@R/CB-7','material':'cables',"
     "'mass_g':5800}],'loss_g':200,'mass_basis':'weighed'}"},
    {"process",
     "'type':'process','id':'P-31','step':'crushing','route':'mechanical','inputs':[{'unit':"
     "'ZZ9ME76836300JBC40000904','mass_g':268000}],'added':[],'outputs':[{'lot':'@R/BM-12',"
     "'material':'black_mass','chemistry':'NCM','mass_g':142000,'moisture_permille':4,'assay_ppm':"
     "{'Co':88000,'Li':52000,'Mn':84000,'Ni':236000}},{'lot':'@R/CU-12','material':'copper',"
     "'mass_g':31000},{'lot':'@R/AL-12','material':'aluminium','mass_g':22000},{'lot':'@R/RS-12',"
     "'material':'residue','mass_g':61000}],'loss_g':12000,'mass_basis':'weighed'}"},
};

constexpr Raw founding[] = {
    {"establish",
     "'type':'establish','id':'E-0','origin':'trail.example/made-up','authority':{'id':'@R','name':"
     "'虚构管理局','key':'@R/root@K'},'ledger_key':'trail.example/made-up@K','recovery_key':"
     "'@R/spare@K','utc_offset_min':480,'mass_tolerance_ppm':5000,'batch_window_s':604800,"
     "'rules':1}"},
    {"adopt_rules", "'type':'adopt_rules','id':'A-1','version':1}"},
    {"enroll",
     "'type':'enroll','id':'N-1','subject':'@C','name':'Made-up Collectors','roles':['collector',"
     "'repairer'],'region':'CN-FJ','capacity_t':20000,'listing':'第五批','sites':[{'site':'YARD-1',"
     "'name':'Yard','region':'CN-FJ','capacity_t':0},{'site':'YARD-2','name':'Yard 2','region':"
     "'CN'}],'key':'@C/main@K'}"},
    {"grant_key",
     "'type':'grant_key','id':'G-1','subject':'@C','key':'@C/"
     "gate@K','holder':'@A','types':['retire',"
     "'dispatch'],'until':'2025-01-01T00:00:00+08:00'}"},
    {"revoke_key",
     "'type':'revoke_key','id':'V-1','subject':'@C','key':'@C/gate','reason':"
     "'compromised','untrusted_since':17}"},
    {"rotate_ledger_key",
     "'type':'rotate_ledger_key','id':'RK-1','old_key':'trail.example/made-up@K','new_key':"
     "'trail.example/made-up@K','proof':'@P'}"},
    {"restored", "'type':'restored','id':'Z-1','size':17,'root':'@H','lost_size':23}"},
    {"suspend", "'type':'suspend','id':'S-1','subject':'@C','reason':'other'}"},
    {"reinstate", "'type':'reinstate','id':'S-2','subject':'@C','reason':'mistake'}"},
    {"set_target",
     "'type':'set_target','id':'T-1','year':2024,'mass_t':260000,'bound':'>=',"
     "'source':'made-up plan \\\"2024\\\"'}"},
};

constexpr Raw stock[] = {
    {"scrap_vehicle",
     "'type':'scrap_vehicle','id':'SV-1','certificate':'No 17/2024','battery':'present','units':["
     "'ZZ9PE76836300JBC40000903'],'sealed':{'vin':'@H','note':'@H'},'site':'YARD-1','documents':[{"
     "'kind':'photo','sha256':'@H'}]}"},
    {"retire_provisional",
     "'type':'retire','id':'R-2','unit':'NOCODE-@R-1','code_scheme':'provisional','level':'pack',"
     "'no_code_reason':'unreadable','raw_code':'zz9pe 76','chemistry':'LFP','mass_g':300000,"
     "'mass_basis':'estimated','origin':'vehicle','source':'replaced','region':'CN-HB','scrap':"
     "'@C/SV-1'}"},
    {"retire_lot",
     "'type':'retire','id':'R-3','lot':'@R/CELLS-1','material':'cells','count':4000,'chemistry':"
     "'MIXED','mass_g':2000000,'mass_basis':'declared','origin':'vehicle','source':'recalled',"
     "'region':'CN-HB'}"},
    {"bring_in",
     "'type':'bring_in','id':'B-1','reason':'opening_stock','items':[{'unit':'MADEUP:pack 7/x'"
     ",'code_scheme':'other','level':'pack','chemistry':'LFP','mass_g':1,'origin':'imported',"
     "'source':'other'},{'lot':'@R/MOD','material':'modules','chemistry':'LFP','mass_g':5,'origin':"
     "'vehicle','source':'other','count':2},{'lot':'@R/BM','material':'black_mass','mass_g':7,"
     "'assay_ppm':{'Ni':1}},{'lot':'@R/X','material':'other','name':'filter-cake','mass_g':9}],"
     "'place':'stock','counted':true,'region':'CN-HB','from':'DUNS123456789','country':'DE',"
     "'transfer':'T/1','mass_basis':'weighed'}"},
    {"identify",
     "'type':'identify','id':'I-1','unit':'NOCODE-@R-1','code':'ZZ9PE76836300JBC40000905',"
     "'code_scheme':'gbt34014-24','raw_code':'zz9','main':'ZZ9PE76836300JBC40000905','parts':["
     "'ZZ9ME76836300JBC40000906'],'reason':'wrong_code'}"},
    {"weigh",
     "'type':'weigh','id':'W-1','items':[{'lot':'@R/BM','mass_g':6,'moisture_permille':0},"
     "{'unit':'ZZ9PE76836300JBC40000903','mass_g':5}],'reason':'drying','mass_basis':"
     "'weighed'}"},
    {"inspect",
     "'type':'inspect','id':'X-1','unit':'ZZ9PE76836300JBC40000903','soh_permille':812,"
     "'energy_wh':40000,'decision':'second_life','method':'capacity_test'}"},
    {"inspect_lot",
     "'type':'inspect','id':'X-2','lot':'@R/BM','assay_ppm':{'Li':1000000},"
     "'moisture_permille':1000,'method':'icp'}"},
};

constexpr Raw work[] = {
    {"repurpose",
     "'type':'repurpose','id':'RP-1','inputs':[{'unit':'ZZ9PE76836300JBC40000903','mass_g':400},{"
     "'lot':'@R/CELLS-1','mass_g':100}],'added':[{'material':'part','mass_g':50},{'material':"
     "'other','name':'glue','mass_g':1}],'unit':'ZZ9PE76C3B0221953RP','code_scheme':'gbt34014-19',"
     "'level':'pack','chemistry':'LFP','mass_g':500,'energy_wh':30000,'lots':[{'lot':'@R/ST-9',"
     "'material':'steel','mass_g':40}],'loss_g':12,'weighing_g':-1,'mass_basis':'weighed'}"},
    {"deliver",
     "'type':'deliver','id':'L-1','items':[{'lot':'@R/CU-12','mass_g':31000}],'purpose':"
     "'product','country':'CN','to':'LEIMADEUP00000000TEST91','application':'other',"
     "'mass_basis':'weighed','sealed':{'customer':'@H'}}"},
    {"dispose",
     "'type':'dispose','id':'Z-1','items':[{'lot':'@R/RS-12','mass_g':61000}],"
     "'waste_code':'HW49 900-044-49','operation':'D1','country':'CN','mass_basis':"
     "'weighed','sealed':{'facility':'@H'}}"},
    {"report_missing",
     "'type':'report_missing','id':'M-1','items':[{'unit':"
     "'ZZ9PE76836300JBC40000903','mass_g':412000}],'kind':'stolen','mass_basis':"
     "'declared'}"},
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::vector<Sample> make_all() {
  std::vector<Sample> out;
  const auto add = [&out](const auto& group) {
    for (const Raw& raw : group)
      out.push_back({raw.name, written(std::string(head) + std::string(raw.text))});
  };
  add(pack_life);
  add(founding);
  add(stock);
  add(work);
  return out;
}

}  // namespace

const std::vector<Sample>& all() {
  static const std::vector<Sample> samples = make_all();
  return samples;
}

const std::string& named(std::string_view name) {
  for (const Sample& sample : all())
    if (sample.name == name) return sample.text;
  ledger::require(false, "a sample of this name");
  return all().front().text;
}

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  ledger::require(at != std::string::npos, "the sample has what is to be replaced");
  return text.replace(at, from.size(), to);
}

std::string written(std::string_view text) {
  std::string out(text);
  replace_all(out, "'", "\"");
  replace_all(out, "@K", vkey_bytes);
  replace_all(out, "@H", hash);
  replace_all(out, "@P", signature);
  replace_all(out, "@A", authority);
  replace_all(out, "@C", collector);
  replace_all(out, "@R", recycler);
  return out;
}

}  // namespace samples
