#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ledger/result.hpp"
#include "tests/e2e/http_examples.hpp"
#include "tests/e2e/http_story.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

const fs::path folder = fs::path(TESTS_DIR) / "e2e" / "http_scenarios";
constexpr std::array<const char*, 2> stories{"a_day.txt", "what_goes_wrong.txt"};

std::string first_difference(const std::string& a, const std::string& b) {
  std::istringstream old_lines(a), new_lines(b);
  int number = 0;
  for (std::string x, y;;) {
    const bool more_x = static_cast<bool>(std::getline(old_lines, x));
    const bool more_y = static_cast<bool>(std::getline(new_lines, y));
    ++number;
    if (!more_x && !more_y) return "";
    if (more_x != more_y || x != y)
      return "line " + std::to_string(number) + "\n  is:    " + (more_x ? x : "(the end)") +
             "\n  ought: " + (more_y ? y : "(the end)");
  }
}

/// Compares a file with what it must be, or writes it anew when CELLTRAIL_WRITE_GOLDEN is set.
void is_as(const fs::path& file, const std::string& must) {
  const std::string is = read_file(file);
  if (is == must) return;
  if (std::getenv("CELLTRAIL_WRITE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << must;
    return;
  }
  FAIL(
      file.filename().string() << ", " << first_difference(is, must)
                               << "\nlook whether it is right; CELLTRAIL_WRITE_GOLDEN=1 writes it");
}

void is_told_as_it_is(const char* name) {
  HttpStory story(read_file(folder / name));
  story.play();
  CHECK(story.wrong() == "");
  is_as(folder / name, story.told());
}

std::vector<HttpExample> examples() {
  std::vector<HttpExample> all;
  for (const char* name : stories)
    for (HttpExample& example : examples_in(read_file(folder / name)))
      all.push_back(std::move(example));
  return one_an_operation(all);
}

}  // namespace

TEST_CASE("a day of a recycler over HTTP", "[http]") {
  is_told_as_it_is("a_day.txt");
}

TEST_CASE("what goes wrong over HTTP, and what the answer says", "[http]") {
  is_told_as_it_is("what_goes_wrong.txt");
}

TEST_CASE("the examples of openapi.json are what the service answered", "[http]") {
  is_as(fs::path(SOURCE_DIR) / "schema" / "openapi_examples.json", openapi_examples(examples()));
}

TEST_CASE("docs/http.md shows what the service answered", "[http]") {
  const fs::path page = fs::path(SOURCE_DIR) / "docs" / "http.md";
  is_as(page, with_examples(read_file(page), examples()));
}

TEST_CASE("every HTTP scenario is played by a test", "[http]") {
  const std::string tests = read_file(fs::path(TESTS_DIR) / "e2e" / "http_scenarios_test.cpp");
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".txt")
      CHECK_THAT(tests, ContainsSubstring("is_told_as_it_is(\"" + file.path().filename().string()));
}

TEST_CASE("a story that goes otherwise is told otherwise", "[http]") {
  const std::string begin =
      "$ celltrail init book --origin ledger.example/trail --authority VATTEST0\n\nserve\n\n";
  HttpStory story(begin + "--> GET /v1/nothing\n<-- 200\n\nstop\n");
  story.play();
  CHECK(story.wrong() == "");
  CHECK_THAT(story.told(), ContainsSubstring("<-- 404\n"));
  CHECK_THAT(story.told(), ContainsSubstring("\"name\": \"not_found\""));
  CHECK_THROWS_AS(HttpStory("$ false\n").play(), ledger::Failure);
  CHECK_THROWS_AS(HttpStory("nonsense\n").play(), ledger::Failure);
}
