#include "ledger/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/encoding/sample_events.hpp"

using namespace ledger;

namespace {

/// One change of a sample that is accepted, and what it is refused with.
struct Change {
  std::string_view sample;
  std::string_view from, to;
  Refusal refusal;
  std::string_view pointer;
};

void check(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const std::string& neighbour = samples::named(change.sample);
    const std::string text =
        samples::with(neighbour, samples::written(change.from), samples::written(change.to));
    CAPTURE(change.sample, change.from, change.to);
    CHECK(read_event(neighbour));
    const auto event = read_event(text);
    REQUIRE_FALSE(event);
    CAPTURE(event.error().detail);
    CHECK(event.error().pointer == samples::written(change.pointer));
    CHECK(static_cast<int>(event.error().refusal) == static_cast<int>(change.refusal));
    CHECK_FALSE(event.error().detail.empty());
  }
}

void check_accepted(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    CAPTURE(change.sample, change.from, change.to);
    const auto event = read_event(samples::with(
        samples::named(change.sample), samples::written(change.from), samples::written(change.to)));
    if (!event) FAIL(event.error().pointer << ": " << event.error().detail);
  }
}

}  // namespace

TEST_CASE("members that are missing, unknown or of another type are refused where they stand") {
  check({
      {"retire", "'v':1,", "", Refusal::missing_member, "/v"},
      {"retire", "'v':1", "'v':2", Refusal::unknown_version, "/v"},
      {"retire", "'type':'retire',", "", Refusal::missing_member, "/type"},
      {"retire", "'type':'retire'", "'type':1", Refusal::wrong_type, "/type"},
      {"retire", "'type':'retire'", "'type':'retires'", Refusal::unknown_type, "/type"},
      {"retire", "'type':'retire'", "'type':''", Refusal::unknown_type, "/type"},
      {"retire", "'mass_g':412000,", "", Refusal::missing_member, "/mass_g"},
      {"retire", "'mass_basis':'weighed',", "", Refusal::missing_member, "/mass_basis"},
      {"retire", "'mass_g':412000", "'mass_g':'412000'", Refusal::wrong_type, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':true", Refusal::wrong_type, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':{}", Refusal::wrong_type, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':null", Refusal::wrong_type, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':412000,'mass_g':1", Refusal::duplicate_member,
       "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':412000,'mass':1", Refusal::unknown_member, "/mass"},
      {"retire", "'unit':'ZZ9PE76836300JBC40000903',", "", Refusal::missing_member, "/unit"},
      {"retire", "'level':'pack',", "'lot':'@R/X','level':'pack',", Refusal::unknown_member,
       "/lot"},
      {"retire_lot", "'count':4000", "'energy_wh':4000", Refusal::unknown_member, "/energy_wh"},
      {"dispatch", "'mass_g':412000", "'mass_g':412000,'a/b~':1", Refusal::unknown_member,
       "/items/0/a~1b~0"},
      {"dispatch", ",'mass_g':412000}", "}", Refusal::missing_member, "/items/0/mass_g"},
      {"dispatch", "{'unit':'ZZ9PE76836300JBC40000903',", "{", Refusal::missing_member,
       "/items/0/unit"},
      {"establish", "'name':'虚构管理局',", "", Refusal::missing_member, "/authority/name"},
      {"enroll", "'site':'YARD-2',", "", Refusal::missing_member, "/sites/1/site"},
      {"scrap_vehicle", "'vin':", "'vim':", Refusal::unknown_member, "/sealed/vim"},
  });
}

