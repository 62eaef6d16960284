#include <string>
#include <string_view>

#include "ledger/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

using ledger::CsvProblem;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

CsvProblem first_problem(const std::string& text) {
  const auto file = files::read(text);
  INFO(files::shown(file));
  REQUIRE_FALSE(file.problems.empty());
  return file.problems.front();
}

void check_at(const CsvProblem& problem, std::string_view code, std::int64_t row,
              std::int64_t column) {
  CHECK(problem.code == code);
  CHECK(problem.row == row);
  CHECK(problem.column == column);
}

}  // namespace

TEST_CASE("rows of one event agree in what it says as a whole", "[csv]") {
  const std::string text =
      replaced(files::example("dispatch.csv"), "dispatch,D-0004,,,,", "dispatch,D-0004,,YARD-2,,");
  const auto file = files::read(text);
  REQUIRE(file.events.size() == 1);
  CHECK(file.events.front().first_row == 4);
  check_at(file.problems.front(), "rows_differ", 3, 4);
}

TEST_CASE("an event whose row lacks its id is not recorded without it", "[csv]") {
  const auto file =
      files::read(replaced(files::example("dispatch.csv"), "dispatch,D-0004,,,,", "dispatch,,,,,"));
  CHECK(file.events.size() == 1);
  check_at(file.problems.front(), "id_missing", 3, 2);
}

TEST_CASE("rows of one event stand together, or none of it is recorded", "[csv]") {
  const std::string text =
      files::example("dispatch.csv") + "dispatch,D-0004,,,,,,,ZZ9PE76836300JBC40000905,,100,\n";
  const auto file = files::read(text);
  REQUIRE(file.events.size() == 1);
  CHECK(file.events.front().first_row == 4);
  check_at(file.problems.front(), "id_again", 5, 2);
}

TEST_CASE("an event at which the file breaks off is not recorded", "[csv]") {
  const auto file =
      files::read(files::example("dispatch.csv") + "dispatch,D-0005,,,,,,,,\"CELLS-2,5,\n");
  CHECK(file.events.size() == 1);
  check_at(file.problems.front(), "unclosed_quote", 5, 10);
}

TEST_CASE("a refusal of the event leads to the cell", "[csv]") {
  const std::string dismantle = files::example("dismantle.csv");
  const auto at = [&](std::string_view from, std::string_view to) {
    return first_problem(replaced(dismantle, from, to));
  };
  check_at(at("AL-7,aluminium", "AL-7,aluminum"), "value_not_allowed", 4, 10);
  CHECK(at("AL-7,aluminium", "AL-7,aluminum").hint == "did you mean \"aluminium\"?");
  check_at(at("ST-7,steel", "AL-7,steel"), "duplicate_item", 5, 9);
  check_at(at("ST-7,steel", "ST-7,"), "missing_member", 5, 10);
  check_at(at("module,,,,268", "pack,,,,268"), "code_malformed", 3, 6);
  check_at(at("loss,,,,,,0.2", "loss,,,,,,-0.2"), "out_of_range", 7, 11);
  check_at(at("loss,,,,,,0.2", "lots,,,,,,0.2"), "unknown_line", 7, 5);
  check_at(at("loss,,,,,,0.2", "loss,,pack,,,,0.2"), "not_of_this_line", 7, 7);
  check_at(at("weighing,,,,,,-0.01", "loss,,,,,,0.1"), "line_twice", 8, 5);
  check_at(at("dismantle,DM-90,,,loss,,,,,,0.2\n", ""), "line_missing", 2, 5);
  check_at(at("2024-03-20 10:00,weighed,input,ZZ9P", "2024-03-20 10:00,weighed,input,ZZ9X"),
           "code_malformed", 2, 6);
}

TEST_CASE("a product stands in a line of its own", "[csv]") {
  const std::string text = files::example("repurpose.csv");
  const auto start = text.find("repurpose,RP-1,,,unit");
  std::string without = text;
  without.erase(start, text.find('\n', start) + 1 - start);
  const auto problem = first_problem(without);
  check_at(problem, "line_missing", 2, 5);
  CHECK_THAT(problem.message, ContainsSubstring("`unit`"));
}

TEST_CASE("an assay leads to its element", "[csv]") {
  check_at(first_problem(replaced(files::example("process.csv"), "236000", "1000001")),
           "out_of_range", 3, 18);
}

TEST_CASE("every row is of the file's type and company", "[csv]") {
  const std::string text = files::good_row();
  std::string second = text.substr(text.find('\n') + 1);
  second = replaced(replaced(second, "R-1", "R-2"), "retire", "weigh");
  check_at(first_problem(text + second), "mixed_types", 3, 1);

  std::string with_operator = replaced(text, "note", "operator");
  with_operator.insert(with_operator.size() - 1, "91990000MADEUP0017");
  check_at(first_problem(with_operator), "wrong_operator", 2, 11);
}

TEST_CASE("headers that do not fit are named, and nothing else is said", "[csv]") {
  const std::string text = files::good_row();
  struct Case {
    std::string_view from, to, code, hint;
    std::int64_t column;
  };
  const auto bad = GENERATE(Case{"chemistry", "chemistri", "unknown_header", "chemistry", 5},
                            Case{"region", "地域", "unknown_header", "地区", 10},
                            Case{"mass_kg", "mass_lb", "unknown_header", "mass_", 6},
                            Case{"mass_kg", "质量", "unit_missing", "kg", 6},
                            Case{"note", "weight (g)", "duplicate_header", "delete", 11},
                            Case{"type", "kind", "missing_header", "retire", 0},
                            Case{"mass_basis,", "", "missing_header", "", 0},
                            Case{"unit", "note", "duplicate_header", "delete", 11});
  const auto file = files::read(replaced(text, bad.from, bad.to));
  INFO(files::shown(file));
  CAPTURE(bad.to);
  CHECK(file.events.empty());
  REQUIRE(file.problems.size() == 1);
  check_at(file.problems.front(), bad.code, 1, bad.column);
  CHECK_THAT(file.problems.front().hint, ContainsSubstring(std::string(bad.hint)));
}

TEST_CASE("text in a column without a header is not lost silently", "[csv]") {
  check_at(first_problem(replaced(files::good_row(), "CN-FJ,", "CN-FJ,,left over")),
           "header_missing", 2, 12);
}

TEST_CASE("reading stops when everything is wrong", "[csv]") {
  std::string text = files::good_row();
  for (int i = 0; i < 1500; ++i) text += "retire,,,,,,,,,,\n";
  const auto file = files::read(text);
  CHECK(file.problems.size() == ledger::csv_problems_max + 1);
  CHECK(file.problems.back().code == "too_many_problems");
}
