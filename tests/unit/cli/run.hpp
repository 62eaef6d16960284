#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/program.hpp"

namespace test {

struct FixedClock final : ledger::Clock {
  [[nodiscard]] std::int64_t now_ms() const override { return 1'709'602'200'000; }
};

struct Run {
  int code;
  std::string out, err;
};

/// The whole program, without a process and with nobody at a terminal.
inline Run run(std::vector<std::string> args, std::map<std::string, std::string> variables = {},
               const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out, err;
  const FixedClock clock;
  cli::Environment environment;
  environment.clock = &clock;
  environment.variable = [&](const std::string& name) -> std::optional<std::string> {
    const auto at = variables.find(name);
    if (at == variables.end()) return std::nullopt;
    return at->second;
  };
  environment.ask_secret = [](const std::string&) { return std::string("secret"); };
  environment.interrupted = [] { return false; };
  const int code = cli::run_program(std::move(args), {in, out, err}, environment);
  return {code, out.str(), err.str()};
}

}  // namespace test
