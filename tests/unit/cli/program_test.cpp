#include "cli/program.hpp"

#include <sstream>

#include <nlohmann/json.hpp>

#include "cli/problem.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cli/run.hpp"

using nlohmann::json;
using test::run;
using test::Run;

TEST_CASE("the version is data on stdout") {
  CHECK(run({"version"}).out == "celltrail " CELLTRAIL_VERSION "\n");
  CHECK(run({"--version"}).out == run({"version"}).out);
  CHECK(json::parse(run({"version", "--json"}).out)["version"] == CELLTRAIL_VERSION);
  CHECK(json::parse(run({"--json", "version"}).out)["version"] == CELLTRAIL_VERSION);
}

TEST_CASE("help lists every command and begins a command's own with examples") {
  const Run all = run({});
  CHECK(all.code == 0);
  for (const cli::Command& command : cli::commands()) {
    CHECK_THAT(all.out, ContainsSubstring(std::string(command.name)));
    const Run one = run({"help", std::string(command.name.substr(0, command.name.find(' ')))});
    CHECK(one.code == 0);
    REQUIRE_FALSE(command.examples.empty());
    CHECK_THAT(one.out, ContainsSubstring("Examples\n"));
    CHECK_THAT(one.out, ContainsSubstring(std::string(command.examples[0])));
    CHECK(one.out.find("Examples") < one.out.find("Usage"));
  }
  CHECK(run({"trail", "--help"}).out == run({"help", "trail"}).out);
}

TEST_CASE("commands of later versions are not offered") {
  const Run unknown = run({"template"});
  CHECK(unknown.code == 2);
  CHECK(unknown.out.empty());
  CHECK_THAT(unknown.err, ContainsSubstring("there is no command"));
}

TEST_CASE("a mistyped command is answered with the likely one") {
  const Run typed = run({"trial", "X"});
  CHECK(typed.code == 2);
  CHECK_THAT(typed.err, ContainsSubstring("did you mean 'trail'?"));
  CHECK_THAT(run({"operator", "enrol"}).err, ContainsSubstring("did you mean 'operator enroll'?"));
  CHECK_THAT(run({"key"}).err, ContainsSubstring("new show"));
}

TEST_CASE("a mistyped option is answered with the likely one") {
  const Run typed = run({"report", "2024", "--formt", "csv"});
  CHECK(typed.code == 2);
  CHECK_THAT(typed.err, ContainsSubstring("did you mean '--format'?"));
}

TEST_CASE("options that are missing, wrong or not on the list are misuse") {
  CHECK(run({"trail"}).code == 2);
  CHECK(run({"report", "soon"}).code == 2);
  CHECK(run({"report", "2024", "--rule", "net/9"}).code == 2);
  CHECK(run({"trail", "A", "B"}).code == 2);
  CHECK(run({"checkpoint"}).code == 2);
  CHECK_THAT(run({"checkpoint"}).err, ContainsSubstring("CELLTRAIL_LEDGER"));
}

TEST_CASE("a ledger that is not there is not found, by option or by variable") {
  CHECK(run({"checkpoint", "--ledger", "/no/such/ledger"}).code == 3);
  CHECK(run({"--ledger", "/no/such/ledger", "checkpoint"}).code == 3);
  CHECK(run({"checkpoint"}, {{"CELLTRAIL_LEDGER", "/no/such/ledger"}}).code == 3);
}

TEST_CASE("with --json an error is one object on stderr and stdout is empty") {
  const Run wrong = run({"checkpoint", "--json", "--ledger", "/no/such/ledger"});
  CHECK(wrong.out.empty());
  const json error = json::parse(wrong.err)["error"];
  CHECK(error["refusal"] == "not_found");
  CHECK(error["exit"] == 3);
  CHECK_FALSE(error["message"].get<std::string>().empty());
  CHECK_FALSE(error["hint"].get<std::string>().empty());
  CHECK(json::parse(run({"nonsense", "--json"}).err)["error"]["refusal"] == "usage");
}