TEST_CASE("numbers beyond their range are refused") {
  check({
      {"retire", "'mass_g':412000", "'mass_g':0", Refusal::out_of_range, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':-1", Refusal::out_of_range, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':100000001", Refusal::out_of_range, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':4.12e5", Refusal::number_malformed, "/mass_g"},
      {"retire", "'mass_g':412000", "'mass_g':9007199254740992", Refusal::out_of_range, "/mass_g"},
      {"retire", "'energy_wh':52000", "'energy_wh':1000000001", Refusal::out_of_range,
       "/energy_wh"},
      {"retire_lot", "'mass_g':2000000", "'mass_g':10000000001", Refusal::out_of_range, "/mass_g"},
      {"retire_lot", "'count':4000", "'count':0", Refusal::out_of_range, "/count"},
      {"receive", "'refused_g':0", "'refused_g':-1", Refusal::out_of_range, "/items/0/refused_g"},
      {"dismantle", "'loss_g':200", "'loss_g':-1", Refusal::out_of_range, "/loss_g"},
      {"process", "'moisture_permille':4", "'moisture_permille':1001", Refusal::out_of_range,
       "/outputs/0/moisture_permille"},
      {"inspect", "'soh_permille':812", "'soh_permille':1501", Refusal::out_of_range,
       "/soh_permille"},
      {"process", "'Co':88000", "'Co':1000001", Refusal::out_of_range, "/outputs/0/assay_ppm/Co"},
      {"process", "'Co':88000", "'Co':628001", Refusal::out_of_range, "/outputs/0/assay_ppm"},
      {"inspect_lot", "'Li':1000000", "'Li':1000000,'Ni':1", Refusal::out_of_range, "/assay_ppm"},
      {"set_target", "'year':2024", "'year':1999", Refusal::out_of_range, "/year"},
      {"establish", "'utc_offset_min':480", "'utc_offset_min':841", Refusal::out_of_range,
       "/utc_offset_min"},
      {"revoke_key", "'untrusted_since':17", "'untrusted_since':-1", Refusal::out_of_range,
       "/untrusted_since"},
      {"enroll", "'roles':['collector','repairer']", "'roles':[]", Refusal::out_of_range, "/roles"},
      {"dispatch", "[{'unit':'ZZ9PE76836300JBC40000903','mass_g':412000}]", "[]",
       Refusal::out_of_range, "/items"},
      {"process", "[{'unit':'ZZ9ME76836300JBC40000904','mass_g':268000}]", "[]",
       Refusal::out_of_range, "/inputs"},
  });
  check_accepted({
      {"retire", "'mass_g':412000", "'mass_g':100000000", {}, {}},
      {"retire", "'mass_g':412000", "'mass_g':1", {}, {}},
      {"retire_lot", "'mass_g':2000000", "'mass_g':10000000000", {}, {}},
      {"process", "'Co':88000", "'Co':628000", {}, {}},
      {"inspect", "'soh_permille':812", "'soh_permille':1500", {}, {}},
  });
}

TEST_CASE("ids, times and words in another form are refused") {
  check({
      {"retire", "'operator':'@R'", "'operator':'91990000MADEUP002B'", Refusal::id_malformed,
       "/operator"},
      {"retire", "'id':'R-0017'", "'id':'R 0017'", Refusal::id_malformed, "/id"},
      {"retire", "'id':'R-0017'", "'id':''", Refusal::id_malformed, "/id"},
      {"scrap_vehicle", "'site':'YARD-1'", "'site':'YARD/1'", Refusal::id_malformed, "/site"},
      {"retire", "+08:00", "Z", Refusal::time_malformed, "/at"},
      {"retire", "10:00:00+08:00", "10:00:60+08:00", Refusal::time_malformed, "/at"},
      {"grant_key", "2025-01-01T", "2025-13-01T", Refusal::time_malformed, "/until"},
      {"retire_lot", "'lot':'@R/CELLS-1'", "'lot':'@R'", Refusal::id_malformed, "/lot"},
      {"retire_provisional", "'scrap':'@C/SV-1'", "'scrap':'SV-1'", Refusal::id_malformed,
       "/scrap"},
      {"dispatch", "'transfer':'WB-88120'", "'transfer':'WB 88120'", Refusal::id_malformed,
       "/transfer"},
      {"establish", "'origin':'trail.example/made-up'", "'origin':'trail.example/'",
       Refusal::id_malformed, "/origin"},
      {"establish", "'key':'@R/root+01020304", "'key':'@R/root+0102030G", Refusal::id_malformed,
       "/authority/key"},
      {"establish", "'key':'@R/root+", "'key':'@C/root+", Refusal::id_malformed, "/authority/key"},
      {"enroll", "'key':'@C/main", "'key':'@R/main", Refusal::id_malformed, "/key"},
      {"grant_key", "'key':'@C/gate", "'key':'@A/gate", Refusal::id_malformed, "/key"},
      {"revoke_key", "'key':'@C/gate'", "'key':'@R/gate'", Refusal::id_malformed, "/key"},
      {"retire", "'region':'CN-FJ'", "'region':'CN-XX'", Refusal::value_not_allowed, "/region"},
      {"deliver", "'country':'CN'", "'country':'ZX'", Refusal::value_not_allowed, "/country"},
      {"deliver", "'country':'CN'", "'country':'CN-FJ'", Refusal::value_not_allowed, "/country"},
      {"retire", "'chemistry':'NCM'", "'chemistry':'MIXED'", Refusal::value_not_allowed,
       "/chemistry"},
      {"retire", "'chemistry':'NCM'", "'chemistry':''", Refusal::value_not_allowed, "/chemistry"},
      {"retire", "'source':'scrapped_vehicle'", "'source':'found'", Refusal::value_not_allowed,
       "/source"},
      {"process", "'route':'mechanical'", "'route':'dismantling'", Refusal::value_not_allowed,
       "/route"},
      {"dispose", "'operation':'D1'", "'operation':'D16'", Refusal::value_not_allowed,
       "/operation"},
      {"set_target", "'bound':'>='", "'bound':'<'", Refusal::value_not_allowed, "/bound"},
      {"retire_lot", "'material':'cells'", "'material':'black_mass'", Refusal::material_not_allowed,
       "/material"},
      {"dismantle", "'material':'steel'", "'material':'part'", Refusal::material_not_allowed,
       "/lots/1/material"},
      {"repurpose", "'material':'part'", "'material':'cells'", Refusal::material_not_allowed,
       "/added/0/material"},
      {"scrap_vehicle", "'vin':'AAEC", "'vin':'AAE", Refusal::value_not_allowed, "/sealed/vin"},
      {"establish", "'rules':1", "'rules':2", Refusal::unknown_version, "/rules"},
      {"establish", "'id':'@R'", "'id':'@C'", Refusal::value_not_allowed, "/authority/id"},
  });
}

