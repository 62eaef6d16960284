#pragma once

#include <string>
#include <vector>

#include "tests/e2e/process.hpp"

namespace e2e {

/// A scenario is a text that reads from top to bottom (scenarios/README.md):
///
///     # words for people
///     file NAME          the lines up to `end` become a file
///     $ COMMAND          what is typed
///     > TEXT             stands in what it prints
///     ! TEXT             stands in what it complains
///     exit N             how it ends; 0 where nothing is said
///     json               every line it prints, or complains, is JSON
///     quiet              it complains about nothing
struct Step {
  int line{};
  std::string command;
  std::vector<std::string> printed, complained;
  int code = 0;
  bool is_json = false, is_quiet = false;
};

struct Scenario {
  struct File {
    std::string name, content;
    std::size_t before_step{};
  };
  std::vector<File> files;
  std::vector<Step> steps;
};

/// Throws Failure that names the line it does not understand.
[[nodiscard]] Scenario read_scenario(const std::string& text);

/// Everything that was not as the scenario says; empty when all was.
[[nodiscard]] std::string play(const Scenario& scenario, const Workshop& workshop);

}  // namespace e2e
