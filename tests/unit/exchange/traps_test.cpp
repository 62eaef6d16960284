#include <string>
#include <string_view>

#include "ledger/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

struct Trap {
  std::string_view header, cell, code, hint;
};

ledger::CsvProblem only_problem(const ledger::CsvFile& file) {
  INFO(files::shown(file));
  CHECK(file.events.empty());
  REQUIRE(file.problems.size() == 1);
  return file.problems.front();
}

std::string json_of(std::string_view header, std::string_view cell) {
  const auto file = files::read(files::with_cell(header, cell));
  INFO(files::shown(file));
  REQUIRE(file.events.size() == 1);
  return file.events.front().json;
}

}  // namespace

TEST_CASE("what a spreadsheet spoils is refused with what to do", "[csv]") {
  const auto trap = GENERATE(
      Trap{"unit", "4.12E+23", "excel_number", "Text"},
      Trap{"unit", "4,12E+23", "excel_number", "Text"},
      Trap{"unit", "412345678901234000000000", "excel_number", "Text"},
      Trap{"at", "45356.3958", "excel_date", "2024-03-05 09:30"},
      Trap{"at", "45356", "excel_date", "2024-03-05 09:30"},
      Trap{"at", "2024-03-05", "time_of_day_missing", "hour"},
      Trap{"at", "3/5/2024 9:30", "time_malformed", "year"},
      Trap{"at", "2024-02-30 9:30", "time_malformed", "calendar"},
      Trap{"at", "2024-03-05 9:30 PM", "time_malformed", ""},
      Trap{"mass_kg", "4.12E+05", "excel_number", "Number"},
      Trap{"mass_kg", "412000g", "unit_differs", "in g"},
      Trap{"mass_kg", "450 lbs", "unit_differs", "alone"},
      Trap{"mass_kg", "412,5", "number_malformed", "point"},
      Trap{"mass_kg", "0,412", "number_malformed", "point"},
      Trap{"mass_kg", "1,23,456", "number_malformed", "point"},
      Trap{"mass_kg", "412.0005", "too_precise", "gram"},
      Trap{"mass_kg", "heavy", "number_malformed", ""},
      Trap{"mass_kg", "99999999999999999", "out_of_range", "unit"},
      Trap{"mass_kg", "0", "out_of_range", ""},
      Trap{"chemistry", "NMC", "value_not_allowed", "NCM"},
      Trap{"unit", "ZZ9PE76836300JBC4OOOO9O3", "code_malformed", "ZZ9PE76836300JBC40000903"},
      Trap{"id", "", "id_missing", "number"}, Trap{"id", "R 1", "id_malformed", ""},
      Trap{"mass_basis", "", "missing_member", ""}, Trap{"region", "福州", "value_not_allowed", ""},
      Trap{"type", "enroll", "unknown_type", "retire"});
  CAPTURE(trap.cell, trap.code);
  const auto problem = only_problem(files::read(files::with_cell(trap.header, trap.cell)));
  CHECK(problem.code == trap.code);
  CHECK(problem.row == 2);
  CHECK(problem.column == files::column_of(trap.header));
  CHECK(problem.header == trap.header);
  CHECK_FALSE(problem.message.empty());
  CHECK_THAT(problem.hint, ContainsSubstring(std::string(trap.hint)));
}

TEST_CASE("what is only written otherwise is understood", "[csv]") {
  const std::string plain = json_of("note", "");
  for (const char* const at :
       {"2024-03-05T09:30:00+08:00", "2024-03-05 09:30:00", "2024/3/5 9:30", "2024年3月5日 9:30",
        "2024年03月05日9时30分", "2024-3-5T9:30", "２０２４／３／５　９：３０"})
    CHECK(json_of("at", at) == plain);
  for (const char* const mass :
       {"412", "412.000", "412kg", "412 KG", "412 公斤", "0412", "４１２", " 412 "})
    CHECK(json_of("mass_kg", mass) == plain);
  for (const char* const chemistry : {"NCM", "ncm", "镍钴锰三元"})
    CHECK(json_of("chemistry", chemistry) == plain);
  for (const char* const region : {"CN-FJ", "cn-fj", "福建", "福建省"})
    CHECK(json_of("region", region) == plain);
  CHECK(json_of("at", "2024-03-05 01:30Z").find("2024-03-05T01:30:00+00:00") != std::string::npos);
  CHECK(json_of("mass_kg", "1,234.5").find("\"mass_g\":1234500") != std::string::npos);
  CHECK(json_of("mass_kg", "12,345").find("\"mass_g\":12345000") != std::string::npos);
}

TEST_CASE("what was scanned is kept where it differs from the code", "[csv]") {
  CHECK(json_of("unit", "ZZ9PE76836300JBC40000903").find("raw_code") == std::string::npos);
  CHECK(json_of("unit", "zz9pe76-836300j-bc40000903")
            .find(R"("raw_code":"zz9pe76-836300j-bc40000903")") != std::string::npos);
  CHECK(json_of("unit", "ＺＺ９PE76836300JBC40000903").find("raw_code") == std::string::npos);
}

TEST_CASE("a comma between digits is not guessed at where files are cut at semicolons", "[csv]") {
  std::string text = files::good_row();
  for (char& c : text)
    if (c == ',') c = ';';
  const auto with_mass = [&](std::string_view mass) {
    std::string changed = text;
    changed.replace(changed.find(";412;") + 1, 3, mass);
    return files::read(changed);
  };
  CHECK(with_mass("1234").events.size() == 1);
  CHECK(with_mass("1,234,567.5").problems.front().code == "out_of_range");
  CHECK(with_mass("1,234").problems.front().code == "number_ambiguous");
  CHECK(with_mass("1.234").problems.front().code == "number_ambiguous");
  CHECK(with_mass("12.5").events.size() == 1);
}

TEST_CASE("signs that a spreadsheet runs as a formula are text", "[csv]") {
  const auto file = files::read(files::with_cell("note", "=HYPERLINK(\"x\")"));
  REQUIRE(file.events.size() == 1);
  CHECK(file.events.front().openings.front().text == "=HYPERLINK(\"x\")");
  CHECK(only_problem(files::read(files::with_cell("unit", "=1+1"))).code == "code_malformed");
}

TEST_CASE("empty rows are passed over and counted", "[csv]") {
  std::string text = "\n" + files::good_row() + ",,,\n\n  \n";
  text += "retire,R-2,2024-03-05 9:30,bad,NCM,1,weighed,vehicle,replaced,CN-FJ,\n,,,,,,,,,,,,,,\n";
  const auto file = files::read(text);
  REQUIRE(file.events.size() == 1);
  CHECK(file.events.front().first_row == 3);
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems.front().row == 7);
}

TEST_CASE("a row twice and an id twice are told apart", "[csv]") {
  const std::string text = files::good_row();
  const std::string row = text.substr(text.find('\n') + 1);
  std::string other = row;
  other.replace(other.find("412"), 3, "413");
  std::string next = row;
  next.replace(next.find("R-1"), 3, "R-2");

  CHECK(only_problem(files::read(text + row)).code == "duplicate_row");
  const auto again = only_problem(files::read(text + other));
  CHECK(again.code == "id_again");
  CHECK(again.row == 3);
  CHECK(again.column == 2);
  for (const std::string& last : {row, other}) {
    const auto file = files::read(text + next + last);
    REQUIRE(file.events.size() == 1);
    CHECK(file.events.front().first_row == 3);
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems.front().row == 4);
  }
}