TEST_CASE("text that is too long, empty or not allowed is refused") {
  const std::string name(200, 'n');
  const std::string& enroll = samples::named("enroll");
  CHECK(read_event(samples::with(enroll, "Made-up Collectors", name)));
  const auto longer = read_event(samples::with(enroll, "Made-up Collectors", name + "n"));
  REQUIRE_FALSE(longer);
  CHECK(longer.error().refusal == Refusal::too_long);
  CHECK(longer.error().pointer == "/name");
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "名";
  CHECK(read_event(samples::with(enroll, "Made-up Collectors", wide)));
  CHECK_FALSE(read_event(samples::with(enroll, "Made-up Collectors", wide + "名")));
  check({
      {"enroll", "'Made-up Collectors'", "''", Refusal::value_not_allowed, "/name"},
      {"enroll", "Made-up Collectors", "Made-up\\nCollectors", Refusal::text_not_allowed, "/name"},
      {"enroll", "Made-up Collectors", "Made-up\xe2\x80\xae", Refusal::text_not_allowed, "/name"},
      {"scrap_vehicle", "No 17/2024", "No 17#2024", Refusal::text_not_allowed, "/certificate"},
      {"scrap_vehicle", "No 17/2024",
       "1234567890123456789012345678901234567890123456789012345678901234567890", Refusal::too_long,
       "/certificate"},
      {"retire_provisional", "zz9pe 76", "zz9pe 76 名", Refusal::text_not_allowed, "/raw_code"},
  });
}

TEST_CASE("a code at odds with its scheme, level or reporter is refused") {
  check({
      {"retire", "ZZ9PE76836300JBC40000903", "ZZ9PE76836300JBC4000090", Refusal::code_malformed,
       "/unit"},
      {"retire", "ZZ9PE", "ZZ9ME", Refusal::code_malformed, "/unit"},
      {"retire", "'gbt34014-24'", "'gbt34014-19'", Refusal::code_malformed, "/unit"},
      {"retire", "'gbt34014-24'", "'gbt34014'", Refusal::value_not_allowed, "/code_scheme"},
      {"retire", "'level':'pack',", "'level':'pack','no_code_reason':'missing',",
       Refusal::value_not_allowed, "/no_code_reason"},
      {"retire_provisional", "NOCODE-@R-1", "NOCODE-@C-1", Refusal::code_malformed, "/unit"},
      {"retire_provisional", "NOCODE-@R-1", "NOCODE-@R-01", Refusal::code_malformed, "/unit"},
      {"retire_provisional", "'no_code_reason':'unreadable',", "", Refusal::missing_member,
       "/no_code_reason"},
      {"bring_in", "MADEUP:pack 7/x", "MADEUP:pack 7/x ", Refusal::code_malformed, "/items/0/unit"},
      {"dismantle", "'unit':'ZZ9ME76836300JBC40000904'", "'unit':'ZZ9CE76836300JBC40000904'",
       Refusal::code_malformed, "/units/0/unit"},
      {"repurpose", "'level':'pack'", "'level':'module'", Refusal::code_malformed, "/unit"},
      {"identify", "'code':'ZZ9PE76836300JBC40000905',", "", Refusal::missing_member, "/code"},
      {"identify", "'code_scheme':'gbt34014-24',", "", Refusal::missing_member, "/code_scheme"},
      {"identify",
       "'code':'ZZ9PE76836300JBC40000905','code_scheme':'gbt34014-24','raw_code':'zz9','main':"
       "'ZZ9PE76836300JBC40000905','parts':['ZZ9ME76836300JBC40000906'],",
       "", Refusal::missing_member, "/code"},
  });
  check_accepted({
      {"repurpose",
       "'unit':'ZZ9PE76836300JBC40000903','mass_g':400",
       "'unit':'NOCODE-@C-7','mass_g':400",
       {},
       {}},
      {"identify", "'code':'ZZ9PE76836300JBC40000905','code_scheme':'gbt34014-24',", "", {}, {}},
  });
}

