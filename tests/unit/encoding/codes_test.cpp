#include "ledger/encoding/codes.hpp"

#include "tests/support/catch.hpp"

using namespace ledger;
using namespace ledger::encoding;

namespace {

void check_date(std::string_view code, CodeScheme scheme, int year, int month, int day) {
  CAPTURE(code);
  const auto read = read_code(code, scheme);
  REQUIRE(read);
  REQUIRE(read->date);
  CHECK(read->date->year == year);
  CHECK(read->date->month == month);
  CHECK(read->date->day == day);
}

}  // namespace

TEST_CASE("codes seen on batteries are read") {
  check_date("001CB240000003B3C0221953", CodeScheme::gbt34014_24, 2021, 3, 12);
  check_date("04QCB76836300JBC40000903", CodeScheme::gbt34014_24, 2021, 12, 4);
  check_date("X12MCPM27KLPCLX2M2382320", CodeScheme::gbt34014_24, 2039, 2, 21);
  check_date("001CB24B3C0221953RC", CodeScheme::gbt34014_19, 2021, 3, 12);
  const auto cell = read_code("001CB240000003B3C0221953", CodeScheme::gbt34014_24);
  CHECK(cell->level == Level::cell);
  CHECK(cell->chemistry_letter == 'B');
}

TEST_CASE("codes of a wrong structure are refused") {
  for (const auto* code :
       {"A765101015", "jbc4000090304qcb76836300", "001cb240000003b3c0221953",
        "001XB240000003B3C0221953", "001CH240000003B3C0221953", "001CB240000003O3C0221953",
        "001CB240000003BDC0221953", "001CB240000003B3Z0221953", "001CB240000003B3C022195A",
        "001CB240000003B3C022195", "001CB240000003B3C02219530", ""}) {
    CAPTURE(code);
    CHECK_FALSE(read_code(code, CodeScheme::gbt34014_24));
    CHECK_FALSE(is_code(code));
  }
  for (const auto* code : {"001CB24B3C0221953SC", "001CB24B3C0221953RX", "001CB24B3C022195RC"}) {
    CAPTURE(code);
    CHECK_FALSE(read_code(code, CodeScheme::gbt34014_19));
  }
}

TEST_CASE("an odd date symbol is a finding and no refusal") {
  for (const auto* code : {"001CB240000003I3C0221953", "001CB240000003B3U0221953",
                           "001CB240000003B2Y0221953", "001CB240000003B400221953"}) {
    CAPTURE(code);
    const auto read = read_code(code, CodeScheme::gbt34014_24);
    REQUIRE(read);
    CHECK_FALSE(read->date);
  }
  check_date("001CB240000003E2X0221953", CodeScheme::gbt34014_24, 2024, 2, 29);
  CHECK_FALSE(read_code("001CB240000003D2X0221953", CodeScheme::gbt34014_24)->date);
}

TEST_CASE("provisional codes name their reporter") {
  const auto read = read_code("NOCODE-91990000MADEUP002A-17", CodeScheme::provisional);
  REQUIRE(read);
  CHECK(read->reporter == "91990000MADEUP002A");
  CHECK(read->level == Level::none);
  CHECK(is_code("NOCODE-DUNS123456789-999999999999999999"));
  for (const auto* code :
       {"NOCODE-91990000MADEUP002B-17", "NOCODE-91990000MADEUP002A-0", "NOCODE-DUNS123456789-",
        "NOCODE-91990000MADEUP002A-017", "NOCODE-DUNS123456789-1000000000000000000",
        "NOCODE-DUNS123456789-1-1", "NOCODE--1", "nocode-DUNS123456789-1"}) {
    CAPTURE(code);
    CHECK_FALSE(read_code(code, CodeScheme::provisional));
    CHECK_FALSE(is_code(code));
  }
}

TEST_CASE("other codes keep what their issuer wrote") {
  CHECK(is_code("MADEUP:pack #7/a:b"));
  CHECK(is_code("X:" + std::string(62, 'y')));
  for (const auto& code : std::initializer_list<std::string>{
           "MADEUP:", ":x", "madeup:x", "MADEUP: x", "MADEUP:x ", "MADEUP", "MADEUP:x\xc3\xa9",
           "X:" + std::string(63, 'y'), std::string(33, 'X') + ":y", "X:001CB240000003B3C0221953",
           "X:001CB24B3C0221953RC", "X:NOCODE-1"}) {
    CAPTURE(code);
    CHECK_FALSE(read_code(code, CodeScheme::other));
    CHECK_FALSE(is_code(code));
  }
}

TEST_CASE("a code fits one scheme") {
  CHECK_FALSE(read_code("001CB240000003B3C0221953", CodeScheme::other));
  CHECK_FALSE(read_code("001CB240000003B3C0221953", CodeScheme::gbt34014_19));
  CHECK_FALSE(read_code("001CB240000003B3C0221953", CodeScheme::none));
}

TEST_CASE("a chemistry letter stands for its chemistries") {
  CHECK(letter_fits('B', Chemistry::LFP));
  CHECK(letter_fits('E', Chemistry::NCM));
  CHECK(letter_fits('E', Chemistry::NCA));
  CHECK_FALSE(letter_fits('B', Chemistry::NCM));
  CHECK_FALSE(letter_fits('E', Chemistry::LFP));
  CHECK(letter_fits(0, Chemistry::LFP));
}

