#include "ledger/result.hpp"
#include "tests/e2e/scenario.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

const fs::path folder = fs::path(TESTS_DIR) / "e2e" / "scenarios";

void plays_as_written(const std::string& name) {
  const Workshop workshop;
  const std::string wrong = play(read_scenario(read_file(folder / name)), workshop);
  INFO(name << ", " << wrong);
  CHECK(wrong.empty());
}

}  // namespace

TEST_CASE("a first ledger by hand") {
  plays_as_written("first_ledger.txt");
}

TEST_CASE("the life of one pack, counted once") {
  plays_as_written("a_life.txt");
}

TEST_CASE("the same file twice") {
  plays_as_written("twice.txt");
}

TEST_CASE("bad input changes nothing and says what to do next") {
  plays_as_written("bad_input.txt");
}

TEST_CASE("a copy that trusts nobody") {
  plays_as_written("mirror.txt");
}

TEST_CASE("a copy for bad days") {
  plays_as_written("backup.txt");
}

TEST_CASE("every exit code") {
  plays_as_written("exit_codes.txt");
}

TEST_CASE("what somebody without a ledger can check") {
  plays_as_written("prove_and_verify.txt");
}

TEST_CASE("keys on another machine, keys replaced, keys stolen") {
  plays_as_written("keys.txt");
}

TEST_CASE("every answer in JSON") {
  plays_as_written("json.txt");
}

TEST_CASE("every scenario is played by a test") {
  const std::string tests = read_file(fs::path(TESTS_DIR) / "e2e" / "scenarios_test.cpp");
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".txt") continue;
    CHECK_THAT(tests, ContainsSubstring('"' + file.path().filename().string() + '"'));
  }
}

TEST_CASE("a scenario that goes otherwise is told") {
  const Workshop workshop;
  const auto wrong = [&](const std::string& text) { return play(read_scenario(text), workshop); };
  CHECK(wrong("$ echo hello\n> hello\nquiet\n").empty());
  CHECK_THAT(wrong("$ echo hello\n> bye\n"), ContainsSubstring("missing on stdout: bye"));
  CHECK_THAT(wrong("$ echo hello\n! hello\n"), ContainsSubstring("missing on stderr: hello"));
  CHECK_THAT(wrong("$ true\nexit 5\n"), ContainsSubstring("exit 0, expected 5"));
  CHECK_THAT(wrong("$ echo hello\njson\n"), ContainsSubstring("stdout is no JSON"));
  CHECK_THAT(wrong("$ echo hello >&2\nquiet\n"), ContainsSubstring("stderr is not empty"));
  CHECK_THROWS_AS(read_scenario("nonsense\n"), ledger::Failure);
}