TEST_CASE("an input that lives on keeps its provisional code, whoever gave it") {
  const std::string base = samples::with(samples::named("dismantle"),
                                         samples::written("'unit':'ZZ9PE76836300JBC40000903'"),
                                         samples::written("'unit':'NOCODE-@C-7'"));
  const auto lives_on = samples::written(
      "'unit':'NOCODE-@C-7','no_code_reason':'foreign','code_scheme':'provisional'");
  const auto was =
      samples::written("'unit':'ZZ9ME76836300JBC40000904','code_scheme':'gbt34014-24'");
  CHECK(read_event(samples::with(base, was, lives_on)));
  const auto stranger = read_event(samples::with(samples::named("dismantle"), was, lives_on));
  REQUIRE_FALSE(stranger);
  CHECK(stranger.error().pointer == "/units/0/unit");
}

TEST_CASE("a name belongs to material other, and only to it") {
  check({
      {"repurpose", ",'name':'glue'", "", Refusal::name_required, "/added/1/name"},
      {"repurpose", "'material':'part'", "'material':'part','name':'box'",
       Refusal::value_not_allowed, "/added/0/name"},
      {"bring_in", ",'name':'filter-cake'", "", Refusal::name_required, "/items/3/name"},
      {"dismantle", "'material':'steel'", "'material':'other'", Refusal::name_required,
       "/lots/1/name"},
      {"process", "'material':'copper'", "'material':'copper','name':'wire'",
       Refusal::value_not_allowed, "/outputs/1/name"},
  });
}

TEST_CASE("a thing that stands twice in one list is refused") {
  check({
      {"bring_in", "'lot':'@R/X'", "'lot':'@R/BM'", Refusal::duplicate_item, "/items/3/lot"},
      {"dismantle", "@R/ST-7", "@R/AL-7", Refusal::duplicate_item, "/lots/1/lot"},
      {"process", "@R/CU-12", "@R/BM-12", Refusal::duplicate_item, "/outputs/1/lot"},
      {"repurpose", "'lot':'@R/ST-9'", "'lot':'@R/CELLS-1'", Refusal::duplicate_item,
       "/lots/0/lot"},
      {"dispatch", "'mass_g':412000}",
       "'mass_g':412000},{'unit':'ZZ9PE76836300JBC40000903',"
       "'mass_g':1}",
       Refusal::duplicate_item, "/items/1/unit"},
      {"rotate_ledger_key", "'proof':'@P'", "'proof':'@H'", Refusal::value_not_allowed, "/proof"},
      {"rotate_ledger_key", "'old_key':'trail", "'old_key':'+trail", Refusal::id_malformed,
       "/old_key"},
      {"restored", "'size':17", "'size':0", Refusal::out_of_range, "/size"},
      {"restored", "'root':'@H'", "'root':'@P'", Refusal::value_not_allowed, "/root"},
      {"restored", "'lost_size':23", "'lost_size':'23'", Refusal::wrong_type, "/lost_size"},
      {"enroll", "'repairer'", "'collector'", Refusal::duplicate_item, "/roles/1"},
      {"enroll", "YARD-2", "YARD-1", Refusal::duplicate_item, "/sites/1/site"},
      {"scrap_vehicle", "['ZZ9PE76836300JBC40000903']",
       "['ZZ9PE76836300JBC40000903','ZZ9PE76836300JBC40000903']", Refusal::duplicate_item,
       "/units/1"},
      {"identify", "'code':'ZZ9PE76836300JBC40000905'", "'code':'NOCODE-@R-1'",
       Refusal::code_malformed, "/code"},
      {"identify", "['ZZ9ME76836300JBC40000906']", "['NOCODE-@R-1']", Refusal::duplicate_item,
       "/parts"},
  });
}

TEST_CASE("types that are not read yet are told from unknown ones") {
  for (const auto* type : {"correct", "approve", "object", "redact", "attest", "close_year",
                           "succeed", "snapshot", "carry"}) {
    CAPTURE(type);
    const auto event = read_event(samples::written(std::string("{'type':'") + type + "'}"));
    REQUIRE_FALSE(event);
    CHECK(event.error().refusal == Refusal::not_supported);
    CHECK(event.error().pointer == "/type");
  }
}