TEST_CASE("credit codes need their check character") {
  CHECK(is_credit_code("91350100M000100Y43"));
  CHECK(is_credit_code("91990000MADEUP0017"));
  CHECK(credit_code_check("91990000MADEUP001") == '7');
  // The ids printed in the description of events were never issued.
  CHECK(credit_code_check("91350200MA34TPUQ1") == 'B');
  CHECK(credit_code_check("91420000X16060606") == 'A');
  CHECK_FALSE(is_credit_code("91350200MA34TPUQ1X"));
  CHECK_FALSE(credit_code_check("9199000OMADEUP001"));
  CHECK_FALSE(credit_code_check("91990000MADEUP00"));
  CHECK_FALSE(is_credit_code("91990000MADEUP017"));
  CHECK_FALSE(is_credit_code("91990000MADEUP0071"));
}

TEST_CASE("operators have one of four kinds of id") {
  for (const auto* id : {"91990000MADEUP0017", "DUNS123456789", "LEIMADEUP00000000TEST91",
                         "VATDE123456789", "VATFRXX", "VATATU12345678901"}) {
    CAPTURE(id);
    CHECK(is_operator_id(id));
  }
  for (const auto* id :
       {"", "91990000MADEUP0018", "DUNS12345678", "DUNS1234567890", "DUNS12345678A",
        "LEIMADEUP00000000TEST92", "LEIMADEUP00000000TEST", "VATDE1", "VAT1E12",
        "VATDE1234567890123", "VATde123", "ACME", "91990000madeup0017"}) {
    CAPTURE(id);
    CHECK_FALSE(is_operator_id(id));
  }
}

TEST_CASE("names hold to their forms") {
  CHECK(is_label("A.b_c-1"));
  CHECK(is_label(std::string(31, 'a')));
  CHECK_FALSE(is_label(std::string(32, 'a')));
  CHECK_FALSE(is_label(""));
  CHECK_FALSE(is_label("a/b"));
  CHECK(is_event_id("2024/R-1"));
  CHECK(is_event_id(std::string(64, 'x')));
  CHECK_FALSE(is_event_id(std::string(65, 'x')));
  CHECK(is_lot_name("DUNS123456789/L-1"));
  CHECK_FALSE(is_lot_name("DUNS123456789/"));
  CHECK_FALSE(is_lot_name("DUNS123456789/a/b"));
  CHECK_FALSE(is_lot_name("ACME/L-1"));
  CHECK(is_key_name("DUNS123456789/gate"));
  CHECK(is_origin("trail.example/made-up"));
  for (const auto* origin : {"ab", "Trail.example", "/trail", "trail/", "trail/batch/x", "tr ail"})
    CHECK_FALSE(is_origin(origin));
  CHECK_FALSE(is_origin(std::string(129, 'a')));
}

TEST_CASE("regions are those of ISO 3166") {
  for (const auto* region :
       {"CN", "DE", "CN-AH", "CN-TW", "CN-HK", "CN-MO", "CN-XZ", "DE-BY", "FR-75", "GB-ENG"}) {
    CAPTURE(region);
    CHECK(is_region(region));
  }
  for (const auto* region : {"", "C", "XX", "EU", "UK", "cn", "CN-", "CN-XX", "CN-34", "CN-FJI",
                             "XX-FJ", "DE-", "DE-BAYE", "DE_BY", "DE-by", "CN-F"}) {
    CAPTURE(region);
    CHECK_FALSE(is_region(region));
  }
  CHECK(is_country("SS"));
  CHECK_FALSE(is_country("CN-FJ"));
}

TEST_CASE("letters that look like figures are read as figures where only figures stand") {
  const auto [typed, meant] = GENERATE(
      table<std::string, std::string>({{"04QPE76836300JBC4OQI0903", "04QPE76836300JBC40010903"},
                                       {"04QPE76836300JBIO0000903", "04QPE76836300JB100000903"},
                                       {"04qpe76836300jbc40000903", "04QPE76836300JBC40000903"},
                                       {"001CB24B3CO22I953RC", "001CB24B3C0221953RC"}}));
  CAPTURE(typed);
  CHECK_FALSE(is_code(typed));
  CHECK(is_code(meant));
  CHECK(code_advice(typed).find("is it " + meant + "?") == 0);
}

TEST_CASE("a code that no reading of its letters makes whole is left alone") {
  for (const std::string_view code :
       {"", "04QPE76836300JBC4000090", "04QPO76836300JBC40000903", "04QPE76836300JOC40000903",
        "04QPE76836300JBC40000903", "O4QPE76836300JBC4000X903"})
    CHECK(code_advice(code).empty());
}

TEST_CASE("who names no region is told the likely one, or what stands there") {
  CHECK(region_advice("cn-fj") == "is it CN-FJ?");
  CHECK(region_advice("CN_FJ") == "is it CN-FJ?");
  CHECK(region_advice("CNFJ") == "is it CN-FJ?");
  CHECK(region_advice("ZJ") == "is it CN-ZJ?");
  CHECK(region_advice("CN-FX").find("after CN- stands one of AH BJ CQ FJ") == 0);
  CHECK(region_advice("CN-FX").ends_with("XZ YN ZJ"));
  for (const std::string& other : {std::string(), std::string("XX"), std::string(1000, 'C')})
    CHECK(region_advice(other).find("a province of China is CN-") == 0);
}