TEST_CASE("an error says what happened, why, and what to do next") {
  std::ostringstream out, err;
  std::istringstream in;
  const cli::Environment environment;
  cli::Context context{{in, out, err}, environment, {}};
  const cli::Problem problem{.exit = cli::ExitCode::refused,
                             .name = "not_holder",
                             .what = "event R-1 is refused",
                             .why = "it is in another stock",
                             .hint = "have it dispatched",
                             .pointer = "/items/0",
                             .file = "a.jsonl",
                             .line = 7};
  CHECK(cli::complain(context, problem) == cli::ExitCode::refused);
  CHECK(err.str() ==
        "celltrail: a.jsonl:7: event R-1 is refused\n"
        "  why:  /items/0: it is in another stock\n"
        "  next: have it dispatched\n");
}

TEST_CASE("an option that may be said again takes one value each time") {
  // The word after the key is the file, not another key: so a key that is missing is found missing.
  const Run said = run({"record", "--key", "/no/such.key", "/dev/null", "--ledger", "/"});
  CHECK(said.code == 3);
  CHECK_THAT(said.err, ContainsSubstring("/no/such.key"));
}

TEST_CASE("a value of the wrong kind is named with what was expected") {
  const auto said = [](std::vector<std::string> args) {
    const Run wrong = run(std::move(args));
    CHECK(wrong.code == 2);
    return wrong.err.substr(0, wrong.err.find('\n'));
  };
  CHECK(said({"report", "2024", "--at", "1.5"}) ==
        "celltrail: --at: takes a whole number, found 1.5");
  CHECK(said({"report", "99999999999999999999"}) ==
        "celltrail: YEAR: takes a whole number, found 99999999999999999999");
  CHECK(said({"report", "2024", "--rule", "net"}) ==
        "celltrail: --rule: takes one of net/1, gross/1, received/1, found net");
  CHECK(said({"stock", "--ledger"}) == "celltrail: --ledger needs a value");
  CHECK(said({""}) == "celltrail: the command is empty");
}

TEST_CASE("help stays within a line of 80 columns where words allow it") {
  for (const cli::Command& command : cli::commands()) {
    std::istringstream lines(
        run({"help", std::string(command.name.substr(0, command.name.find(' ')))}).out);
    for (std::string line; std::getline(lines, line);) {
      CHECK((line.empty() || line.back() != ' '));
      if (line.starts_with("  celltrail ") || line.starts_with("      ")) CHECK(line.size() <= 96);
    }
  }
}

TEST_CASE("what was found in a file does not steer the terminal") {
  std::ostringstream out, err;
  std::istringstream in;
  const cli::Environment environment;
  cli::Context context{{in, out, err}, environment, {}};
  static_cast<void>(cli::complain(context, {.name = "csv", .what = "found \"a\x1b[2J\x7f\"\r\nb"}));
  CHECK(err.str() == "celltrail: found \"a?[2J?\"??b\n");
}

TEST_CASE("a workbook is not written to a terminal") {
  std::ostringstream out, err;
  std::istringstream in;
  cli::Environment environment;
  environment.out_is_terminal = true;
  environment.variable = [](const std::string&) { return std::nullopt; };
  environment.interrupted = [] { return false; };
  CHECK(cli::run_program({"report", "2024", "--format", "xlsx"}, {in, out, err}, environment) == 2);
  CHECK(out.str().empty());
  CHECK_THAT(err.str(), ContainsSubstring("nothing to read on a terminal"));
  CHECK_THAT(err.str(), ContainsSubstring("-o 2024.xlsx"));
}

TEST_CASE("a key is made only under a name that can be granted") {
  for (const char* name : {"VATTEST1", "vattest1/office", "VATTEST1/", "/office", "VATTEST1/a b",
                           "VATTEST1/a/b", "VATTEST1/0123456789012345678901234567890a"}) {
    const Run refused = run({"key", "new", "/no/such/directory/key", "--name", name});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, ContainsSubstring("is no key name"));
  }
  const Run nowhere = run({"key", "new", "/no/such/directory/key", "--name", "VATTEST1/office"});
  CHECK(nowhere.code == 3);
  CHECK_THAT(nowhere.err, ContainsSubstring("there is no directory /no/such/directory"));
}
