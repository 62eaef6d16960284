#include "tests/e2e/scenario.hpp"

#include <sstream>

#include <nlohmann/json.hpp>

#include "ledger/result.hpp"

namespace e2e {
namespace {

class Reader {
 public:
  explicit Reader(const std::string& text) : in_(text) {}

  Scenario read() {
    std::string line;
    while (next(line)) {
      if (line.empty() || line[0] == '#') continue;
      if (line.starts_with("$ "))
        scenario_.steps.push_back(Step{number_, line.substr(2), {}, {}});
      else if (line.starts_with("file "))
        take_file(line.substr(5));
      else
        take_expectation(line);
    }
    return std::move(scenario_);
  }

 private:
  bool next(std::string& line) {
    ++number_;
    return static_cast<bool>(std::getline(in_, line));
  }

  void take_file(std::string name) {
    Scenario::File file{std::move(name), "", scenario_.steps.size()};
    std::string line;
    while (next(line) && line != "end") file.content += line + '\n';
    scenario_.files.push_back(std::move(file));
  }

  void take_expectation(const std::string& line) {
    if (scenario_.steps.empty()) fail(line);
    Step& step = scenario_.steps.back();
    if (line.starts_with("> "))
      step.printed.push_back(line.substr(2));
    else if (line.starts_with("! "))
      step.complained.push_back(line.substr(2));
    else if (line.starts_with("exit "))
      step.code = std::stoi(line.substr(5));
    else if (line == "json")
      step.is_json = true;
    else if (line == "quiet")
      step.is_quiet = true;
    else
      fail(line);
  }

  [[noreturn]] void fail(const std::string& line) const {
    throw ledger::Failure("scenario, line " + std::to_string(number_) + ": " + line);
  }

  std::istringstream in_;
  int number_ = 0;
  Scenario scenario_;
};

bool is_json_lines(const std::string& text) {
  std::istringstream in(text);
  std::string line;
  while (std::getline(in, line))
    if (!nlohmann::json::accept(line)) return false;
  return true;
}

void expect(const std::vector<std::string>& fragments, const std::string& text,
            const std::string& where, std::string& wrong) {
  for (const std::string& fragment : fragments)
    if (text.find(fragment) == std::string::npos)
      wrong += "  missing " + where + ": " + fragment + '\n';
}

std::string judge(const Step& step, const Ran& ran) {
  std::string wrong;
  if (ran.code != step.code)
    wrong +=
        "  exit " + std::to_string(ran.code) + ", expected " + std::to_string(step.code) + '\n';
  expect(step.printed, ran.out, "on stdout", wrong);
  expect(step.complained, ran.err, "on stderr", wrong);
  // A document may have many lines; otherwise each line is an answer of its own.
  if (step.is_json && !nlohmann::json::accept(ran.out) && !is_json_lines(ran.out))
    wrong += "  stdout is no JSON\n";
  if (step.is_json && !is_json_lines(ran.err)) wrong += "  stderr is no JSON\n";
  if (step.is_quiet && !ran.err.empty()) wrong += "  stderr is not empty\n";
  if (wrong.empty()) return wrong;
  return "line " + std::to_string(step.line) + ": " + step.command + '\n' + wrong +
         "  --- stdout\n" + ran.out + "  --- stderr\n" + ran.err;
}

}  // namespace

Scenario read_scenario(const std::string& text) {
  return Reader(text).read();
}

std::string play(const Scenario& scenario, const Workshop& workshop) {
  std::string wrong;
  auto file = scenario.files.begin();
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    for (; file != scenario.files.end() && file->before_step <= i; ++file)
      workshop.write(file->name, file->content);
    wrong += judge(scenario.steps[i], run(workshop, scenario.steps[i].command));
  }
  return wrong;
}

}  // namespace e2e
